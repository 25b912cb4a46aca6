// A jail's mounts, made ready on the host's side: sources opened and cloned while the caller's own
// view of the file system is the one that counts, targets left to the jail's own mount namespace.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/mount/child_op.h"
#include "gaol/os/fd.h"

namespace gaol::mount {

// One line in fstab(5) form: `special dir type options`.  dir is a host path at or below the jail's
// path, as in FreeBSD.
struct Line {
    std::string special;
    std::string dir;
    std::string type;
    std::vector<std::string> options;
};

// Reads one line (the value of `mount`), or the lines of a file (`mount.fstab`).  Comments start at
// '#'; fields 1 and 2 are decoded (\040).  Throws JailError with jail(8)'s texts, without prefix:
// "mount: LINE: missing information", "mount: LINE: fstab parse error", "mount.fstab: F: ...".
[[nodiscard]] Line parse_line(std::string_view line);
[[nodiscard]] std::vector<Line> read_fstab(const std::string& file);


class Plan {
  public:
    // path: the jail's root directory on the host, absolute.  Throws JailError with jail(8)'s texts:
    // "path P: No such file or directory", "path P: Not a directory".
    explicit Plan(const std::string& path);
    Plan(Plan&&) noexcept;
    Plan& operator=(Plan&&) noexcept;
    ~Plan();

    // Prepares one more mount.  Translates FreeBSD's types (nullfs, devfs, procfs, fdescfs, tmpfs,
    // linprocfs, linsysfs) and options; what cannot be honoured throws JailError that names the
    // line, the word and what to do.  Returns notes for the user (an option without effect).
    std::vector<std::string> add(const Line& line);

    // Forgets the mounts added after the first n (the undo of a step).
    [[nodiscard]] std::size_t size() const noexcept;
    void truncate(std::size_t n) noexcept;

    // Gives root and binds the owner mapping of the user namespace.  Throws JailError that names
    // the file system that cannot be mapped, and the two ways on.
    void idmap(const os::NsFd& user_namespace);

    // For the child: the root's detached mount, and the operations below it in order.
    [[nodiscard]] int root_fd() const noexcept;
    [[nodiscard]] const std::vector<ChildOp>& ops() const noexcept;

    // The text of a failed operation: "mount: LINE: call: errno text".
    [[nodiscard]] std::string describe(const ChildFailure& failure) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gaol::mount
