// A cgroup2 hierarchy: where it is mounted and what can be done to a group.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "gaol/os/fd.h"

namespace gaol::os {

// Where cgroup2 is mounted: /sys/fs/cgroup on a pure host, /sys/fs/cgroup/unified on a hybrid one,
// or wherever the mount table says.  Empty when it is not mounted.
[[nodiscard]] std::optional<std::string> cgroup2_mount();

// Whether a directory lies in a cgroup2 hierarchy.
[[nodiscard]] bool is_cgroup2(const Fd& dir);

// "populated" of cgroup.events: a process, zombie leaders excepted, lives in it or below it.  A
// group that has been removed under its descriptor is as empty as can be; so for the next two.
[[nodiscard]] bool cgroup_populated(const Fd& dir);

// Waits until nothing lives in the group; false when milliseconds passed first.
[[nodiscard]] bool cgroup_wait_empty(const Fd& dir, int milliseconds);

// Processes of this group alone, as the caller's PID namespace numbers them (0: not visible).
[[nodiscard]] std::vector<pid_t> cgroup_processes(const Fd& dir);

// The same for this group and all below it.
[[nodiscard]] std::vector<pid_t> cgroup_processes_below(const Fd& dir);

// SIGKILL for everything in the group and below, forks in flight included (kernel 5.14).  Nothing
// happens in a group that has been removed.
void cgroup_kill(const Fd& dir);

// Removes the group `name` of dir with every group below it, however deep and whatever it is
// called: the part below a delegated group is made by the jail's root.  False when it is absent;
// throws SysError EBUSY when a process lives in one of them.
// usual: the name that most groups below have, tried first.
bool cgroup_remove(const Fd& dir, const std::string& name, const std::string& usual);

// Hands a group to another owner as cgroups(7) says: the directory and the files that a delegate
// may write.
void cgroup_delegate(const Fd& dir, uid_t owner, gid_t group);

}  // namespace gaol::os
