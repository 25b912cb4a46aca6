#include "gaol/os/path.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

#include "gaol/base/error.h"
#include "gaol/os/file.h"

namespace gaol::os {

namespace {

// See raw_mount.cc: renames anywhere make the kernel ask for another try.
constexpr int kTries = 256;

constexpr std::size_t kMountTableLimit = std::size_t{64} << 20;

int open_how_at(int dir, const std::string& path, std::uint64_t flags, std::uint64_t resolve) {
    open_how how{};
    how.flags = flags | O_PATH | O_CLOEXEC;
    how.resolve = resolve;
    long fd = -1;
    for (int i = 0; i < kTries; ++i) {
        fd = ::syscall(SYS_openat2, dir, path.c_str(), &how, sizeof how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) {
            break;
        }
    }
    return static_cast<int>(fd);
}

constexpr std::uint64_t kBeneath = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;

// The last component itself, be it a symbolic link: NO_SYMLINKS would refuse that too.
Fd open_last(const Fd& root, const std::string& path) {
    return Fd(open_how_at(root.get(), path, O_NOFOLLOW, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS));
}

PlaceKind kind_of(unsigned mode) {
    if (S_ISDIR(mode)) {
        return PlaceKind::Directory;
    }
    if (S_ISCHR(mode) || S_ISBLK(mode)) {
        return PlaceKind::Device;
    }
    return S_ISLNK(mode) ? PlaceKind::Symlink : PlaceKind::Other;
}

}  // namespace

PlaceFd open_place(const std::string& path) {
    PlaceFd fd(open_how_at(AT_FDCWD, path, 0, RESOLVE_NO_MAGICLINKS));
    if (!fd.valid()) {
        throw SysError(errno, "openat2", path);
    }
    return fd;
}

PlaceFd open_place_beneath(const Fd& root, const std::string& path) {
    PlaceFd fd(open_how_at(root.get(), path, 0, kBeneath));
    if (!fd.valid()) {
        throw SysError(errno, "openat2", path);
    }
    return fd;
}

std::optional<PlaceFd> try_open_place_beneath(const Fd& root, const std::string& path) {
    PlaceFd fd(open_how_at(root.get(), path, 0, kBeneath));
    if (!fd.valid()) {
        return std::nullopt;
    }
    return fd;
}

PlaceInfo inspect(const Fd& place) {
    struct statx found {};
    if (::statx(place.get(), "", AT_EMPTY_PATH, STATX_TYPE | STATX_INO, &found) < 0) {
        throw SysError(errno, "statx");
    }
    return PlaceInfo{.kind = kind_of(found.stx_mode),
                     .device = makedev(found.stx_dev_major, found.stx_dev_minor),
                     .inode = found.stx_ino,
                     .mount_root = (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0};
}

bool same_file(const Fd& a, const Fd& b) {
    const PlaceInfo first = inspect(a);
    const PlaceInfo second = inspect(b);
    return first.device == second.device && first.inode == second.inode;
}

std::optional<PlaceInfo> try_inspect_beneath(const Fd& root, const std::string& path) {
    const Fd fd = open_last(root, path);
    if (!fd.valid()) {
        return std::nullopt;
    }
    return inspect(fd);
}

std::optional<std::string> try_read_link_beneath(const Fd& root, const std::string& path) {
    const Fd fd = open_last(root, path);
    std::array<char, PATH_MAX> target;
    const ssize_t length =
        fd.valid() ? ::readlinkat(fd.get(), "", target.data(), target.size()) : -1;
    if (length < 0) {
        return std::nullopt;
    }
    return std::string(target.data(), static_cast<std::size_t>(length));
}

std::string path_of(const Fd& place) {
    const std::string link = "/proc/self/fd/" + std::to_string(place.get());
    std::array<char, PATH_MAX> target;
    const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
    if (length < 0) {
        throw SysError(errno, "readlink", link);
    }
    return {target.data(), static_cast<std::size_t>(length)};
}

std::string read_host_file(const std::string& path, std::size_t limit) {
    return read_all(open_file(path, O_RDONLY | O_NONBLOCK | O_NOCTTY), path, limit);
}

ExactModes::ExactModes() noexcept : saved_(::umask(0)) {}

ExactModes::~ExactModes() {
    ::umask(saved_);
}

void make_char_device_at(const Fd& dir, const std::string& name, std::uint32_t mode,
                         DeviceNumber number) {
    const dev_t device = makedev(number.major, number.minor);
    if (::mknodat(dir.get(), name.c_str(), S_IFCHR | mode, device) < 0) {
        throw SysError(errno, "mknodat", name);
    }
}

void make_symlink_at(const Fd& dir, const std::string& name, const std::string& target) {
    if (::symlinkat(target.c_str(), dir.get(), name.c_str()) < 0) {
        throw SysError(errno, "symlinkat", name);
    }
}

void put_file_at(const Fd& dir, const std::string& name, std::string_view text, FileOwner owner) {
    const std::string made = "." + name + ".new";
    if (::unlinkat(dir.get(), made.c_str(), 0) < 0 && errno != ENOENT) {
        throw SysError(errno, "unlinkat", made);
    }
    const Fd file = open_at(dir, made, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0);
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 || static_cast<std::size_t>(written) != text.size()) {
        const int errnum = written < 0 ? errno : ENOSPC;
        ::unlinkat(dir.get(), made.c_str(), 0);
        throw SysError(errnum, "write", name);
    }
    if (::fchown(file.get(), owner.uid, owner.gid) < 0 || ::fchmod(file.get(), owner.mode) < 0 ||
        ::renameat(dir.get(), made.c_str(), dir.get(), name.c_str()) < 0) {
        const int errnum = errno;
        ::unlinkat(dir.get(), made.c_str(), 0);
        throw SysError(errnum, "rename", name);
    }
}

bool is_foreign_tmpfs(const Fd& place) {
    struct statfs found {};
    if (::fstatfs(place.get(), &found) < 0) {
        throw SysError(errno, "fstatfs");
    }
    if (found.f_type != TMPFS_MAGIC) {
        return false;
    }
    const std::uint64_t device = inspect(place).device;
    const std::string wanted =
        " " + std::to_string(major(device)) + ":" + std::to_string(minor(device)) + " ";
    const std::string table = read_host_file("/proc/self/mountinfo", kMountTableLimit);
    return table.find(wanted) == std::string::npos;
}

void change_owner_at(const Fd& dir, const std::string& name, std::uint32_t uid, std::uint32_t gid) {
    constexpr int kFlags = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;
    if (::fchownat(dir.get(), name.c_str(), uid, gid, kFlags) < 0) {
        throw SysError(errno, "fchownat", name);
    }
}

}  // namespace gaol::os
