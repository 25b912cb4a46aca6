#include "gaol/os/program_file.h"

#include <fcntl.h>

#include "gaol/os/file.h"
#include "gaol/os/mount.h"

namespace gaol::os {

Fd open_program(const std::string& path, Seal seal) {
    if (seal == Seal::None) {
        return open_file(path, O_PATH);
    }
    MountFd mount = clone_mount(path, Recursion::One);
    make_private(mount, {.set = mount_attr::kReadOnly | mount_attr::kNoSuid | mount_attr::kNoDev},
                 Recursion::One);
    return Fd(mount.release());
}

}  // namespace gaol::os
