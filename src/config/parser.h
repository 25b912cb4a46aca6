// Text to syntax tree; jail.conf(5).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gaol/config/ast.h"
#include "gaol/config/config.h"
#include "gaol/config/report.h"

namespace gaol::config {

// Errors of the text go to the report; after any, the tree is of no use.  The tree has views into
// text.  Throws JailError where reading cannot go on: a file cannot be read, a bound is passed.
[[nodiscard]] std::unique_ptr<const Ast> parse(const std::string& source, std::string_view text,
                                               const Files& files, const Limits& limits,
                                               Report& report);

}  // namespace gaol::config
