// IP addresses as text.
#pragma once

#include <optional>
#include <string>

namespace gaol {

// The address in the one form that jls(8) prints: all four numbers in decimal, or IPv6 shortened
// and in lower case.  Empty unless the whole text is one address: no prefix length, no zone, no
// blanks.
[[nodiscard]] std::optional<std::string> canonical_ip4(const std::string& text);
[[nodiscard]] std::optional<std::string> canonical_ip6(const std::string& text);

}  // namespace gaol
