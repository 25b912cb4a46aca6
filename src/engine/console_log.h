// The file that collects what the commands of a jail print (exec.consolelog).
#pragma once

#include <string>

#include "gaol/os/fd.h"

namespace gaol::engine {

// Opens it as the host sees it; no descriptor for an empty file name.  jail_path is the jail's
// root: below it, where the jail's own root can put links and devices, the file must be a regular
// one and no component may be a symbolic link.  Throws JailError: "exec.consolelog: F: not an
// absolute pathname", "exec.consolelog: F is a symbolic link", "open F: errno text".
[[nodiscard]] os::Fd open_console_log(const std::string& file, const std::string& jail_path);

}  // namespace gaol::engine
