// One line made ready on the host's side: sources opened and copied, file systems made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gaol/mount/child_op.h"
#include "gaol/mount/devfs.h"
#include "gaol/mount/line.h"
#include "gaol/mount/options.h"
#include "gaol/mount/overlay.h"
#include "gaol/mount/tree.h"
#include "gaol/os/mount.h"

namespace gaol::mount {

// A file system that the jail's first process makes itself.
struct Fresh {
    std::string target;
    std::string type;
    std::vector<std::string> options;  // key, value, key, value ...; value "" is a flag
    std::uint64_t attributes = 0;
};

// How a file system made on the host gets the jail's owners.
enum class Owner : std::uint8_t {
    Host,    // it keeps the host's: /sys, and device nodes of the host's /dev, which has no idmap
    Idmap,   // through an idmap, if its type can; otherwise the user is told
    Tmpfs,   // its root directory is given to the jail
    Devfs,   // so are all its nodes
    Layers,  // an overlay, made anew over idmapped layers
};

struct Prepared {
    Line line;
    std::string dir;     // clean host path of the mount point
    std::string target;  // the same inside the jail; "" is the jail's root itself
    Options options;
    std::optional<Tree> tree;  // nullfs
    os::MountFd mount;         // a file system made on the host
    Owner owner = Owner::Host;
    std::uint8_t inherit = kInheritNothing;
    RootIds root_owner;  // Owner::Tmpfs: ids inside the jail
    std::vector<Fresh> fresh;
    Layers layers;  // Owner::Layers, once given
};

// Where a line is to be mounted.
struct Site {
    const std::string& path;  // the jail's, clean
    const os::MountFd& root;
    const std::vector<std::unique_ptr<Prepared>>& before;
};

// Throws JailError that names the line, and SysError of the calls it makes.
[[nodiscard]] std::unique_ptr<Prepared> prepare(const Line& line, const Site& site);

// Gives the mount to the jail; returns what the user should know.
[[nodiscard]] std::vector<std::string> give(Prepared& prepared, const os::NsFd& user_namespace,
                                            RootIds ids);

}  // namespace gaol::mount
