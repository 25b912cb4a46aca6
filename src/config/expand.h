// Syntax tree to jails: merges the parameters of each and substitutes its variables; jail.conf(5).
#pragma once

#include <vector>

#include "gaol/config/ast.h"
#include "gaol/config/config.h"

namespace gaol::config {

// Throws JailError EFBIG when all jails together pass Limits::expansion.  What is wrong with one
// jail, its size included, fails that jail alone.
[[nodiscard]] std::vector<JailEntry> expand(const Ast& ast, const Limits& limits);

}  // namespace gaol::config
