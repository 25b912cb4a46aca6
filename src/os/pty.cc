#include "gaol/os/pty.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

// First as a place only: opening a device that the jail chose could already do something.
Fd find_multiplexer(const Fd& root) {
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
    return Fd(
        static_cast<int>(::syscall(SYS_openat2, root.get(), "dev/pts/ptmx", &how, sizeof how)));
}

bool is_multiplexer(const Fd& place) {
    struct stat status {};
    struct statfs fs {};
    return ::fstat(place.get(), &status) == 0 && ::fstatfs(place.get(), &fs) == 0 &&
           S_ISCHR(status.st_mode) && status.st_rdev == makedev(5, 2) &&
           fs.f_type == DEVPTS_SUPER_MAGIC;
}

Fd reopen(const Fd& place) {
    const std::string path = "/proc/self/fd/" + std::to_string(place.get());
    return Fd(::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
}

Pty with_peer(Fd master) {
    const int unlocked = 0;
    if (::ioctl(master.get(), TIOCSPTLCK, &unlocked) < 0) {
        throw SysError(errno, "TIOCSPTLCK");
    }
    Fd peer(::ioctl(master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!peer.valid()) {
        throw SysError(errno, "TIOCGPTPEER");
    }
    return {.master = std::move(master), .peer = std::move(peer)};
}

}  // namespace

Pty open_pty() {
    Fd master(::open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master.valid()) {
        throw SysError(errno, "open", "/dev/ptmx");
    }
    return with_peer(std::move(master));
}

std::optional<Pty> open_pty_in_root(const Fd& root, uid_t owner) {
    const Fd place = find_multiplexer(root);
    if (!place.valid() || !is_multiplexer(place)) {
        return std::nullopt;
    }
    Fd master = reopen(place);
    if (!master.valid()) {
        throw SysError(errno, "open", "/dev/pts/ptmx");
    }
    Pty pty = with_peer(std::move(master));
    if (::fchown(pty.peer.get(), owner, static_cast<gid_t>(-1)) < 0) {
        throw SysError(errno, "fchown", "terminal");
    }
    return pty;
}

}  // namespace gaol::os
