// Places in the file system held by descriptors that stand for them and no more (O_PATH), and the
// nodes of a directory that is being made.  Every function throws SysError with call and path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gaol/os/fd.h"

namespace gaol::os {

using PlaceFd = TypedFd<struct PlaceTag>;  // a place of any kind, opened with O_PATH

// On the host: symbolic links are followed, magic links (those of /proc) are not.
[[nodiscard]] PlaceFd open_place(const std::string& path);

// Below root, as if root were "/": no symbolic link (ELOOP), no magic link.  try: empty when it
// cannot be reached so.
[[nodiscard]] PlaceFd open_place_beneath(const Fd& root, const std::string& path);
[[nodiscard]] std::optional<PlaceFd> try_open_place_beneath(const Fd& root,
                                                            const std::string& path);

enum class PlaceKind : std::uint8_t { Directory, Symlink, Device, Other };

struct PlaceInfo {
    PlaceKind kind = PlaceKind::Other;
    std::uint64_t device = 0;  // device and inode together are the identity of a file
    std::uint64_t inode = 0;
    bool mount_root = false;
};
[[nodiscard]] PlaceInfo inspect(const Fd& place);

[[nodiscard]] bool same_file(const Fd& a, const Fd& b);

// What inspect tells, for a path below root whose last component may be a symbolic link, which is
// not followed.  Empty when it cannot be reached.
[[nodiscard]] std::optional<PlaceInfo> try_inspect_beneath(const Fd& root, const std::string& path);

// The target of a symbolic link below root; empty when it is anything else or cannot be reached.
[[nodiscard]] std::optional<std::string> try_read_link_beneath(const Fd& root,
                                                               const std::string& path);

// The host path that the kernel knows for a descriptor, without symbolic links.
[[nodiscard]] std::string path_of(const Fd& place);

// A file of the host; a FIFO without a writer reads as empty.  EFBIG above limit bytes.
[[nodiscard]] std::string read_host_file(const std::string& path, std::size_t limit);

// While it lives, modes are given exactly as asked for.
class ExactModes {
  public:
    ExactModes() noexcept;
    ExactModes(const ExactModes&) = delete;
    ExactModes& operator=(const ExactModes&) = delete;
    ~ExactModes();

  private:
    std::uint32_t saved_;
};

struct DeviceNumber {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
};
void make_char_device_at(const Fd& dir, const std::string& name, std::uint32_t mode,
                         DeviceNumber number);
void make_symlink_at(const Fd& dir, const std::string& name, const std::string& target);

// A regular file with this text, in place of what had that name before: nothing that was there is
// opened or followed, and nobody reads a part of the text.  Writers must exclude each other.
struct FileOwner {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t mode = 0;
};
void put_file_at(const Fd& dir, const std::string& name, std::string_view text, FileOwner owner);

// Whether a place is on a tmpfs that is mounted nowhere in the caller's own mount table.
[[nodiscard]] bool is_foreign_tmpfs(const Fd& place);

// Does not follow a symbolic link; name "" is dir itself.
void change_owner_at(const Fd& dir, const std::string& name, std::uint32_t uid, std::uint32_t gid);

}  // namespace gaol::os
