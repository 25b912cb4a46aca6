// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace gaol {

// Bytes of the character that text begins with; 0 when text is empty or begins with something else.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

}  // namespace gaol
