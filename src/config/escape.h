// Backslash escapes of jail.conf(5); they work the same in and out of every kind of quotes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gaol::config {

// \a \b \f \n \r \t \v, octal \N to \NNN, hexadecimal \xH or \xHH (\x alone is a NUL, as in
// FreeBSD), backslash-newline for nothing; any other character after a backslash is itself.
[[nodiscard]] std::string unescape(std::string_view raw);

// The bytes that the escape at the start of text takes, its backslash included.
[[nodiscard]] std::size_t escape_length(std::string_view text);

}  // namespace gaol::config
