// Descriptors 0, 1 and 2 of a program that was started without some of them.
#pragma once

namespace gaol::os {

// Opens /dev/null in the place of each of 0, 1 and 2 that is closed, so that no file opened later
// is taken for standard output.  To be called before anything else is opened.
void open_standard_fds() noexcept;

}  // namespace gaol::os
