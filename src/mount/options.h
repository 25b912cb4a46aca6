// The options of an fstab line: FreeBSD's words and Linux's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gaol/mount/fs_type.h"
#include "gaol/mount/line.h"
#include "gaol/os/mount.h"

namespace gaol::mount {

// What goes to the file system itself; without a value it is a flag.
struct FsOption {
    std::string key;
    std::optional<std::string> value;

    bool operator==(const FsOption&) const = default;
};

enum class Cover : std::uint8_t { Allowed, Refused };  // nocover: not over another mount

struct Options {
    os::AttrChange attributes;
    os::Recursion recursion = os::Recursion::One;  // Tree: rbind
    Cover cover = Cover::Allowed;
    std::vector<FsOption> fs;
    std::vector<std::string> notes;  // words that have no effect, for the user

    [[nodiscard]] const std::string* find(const std::string& key) const;
};

// Throws JailError that names the word which cannot be honoured, and why.
[[nodiscard]] Options translate_options(const Line& line, const FsType& type);

}  // namespace gaol::mount
