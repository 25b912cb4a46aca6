// Programs that start in a jail that exists (jail_attach(2) and exec), or on the host.
#pragma once

#include <cstdint>
#include <optional>

#include "gaol/os/child.h"
#include "gaol/os/fd.h"
#include "gaol/proc/command.h"
#include "gaol/proc/confine.h"

namespace gaol::proc {

// Where to enter: everything by descriptor, opened and verified by the caller.
struct Entrance {
    const os::PidFd& first;    // the jail's first process, which holds its namespaces
    const os::Fd& cgroup;      // the group that the new process is born in
    std::uint64_t namespaces;  // Namespace bits to join; the PID namespace always is
    const Confinement& confinement;
};

// Starts a program in the jail.  Throws SysError: call "exec", "chdir", "setns" ...
[[nodiscard]] os::Child attach(const Entrance& entrance, const Command& command);

}  // namespace gaol::proc
