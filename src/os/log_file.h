// Files that output is appended to.
#pragma once

#include <string>

#include "gaol/os/fd.h"

namespace gaol::os {

// Opens path for appending, and makes it with mode 0666 less the umask when it is absent.
// Throws SysError "open".
[[nodiscard]] Fd open_log(const std::string& path);

// The same for a file below the directory top, whose contents belong to somebody who is not
// trusted: no component of path, which is relative to top, may be a symbolic link, and the file
// must be a regular one.  Throws SysError "open": ELOOP for a symbolic link, EXDEV for a path that
// leaves top, EINVAL for another kind of file.
[[nodiscard]] Fd open_log_beneath(const std::string& top, const std::string& path);

}  // namespace gaol::os
