// Small functions over text: splitting, numbers, printf-style formatting.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gaol {

// printf into a string: for output that must match FreeBSD's columns to the blank.
[[gnu::format(printf, 1, 2)]] [[nodiscard]] std::string strf(const char* format, ...);

// Pieces between separators, empty ones included; "" gives one empty piece.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

// Words between blanks (space, tab, \n, \v, \f, \r), none of them empty.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

[[nodiscard]] std::string join(const std::vector<std::string>& pieces, std::string_view separator);

[[nodiscard]] std::string_view trim(std::string_view text);

// A whole number in the given base: an optional '-' and digits, nothing else, no overflow.
[[nodiscard]] std::optional<std::int64_t> parse_int(std::string_view text, int base = 10);

// The same for unsigned numbers; no sign is accepted.
[[nodiscard]] std::optional<std::uint64_t> parse_uint(std::string_view text, int base = 10);

// Compares ASCII letters without regard to case.
[[nodiscard]] bool equal_nocase(std::string_view a, std::string_view b);

}  // namespace gaol
