// What a jail's parameters mean for its processes: which capabilities can be had inside, and which
// system calls answer as if they were not there.
#pragma once

#include <cstdint>

#include "gaol/model/value.h"
#include "gaol/os/filter.h"

namespace gaol::security {

// The bounding set, a bit for each capability.  In an own user namespace every capability counts
// for the jail's own namespaces only; in the host's, root gets what a plain server needs and
// nothing that reaches the machine.
[[nodiscard]] std::uint64_t capabilities(const ParamValues& params);

// The seccomp program.  The mount calls answer EPERM, as on FreeBSD without allow.mount; those of
// the System V facilities that are `disable` answer ENOSYS. One of eight constant programs, made at
// build time; nothing is compiled when a jail starts.
[[nodiscard]] os::Filter system_calls(const ParamValues& params);

}  // namespace gaol::security
