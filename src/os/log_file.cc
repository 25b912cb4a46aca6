#include "gaol/os/log_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/os/file.h"

namespace gaol::os {

namespace {

constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY;
constexpr mode_t kMode = 0666;

}  // namespace

Fd open_log(const std::string& path) {
    return open_file(path, kFlags, kMode);
}

Fd open_log_beneath(const std::string& top, const std::string& path) {
    const DirFd dir = open_dir(top);
    open_how how{};
    how.flags = kFlags | O_NONBLOCK | O_NOFOLLOW;
    how.mode = kMode;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    // O_NONBLOCK: it may be a FIFO that nobody reads, until it has been looked at.
    const long fd = syscall(SYS_openat2, dir.get(), path.c_str(), &how, sizeof how);
    if (fd < 0) {
        throw SysError(errno, "open", top + "/" + path);
    }
    Fd file(static_cast<int>(fd));
    struct stat status {};
    if (fstat(file.get(), &status) != 0) {
        throw SysError(errno, "fstat", top + "/" + path);
    }
    if (!S_ISREG(status.st_mode)) {
        throw SysError(EINVAL, "open", top + "/" + path);
    }
    if (fcntl(file.get(), F_SETFL, O_APPEND) != 0) {
        throw SysError(errno, "fcntl", top + "/" + path);
    }
    return file;
}

}  // namespace gaol::os
