// What the kernel keeps of a jail: the record in the extended attribute of its cgroup directory.
// Compact, versioned, and read with suspicion, although only the host's root can write it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gaol/model/value.h"

namespace gaol::registry {

enum class State : std::uint8_t { Alive = 1, Dying = 2 };

// Host ids first .. first + count - 1 are the jail's; count 0: it shares the host's ids.
struct IdRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    bool operator==(const IdRange&) const = default;
};

// The first process, never trusted by number alone: the serial (os::serial_of) tells a recycled
// pid.
struct FirstProcess {
    pid_t pid = 0;
    std::uint64_t serial = 0;
};

struct Record {
    int jid = 0;
    std::string name;  // last component only: renaming a parent renames its children by itself
    State state = State::Alive;
    FirstProcess first;
    IdRange ids;
    ParamValues params;  // without jid, name, parent, dying and other computed ones
};

[[nodiscard]] std::string encode(const Record& record);

// Empty when the bytes are no record of a known version.
[[nodiscard]] std::optional<Record> decode(std::string_view bytes);

}  // namespace gaol::registry
