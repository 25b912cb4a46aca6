// Quoting of values for records that people and scripts read.
#pragma once

#include <string>
#include <string_view>

namespace gaol {

// As jail(8) quotes a parameter's value: "" when empty; in double quotes when there is a single
// quote; else in single quotes when there is a double quote; else in double quotes when there is a
// space or tab; else bare.  A backslash, and the quote in use, gets a backslash before it.
[[nodiscard]] std::string quote_value(std::string_view value);

}  // namespace gaol
