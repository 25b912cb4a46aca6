// New pseudoterminals.
#pragma once

#include <sys/types.h>

#include <optional>

#include "gaol/os/fd.h"

namespace gaol::os {

// What is written to master can be read from peer, and the reverse.
struct Pty {
    Fd master;
    Fd peer;
};

// Of the devpts mounted at /dev/pts.  The peer is opened through the master (kernel 4.13), not by a
// name.  Throws SysError.
[[nodiscard]] Pty open_pty();

// A new terminal of the devpts that is mounted on /dev/pts below root.  What is there is verified
// by descriptor: a character device 5:2 of a devpts, whatever the jail's owner may have put in its
// place.  The terminal is given to owner.  Empty when there is none.
[[nodiscard]] std::optional<Pty> open_pty_in_root(const Fd& root, uid_t owner);

}  // namespace gaol::os
