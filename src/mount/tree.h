// A part of the host's file system as a detached copy: what a jail's root and nullfs lines show.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gaol/os/mount.h"
#include "gaol/os/path.h"

namespace gaol::mount {

// A mount below the top of a tree that had to be copied by itself.
struct Submount {
    std::string path;  // relative to the top
    os::MountFd mount;
};

// FreeBSD knows devices in devfs only; elsewhere a device node is a file that cannot be opened.  An
// image may bring nodes of the host's disks along, and the jail's root would own them.
enum class Devices : std::uint8_t { Inert, Work };

struct TreeRequest {
    os::Recursion recursion = os::Recursion::One;
    os::AttrChange attributes;
    Devices devices = Devices::Inert;  // on the top; mounts below are as the host made them
};

class Tree {
  public:
    // Copies at path, which names the tree in messages too / at a place already opened.
    Tree(const std::string& path, TreeRequest request);
    Tree(const os::PlaceFd& place, const std::string& path, TreeRequest request);

    // Shows the owners of files as the user namespace maps them.  Mounts below the top whose file
    // systems cannot do that are left out; they are returned as "DIR (TYPE)".  When the top itself
    // cannot, throws JailError that names its file system and the two ways on, without prefix.
    [[nodiscard]] std::vector<std::string> idmap(const os::NsFd& user_namespace);

    // Leaves out the mounts below the top that are windows into the kernel (proc, sysfs, devtmpfs
    // ...).  None of them can be idmapped either; it goes without saying.
    void leave_kernel_out();

    [[nodiscard]] const os::MountFd& top() const noexcept { return top_; }
    [[nodiscard]] const std::vector<Submount>& submounts() const noexcept { return submounts_; }

  private:
    void set_attributes(os::Recursion recursion);
    [[nodiscard]] os::PlaceFd open_again() const;
    void idmap_top(const os::PlaceFd& place, const os::NsFd& user_namespace);

    // Copies the mounts below one by one, but for those that admit does not take; returns these,
    // if somebody could miss them.
    using Admit = std::function<bool(const os::MountEntry&, const os::MountFd&)>;
    [[nodiscard]] std::vector<std::string> copy_below(const os::PlaceFd& place, const Admit& admit);
    [[noreturn]] void cannot_idmap(int errnum) const;

    std::string path_;
    TreeRequest request_;
    os::MountFd top_;
    std::vector<Submount> submounts_;
};

}  // namespace gaol::mount
