// jail(8): creates, changes and removes jails.
#pragma once

#include "gaol/cli/tool_main.h"

namespace gaol::cli {

[[nodiscard]] Tool jail_tool();

}  // namespace gaol::cli
