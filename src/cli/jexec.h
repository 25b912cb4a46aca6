// jexec(8): runs a command in a jail.
#pragma once

#include "gaol/cli/tool_main.h"

namespace gaol::cli {

extern const Tool kJexec;

}  // namespace gaol::cli
