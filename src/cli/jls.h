// jls(8): lists jails.
#pragma once

#include "gaol/cli/tool_main.h"

namespace gaol::cli {

extern const Tool kJls;

}  // namespace gaol::cli
