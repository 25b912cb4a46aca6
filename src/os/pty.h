// Pseudo-terminals of a devpts that is not the caller's.
#pragma once

#include <sys/types.h>

#include <optional>

#include "gaol/os/fd.h"

namespace gaol::os {

struct Pty {
    Fd master;
    Fd peer;
};

// A new terminal of the devpts that is mounted on /dev/pts below root.  What is there is verified
// by descriptor: a character device 5:2 of a devpts, whatever the jail's owner may have put in its
// place.  The terminal is given to owner.  Empty when there is none.
[[nodiscard]] std::optional<Pty> open_pty_in_root(const Fd& root, uid_t owner);

}  // namespace gaol::os
