#include "gaol/mount/fs_type.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gaol::mount {

namespace {

struct Known {
    std::string_view type;
    Source source;
    const char* name;
};

constexpr std::array kKnown{
    Known{"nullfs", Source::Bind, "nullfs"},      Known{"bind", Source::Bind, "nullfs"},
    Known{"devfs", Source::Devfs, "tmpfs"},       Known{"fdescfs", Source::Fdescfs, "fdescfs"},
    Known{"tmpfs", Source::Tmpfs, "tmpfs"},       Known{"procfs", Source::Inside, "proc"},
    Known{"linprocfs", Source::Inside, "proc"},   Known{"proc", Source::Inside, "proc"},
    Known{"linsysfs", Source::Sysfs, "sysfs"},    Known{"sysfs", Source::Sysfs, "sysfs"},
    Known{"mqueuefs", Source::Inside, "mqueue"},  Known{"mqueue", Source::Inside, "mqueue"},
    Known{"devpts", Source::Inside, "devpts"},    Known{"cgroup2", Source::Inside, "cgroup2"},
    Known{"overlay", Source::Overlay, "overlay"},
};

struct Refused {
    std::string_view type;
    const char* instead;
};

constexpr std::array kRefused{
    Refused{"ufs", "use ext4 or xfs"},
    Refused{"unionfs", "use overlay"},
    Refused{"msdosfs", "use vfat"},
    Refused{"cd9660", "use iso9660"},
    Refused{"ext2fs", "use ext4"},
    Refused{"smbfs", "use cifs"},
    Refused{"fusefs", "mount it on the host and use nullfs"},
    Refused{"fuse", "mount it on the host and use nullfs"},
    Refused{"p9fs", "use 9p"},
    Refused{"nandfs", "use ubifs"},
    Refused{"tarfs", "unpack the archive and use nullfs"},
    Refused{"autofs", "mount it on the host and use nullfs"},
    Refused{"swap", "swap space belongs to the host"},
};

}  // namespace

FsType find_type(const Line& line) {
    const auto has = [&line](std::string_view word) {
        return std::find(line.options.begin(), line.options.end(), word) != line.options.end();
    };
    if (has("bind") || has("rbind")) {
        return {.source = Source::Bind, .name = "nullfs"};
    }
    if (line.type == "none") {
        refuse(line, "type none needs the option bind or rbind");
    }
    if (line.type == "devtmpfs") {
        refuse(line, "devtmpfs shows every device of the host: use devfs");
    }
    for (const Known& known : kKnown) {
        if (known.type == line.type) {
            return {.source = known.source, .name = known.name};
        }
    }
    for (const Refused& refused : kRefused) {
        if (refused.type == line.type) {
            refuse(line, line.type + " has no meaning on Linux: " + refused.instead);
        }
    }
    return {.source = Source::Host, .name = line.type};
}

}  // namespace gaol::mount
