// An overlay of host directories for a jail with a user namespace of its own.
#pragma once

#include <string>
#include <vector>

#include "gaol/mount/options.h"
#include "gaol/os/mount.h"
#include "gaol/os/path.h"

namespace gaol::mount {

// An overlay cannot be idmapped, its layers can: they are copied, mapped and stacked by the jail's
// first process, which owns the result (Linux 5.19).
struct Layers {
    std::vector<os::MountFd> mounts;
    std::vector<os::PlaceFd> places;   // upperdir and workdir, on one of the mounts
    std::vector<std::string> options;  // key, value, key, value ... for the file system
};

// Throws JailError without prefix, and SysError.
[[nodiscard]] Layers map_layers(const Options& options, const os::NsFd& user_namespace);

}  // namespace gaol::mount
