#include "gaol/os/raw_mount.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <cerrno>

#include "gaol/os/raw.h"

namespace gaol::os::raw {

namespace {

// The kernel gives up with EAGAIN when a rename anywhere could have led a ".." out of root.  A
// hostile jail can rename without end, so the tries are counted.
constexpr int kTries = 256;

int result(long value) noexcept {
    return static_cast<int>(value);
}

}  // namespace

int open_beneath(int root, const char* path) noexcept {
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
    long fd = -EAGAIN;
    for (int i = 0; i < kTries && fd == -EAGAIN; ++i) {
        fd = sys(SYS_openat2, root, path, &how, sizeof how);
    }
    return result(fd);
}

int open_directory(int place) noexcept {
    return result(sys(SYS_openat, place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
}

int fs_open(const char* type) noexcept {
    return result(sys(SYS_fsopen, type, FSOPEN_CLOEXEC));
}

int fs_flag(int context, const char* key) noexcept {
    return result(sys(SYS_fsconfig, context, FSCONFIG_SET_FLAG, key, nullptr, 0));
}

int fs_string(int context, const char* key, const char* value) noexcept {
    return result(sys(SYS_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0));
}

int fs_create(int context) noexcept {
    return result(sys(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0));
}

int fs_mount(int context, std::uint64_t attributes) noexcept {
    return result(sys(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes));
}

int clone_read_only(int place) noexcept {
    const int mount =
        result(sys(SYS_open_tree, place, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    if (mount < 0) {
        return mount;
    }
    mount_attr attributes{};
    attributes.attr_set =
        MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    const int error =
        result(sys(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes));
    if (error < 0) {
        close_fd(mount);
        return error;
    }
    return mount;
}

int attach(int mount, int place) noexcept {
    constexpr unsigned kFlags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
    return result(sys(SYS_move_mount, mount, "", place, "", kFlags));
}

int attach_at(int mount, const char* path) noexcept {
    return result(sys(SYS_move_mount, mount, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH));
}

Place look(int place) noexcept {
    struct statx found {};
    constexpr unsigned kWanted = STATX_MODE | STATX_UID | STATX_GID;
    const long status = sys(SYS_statx, place, "", AT_EMPTY_PATH, kWanted, &found);
    const bool root = (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
    return Place{.error = result(status),
                 .mode = found.stx_mode & 07777U,
                 .uid = found.stx_uid,
                 .gid = found.stx_gid,
                 .is_mount_root = static_cast<std::uint8_t>(root ? 1 : 0)};
}

int change_mode(int directory, std::uint32_t mode) noexcept {
    return result(sys(SYS_fchmod, directory, mode));
}

int change_owner(int directory, std::uint32_t uid, std::uint32_t gid) noexcept {
    return result(sys(SYS_fchown, directory, uid, gid));
}

void close_fd(int fd) noexcept {
    sys(SYS_close, fd);
}

}  // namespace gaol::os::raw
