// The mount system calls of Linux 5.2 and later, by descriptor.  Every function throws SysError
// with the call and its subject.  A MountFd is a mount that is attached nowhere: it ends with its
// descriptor unless somebody attaches it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/os/fd.h"

namespace gaol::os {

// MOUNT_ATTR_* by the words of mount(8).
namespace mount_attr {
inline constexpr std::uint64_t kReadOnly = 0x1;
inline constexpr std::uint64_t kNoSuid = 0x2;
inline constexpr std::uint64_t kNoDev = 0x4;
inline constexpr std::uint64_t kNoExec = 0x8;
inline constexpr std::uint64_t kAtimeMask = 0x70;  // clear it before one of the three is set
inline constexpr std::uint64_t kNoAtime = 0x10;
inline constexpr std::uint64_t kStrictAtime = 0x20;
inline constexpr std::uint64_t kNoDirAtime = 0x80;
inline constexpr std::uint64_t kIdmap = 0x100000;
inline constexpr std::uint64_t kNoSymFollow = 0x200000;
}  // namespace mount_attr

enum class Recursion : std::uint8_t { One, Tree };

// A copy of the mount that path, or what a descriptor stands for, lies on, with that place as its
// root; Tree: with the mounts below.  path follows symbolic links, as open(2) does.
[[nodiscard]] MountFd clone_mount(const std::string& path, Recursion recursion);
[[nodiscard]] MountFd clone_mount(const Fd& place, std::string_view subject, Recursion recursion);

// Sets and clears MOUNT_ATTR_* bits and takes the mounts out of every peer group: a copy of a
// shared mount is its peer, and what is mounted on it later would appear on the host.
struct AttrChange {
    std::uint64_t set = 0;
    std::uint64_t clear = 0;
};
void make_private(const MountFd& mount, AttrChange change, Recursion recursion);

// Shows the owners of the mount's files as the user namespace maps them (Linux 5.12).  Returns 0 or
// the errno: EINVAL when one of the file systems cannot do it, EPERM when it was done before.
[[nodiscard]] int try_idmap(const MountFd& mount, const NsFd& user_namespace,
                            Recursion recursion) noexcept;

// Attaches a detached mount at a place that a descriptor stands for.
void attach_mount(const MountFd& mount, const Fd& place, std::string_view subject);

// A file system being configured.  Errors carry what the file system itself says.
class FsContext {
  public:
    explicit FsContext(const std::string& type);

    void set_flag(const std::string& key);
    void set(const std::string& key, const std::string& value);
    [[nodiscard]] MountFd mount(std::uint64_t attributes);

  private:
    void configure(unsigned command, const char* key, const char* value);
    [[nodiscard]] std::string complaint() const;

    std::string type_;
    Fd fd_;
};

// Puts another mount behind the descriptor, whose number stays: somebody may know it by that.
void replace_mount(const MountFd& mount, MountFd with);

// One line of the mount table of the calling process, in the table's order.
struct MountEntry {
    std::string dir;
    std::string type;
};
[[nodiscard]] std::vector<MountEntry> mount_table();

}  // namespace gaol::os
