// What the programs need of the host besides its jails.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gaol::engine {

// To be called first of all: see os::open_standard_fds.
void open_standard_fds() noexcept;

// The environment that the program was started with, "NAME=value".
[[nodiscard]] std::vector<std::string> environment();

// See os::read_input_file and os::match_files.
[[nodiscard]] std::string read_file(const std::string& name, std::size_t limit);
[[nodiscard]] std::vector<std::string> match_files(const std::string& pattern);

}  // namespace gaol::engine
