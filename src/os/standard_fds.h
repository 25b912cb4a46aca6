// What a program is started with: descriptors 0, 1 and 2, and the environment.
#pragma once

#include <string>
#include <vector>

namespace gaol::os {

// Opens /dev/null in the place of each of 0, 1 and 2 that is closed, so that no file opened later
// is taken for standard output.  To be called before anything else is opened.
void open_standard_fds() noexcept;

// "NAME=value", in the order of environ(7).
[[nodiscard]] std::vector<std::string> environment();

}  // namespace gaol::os
