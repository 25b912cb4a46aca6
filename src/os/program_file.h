// Programs that are executed inside a jail although they lie outside.
#pragma once

#include <cstdint>
#include <string>

#include "gaol/os/fd.h"

namespace gaol::os {

// ReadOnlyMount: through a read-only mount of its own, attached nowhere: a process that runs the
// program can reach the file by /proc/self/exe and never write to it, whoever owns it.
enum class Seal : std::uint8_t { None, ReadOnlyMount };

// For execveat(2) only.
[[nodiscard]] Fd open_program(const std::string& path, Seal seal);

}  // namespace gaol::os
