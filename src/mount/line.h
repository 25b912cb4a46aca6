// A mount of a jail as fstab(5) writes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gaol::mount {

// `special dir type options`.  dir is a host path at or below the jail's path, as in FreeBSD.
struct Line {
    std::string special;
    std::string dir;
    std::string type;
    std::vector<std::string> options;
    std::string param = "mount";  // the parameter that asked for it, as messages name it

    bool operator==(const Line&) const = default;
};

// The value of `mount`: at least three fields, of which the first four count; the first two are
// decoded (\040, \\).  Empty for a blank text.  Throws JailError with jail(8)'s texts:
// "mount: TEXT: missing information", "mount: TEXT: fstab parse error".
[[nodiscard]] std::optional<Line> parse_line(std::string_view text);

// The lines of a file (`mount.fstab`) of at most 1 MiB; '#' starts a comment anywhere in a line.
// Throws JailError: "mount.fstab: FILE: errno text", and those of parse_line.
[[nodiscard]] std::vector<Line> read_fstab(const std::string& file);

// How messages name a line: "mount: special dir type options", or "mount.devfs" alone.
[[nodiscard]] std::string label(const Line& line);

// Throws JailError "LABEL: reason".
[[noreturn]] void refuse(const Line& line, const std::string& reason);

}  // namespace gaol::mount
