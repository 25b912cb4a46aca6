// A jail's /dev: a tmpfs with the few devices that every program expects.
#pragma once

#include <cstdint>
#include <string_view>

#include "gaol/os/mount.h"

namespace gaol::mount {

// Who root of the jail is to the creator: its user and group id.
struct RootIds {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
};

// A detached tmpfs with null zero full random urandom tty, console (a second null, for the jail has
// no console of the machine), the links fd stdin stdout stderr ptmx, and the directories pts (a
// devpts belongs there), shm and jail.  The memory in shm is charged to whoever writes it.
[[nodiscard]] os::MountFd make_devfs(std::uint64_t attributes);

// Gives it to the jail's root.  Its files need no idmap, which a tmpfs has since Linux 6.3 only:
// their owners are simply the host's names for the jail's users.
void own_devfs(const os::MountFd& devfs, RootIds ids);

// The parameter env of a jail, which the jail reads as /dev/jail/env; an empty one has no file.
// ids: its root, as the caller sees it.
void write_jail_env(const os::MountFd& devfs, std::string_view text, RootIds ids);

// The same in a jail that runs, by its root directory.  A jail without a devfs of its own at /dev,
// or whose root has taken /dev/jail away, is left as it is.
void rewrite_jail_env(const os::Fd& root, std::string_view text, RootIds ids);

}  // namespace gaol::mount
