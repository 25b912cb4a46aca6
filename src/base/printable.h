// Text from a jail on its way to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace gaol {

// The text with everything in it that a terminal could act upon as \ooo, one for each byte, as
// vis(3) writes it: control characters of ASCII, those of Unicode (U+0080 to U+009F), and bytes
// that are not UTF-8.  The characters of keep stay as they are.  A backslash of the text is left
// alone, so the result is for people: it cannot be turned back.
[[nodiscard]] std::string printable(std::string_view text, std::string_view keep = {});

}  // namespace gaol
