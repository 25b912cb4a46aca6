// A jail's mounts, made ready on the host's side: sources opened and cloned while the caller's own
// view of the file system is the one that counts, targets left to the jail's own mount namespace.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/mount/child_op.h"
#include "gaol/mount/devfs.h"
#include "gaol/mount/line.h"
#include "gaol/os/fd.h"

namespace gaol::mount {

class Plan {
  public:
    // path: the jail's root directory on the host, absolute.  Throws JailError with jail(8)'s
    // texts: "path P: not an absolute pathname", "path P: No such file or directory", "path P: Not
    // a directory".
    explicit Plan(const std::string& path);
    Plan(Plan&&) noexcept;
    Plan& operator=(Plan&&) noexcept;
    ~Plan();

    // Prepares one more mount.  Translates FreeBSD's types (nullfs, devfs, procfs, fdescfs, tmpfs,
    // linprocfs, linsysfs) and options; what cannot be honoured throws JailError that names the
    // line, the word and what to do.  A line whose dir is the jail's path becomes the jail's root.
    // Returns notes for the user (an option without effect).
    std::vector<std::string> add(const Line& line);

    // Forgets the mounts added after the first n (the undo of a step).
    [[nodiscard]] std::size_t size() const noexcept;
    void truncate(std::size_t n) noexcept;

    // Gives root and mounts the owners that the user namespace shows; ids: its root, as the caller
    // sees it.  To be called once, after the last add; not at all for a jail without a user
    // namespace of its own.  Throws JailError that names the file system that cannot be mapped, and
    // the two ways on.  Returns notes: mounts below the root that had to be left out.
    std::vector<std::string> idmap(const os::NsFd& user_namespace, RootIds ids);

    // For a jail without a user namespace of its own, in place of idmap: user 0 in it is that of
    // the host, to whom the files belong that set up the kernel.  Those in a /proc of the jail
    // become read-only, and mounts of the host that show such files below the jail's root are left
    // out.
    void share_users();

    // Writes the parameter env to the devfs file systems of the jail; see write_jail_env.
    void write_env(std::string_view text, RootIds ids) const;

    // For the child: the root's detached mount, and the operations below it in order.  Both change
    // with add and truncate; idmap may change the operations, but not the root's descriptor.
    [[nodiscard]] int root_fd() const noexcept;
    [[nodiscard]] const std::vector<ChildOp>& ops() const noexcept;

    // The text of a failed operation: "mount: LINE: call(PATH): errno text", or jail(8)'s "mount:
    // PATH is a symbolic link".
    [[nodiscard]] std::string describe(const ChildFailure& failure) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gaol::mount
