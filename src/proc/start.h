// The start of a jail's first process: new namespaces, its root, and jailinit (or the
// distribution's own init) as pid 1.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gaol/os/child.h"
#include "gaol/os/fd.h"
#include "gaol/proc/confine.h"

namespace gaol::proc {

// Ids inside 0 .. count - 1 are ids outside + first.  count 0: the creator's own user namespace.
struct IdMap {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

// What is done below the root that has just been attached; 0, or a negative errno.
struct RootHook {
    int (*run)(int root, void* arg) noexcept = nullptr;
    void* arg = nullptr;
};

// The parent jail of a hierarchical one.
struct Above {
    const os::PidFd& first;
    bool own_user_namespace;
};

struct StartRequest {
    const os::Fd& cgroup;          // where the process is born
    std::uint64_t namespaces = 0;  // Namespace bits; kUser is added for an IdMap
    IdMap ids;                     // first counts in the ids of the parent's user namespace
    const Above* above = nullptr;
    int root = -1;  // the detached mount that becomes "/"
    RootHook below_root;
    const std::string* hostname = nullptr;  // set in the new UTS namespace, if there is one
    const std::string* domainname = nullptr;
    int program = -1;  // descriptor of the program; -1: argv[0] is a path inside
    std::vector<std::string> argv;
    Confinement confinement;
    std::function<void(const os::NsFd&)> on_user_namespace;  // between the map and the mounts
};

// Returns when pid 1 runs its program.  Throws SysError with the call that failed ("mount" for the
// hook's failures); then nothing of the attempt is left but the empty cgroup.
[[nodiscard]] os::Child start(const StartRequest& request);

}  // namespace gaol::proc
