#include "gaol/os/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

constexpr int kDirFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

bool absent(int errnum) {
    return errnum == ENOENT || errnum == ENOTDIR;
}

Fd open_in_root(const Fd& root, const std::string& path) {
    open_how how{};
    // O_NONBLOCK: opening a fifo that the jail put there must not wait.
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    for (int tries = 0; tries < 64; tries++) {
        const long fd = ::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN) {  // EAGAIN: a rename crossed the walk (openat2(2))
            return Fd(static_cast<int>(fd));
        }
    }
    return Fd();
}

}  // namespace

Fd open_file(const std::string& path, int flags, mode_t mode) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (fd < 0) {
        throw SysError(errno, "open", path);
    }
    return Fd(fd);
}

Fd open_at(const Fd& dir, const std::string& name, int flags, mode_t mode) {
    const int fd = ::openat(dir.get(), name.c_str(), flags | O_CLOEXEC, mode);
    if (fd < 0) {
        throw SysError(errno, "open", name);
    }
    return Fd(fd);
}

std::optional<DirFd> try_open_dir_at(const Fd& dir, const std::string& name) {
    const int base = dir.valid() ? dir.get() : AT_FDCWD;
    const int fd = ::openat(base, name.c_str(), kDirFlags);
    if (fd >= 0) {
        return DirFd(fd);
    }
    if (absent(errno)) {
        return std::nullopt;
    }
    throw SysError(errno, "open", name);
}

std::optional<DirFd> try_open_dir(const std::string& path) {
    return try_open_dir_at(Fd(), path);
}

DirFd open_dir(const std::string& path) {
    return open_dir_at(Fd(), path);
}

DirFd open_dir_at(const Fd& dir, const std::string& name) {
    auto found = try_open_dir_at(dir, name);
    if (!found) {
        throw SysError(errno, "open", name);
    }
    return std::move(*found);
}

std::optional<std::string> read_in_root(const Fd& root, const std::string& path,
                                        std::size_t limit) {
    const Fd file = open_in_root(root, path);
    struct stat status {};
    if (!file.valid() || ::fstat(file.get(), &status) < 0 || !S_ISREG(status.st_mode) ||
        static_cast<std::size_t>(status.st_size) > limit) {
        return std::nullopt;
    }
    return read_all(file, path, limit);
}

std::string read_all(const Fd& file, std::string_view subject, std::size_t limit) {
    std::string text;
    std::size_t used = 0;
    for (;;) {
        text.resize(used + 4096);
        const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw SysError(errno, "read", subject);
        }
        used += static_cast<std::size_t>(got);
        if (used > limit) {
            throw SysError(EFBIG, "read", subject);
        }
        if (got == 0) {
            text.resize(used);
            return text;
        }
    }
}

void write_at(const Fd& dir, const std::string& name, std::string_view text) {
    const Fd file = open_at(dir, name, O_WRONLY);
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw SysError(errno, "write", name);
    }
}

bool make_dir_at(const Fd& dir, const std::string& name, mode_t mode) {
    if (::mkdirat(dir.get(), name.c_str(), mode) == 0) {
        return true;
    }
    if (errno == EEXIST) {
        return false;
    }
    throw SysError(errno, "mkdir", name);
}

bool remove_dir_at(const Fd& dir, const std::string& name) {
    if (::unlinkat(dir.get(), name.c_str(), AT_REMOVEDIR) == 0) {
        return true;
    }
    if (errno == ENOENT) {
        return false;
    }
    throw SysError(errno, "rmdir", name);
}

std::vector<std::string> list_dir(const Fd& dir) {
    const int copy = ::openat(dir.get(), ".", kDirFlags);
    DIR* handle = copy < 0 ? nullptr : ::fdopendir(copy);
    if (handle == nullptr) {
        throw SysError(errno, "opendir");
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> owner(handle, ::closedir);
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(handle)) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") {
            names.emplace_back(name);
        }
    }
    return names;
}

std::optional<std::string> get_xattr(const Fd& file, const std::string& name) {
    std::string value(1024, '\0');
    for (;;) {
        const ssize_t size = ::fgetxattr(file.get(), name.c_str(), value.data(), value.size());
        if (size >= 0) {
            value.resize(static_cast<std::size_t>(size));
            return value;
        }
        if (errno == ENODATA) {
            return std::nullopt;
        }
        if (errno != ERANGE || value.size() > XATTR_SIZE_MAX) {
            throw SysError(errno, "getxattr", name);
        }
        value.resize(value.size() * 8);
    }
}

void set_xattr(const Fd& file, const std::string& name, std::string_view value) {
    if (::fsetxattr(file.get(), name.c_str(), value.data(), value.size(), 0) < 0) {
        throw SysError(errno, "setxattr", name);
    }
}

void remove_xattr(const Fd& file, const std::string& name) {
    if (::fremovexattr(file.get(), name.c_str()) < 0 && errno != ENODATA) {
        throw SysError(errno, "removexattr", name);
    }
}

std::vector<std::string> list_xattrs(const Fd& file) {
    std::string list(4096, '\0');
    ssize_t size = 0;
    while ((size = ::flistxattr(file.get(), list.data(), list.size())) < 0) {
        if (errno != ERANGE || list.size() > XATTR_LIST_MAX) {
            throw SysError(errno, "listxattr");
        }
        list.resize(list.size() * 4);
    }
    list.resize(static_cast<std::size_t>(size));
    std::vector<std::string> names;
    for (std::size_t at = 0; at < list.size(); at += names.back().size() + 1) {
        names.emplace_back(list.c_str() + at);
    }
    return names;
}

unsigned subdirectories(const Fd& dir) {
    struct stat status {};
    if (::fstat(dir.get(), &status) < 0) {
        throw SysError(errno, "fstat");
    }
    return static_cast<unsigned>(status.st_nlink) - 2;
}

FileLock::~FileLock() {
    if (fd_ >= 0) {
        // By hand, because a child that has not reached its exec yet may hold a copy.
        ::flock(fd_, LOCK_UN);
    }
}

FileLock lock_dir(const Fd& dir) {
    while (::flock(dir.get(), LOCK_EX) < 0) {
        if (errno != EINTR) {
            throw SysError(errno, "flock");
        }
    }
    return FileLock(dir);
}

std::optional<FileLock> try_lock_dir(const Fd& dir) {
    if (::flock(dir.get(), LOCK_EX | LOCK_NB) == 0) {
        return FileLock(dir);
    }
    if (errno == EWOULDBLOCK) {
        return std::nullopt;
    }
    throw SysError(errno, "flock");
}

Pipe make_pipe() {
    int fds[2] = {-1, -1};
    if (::pipe2(fds, O_CLOEXEC) < 0) {
        throw SysError(errno, "pipe");
    }
    return {.read = Fd(fds[0]), .write = Fd(fds[1])};
}

std::string program_dir() {
    char path[4096];
    const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
    if (size <= 0) {
        throw SysError(errno, "readlink", "/proc/self/exe");
    }
    const std::string_view text(path, static_cast<std::size_t>(size));
    return std::string(text.substr(0, text.rfind('/')));
}

}  // namespace gaol::os
