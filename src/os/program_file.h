// Programs that are executed inside a jail although they lie outside.
#pragma once

#include <string>

#include "gaol/os/fd.h"

namespace gaol::os {

// The program through a read-only mount of its own, attached nowhere: a process that runs it can
// reach the file by /proc/self/exe and never write to it.  For execveat(2) only.
[[nodiscard]] Fd open_program(const std::string& path);

}  // namespace gaol::os
