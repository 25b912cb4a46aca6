// The texts of meta and env, read as lines "key=value" with newlines between them.  A line without
// '=' belongs to no key and is left alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gaol {

inline constexpr std::size_t kMaxKeyValue = 4095;  // bytes; FreeBSD's 4096 with the NUL

// Throws JailError EFBIG for a text over kMaxKeyValue.
void check_keyvalue_size(std::string_view name, std::string_view text);

// The value of the first line with that key; empty when there is none.
[[nodiscard]] std::optional<std::string_view> keyvalue_find(std::string_view text,
                                                            std::string_view key) noexcept;

// The text without the lines of that key.
[[nodiscard]] std::string keyvalue_erase(std::string_view text, std::string_view key);

// The text with the line "key=value" in front and no other line of that key.  The value must be one
// line.
[[nodiscard]] std::string keyvalue_set(std::string_view text, std::string_view key,
                                       std::string_view value);

}  // namespace gaol
