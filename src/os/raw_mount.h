// The mount system calls for code between clone and exec.  Each returns a result or -errno.
#pragma once

#include <cstdint>

namespace gaol::os::raw {

// A place below root, as a descriptor that stands for it and no more (O_PATH).  Neither "..", nor a
// symbolic link (-ELOOP), nor a rename that goes on at the same time leads out of root.
[[nodiscard]] int open_beneath(int root, const char* path) noexcept;

// A directory as a descriptor that can be changed through; place may be a detached mount.
[[nodiscard]] int open_directory(int place) noexcept;

// fsopen, fsconfig and fsmount of a file system that belongs to the caller's user namespace.
[[nodiscard]] int fs_open(const char* type) noexcept;
[[nodiscard]] int fs_flag(int context, const char* key) noexcept;
[[nodiscard]] int fs_string(int context, const char* key, const char* value) noexcept;
[[nodiscard]] int fs_create(int context) noexcept;
[[nodiscard]] int fs_mount(int context, std::uint64_t attributes) noexcept;

// A detached copy of the mount that a place lies on, with that place as its root, to be read only.
[[nodiscard]] int clone_read_only(int place) noexcept;

// Attaches a detached mount at the place that a descriptor stands for.
[[nodiscard]] int attach(int mount, int place) noexcept;

// The same at a path as the caller sees it.
[[nodiscard]] int attach_at(int mount, const char* path) noexcept;

// What a mount point is like.  error: 0 or -errno.
struct Place {
    int error;
    std::uint32_t mode;  // permission bits only
    std::uint32_t uid;
    std::uint32_t gid;
    std::uint8_t is_mount_root;
};
[[nodiscard]] Place look(int place) noexcept;

[[nodiscard]] int change_mode(int directory, std::uint32_t mode) noexcept;
[[nodiscard]] int change_owner(int directory, std::uint32_t uid, std::uint32_t gid) noexcept;

void close_fd(int fd) noexcept;

}  // namespace gaol::os::raw
