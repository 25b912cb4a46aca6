// The file system types of fstab lines: FreeBSD's names and Linux's, and how a jail gets each.
#pragma once

#include <cstdint>
#include <string>

#include "gaol/mount/line.h"

namespace gaol::mount {

enum class Source : std::uint8_t {
    Bind,     // a place of the host: nullfs, or any line with the option bind or rbind
    Devfs,    // a small tmpfs with device nodes, and a devpts of the jail's own
    Fdescfs,  // the links of /dev/fd, which devfs makes already
    Tmpfs,    // made on the host, so that its size binds the jail
    Sysfs,    // the host's /sys, read-only: it belongs to the network stack, which is the host's
    Inside,   // made by the jail's first process, in the jail's own namespaces: proc, mqueue ...
    Overlay,  // made on the host
    Host,     // any other type of Linux, made on the host from the device that the line names
};

struct FsType {
    Source source;
    std::string name;  // as Linux calls it
};

// Throws JailError for a type that has no meaning on Linux, with the one to use instead.
[[nodiscard]] FsType find_type(const Line& line);

}  // namespace gaol::mount
