// What this process may have.
#pragma once

namespace gaol::os {

// How many descriptors it may have open at a time (RLIMIT_NOFILE, the soft one).
[[nodiscard]] int open_file_limit() noexcept;

}  // namespace gaol::os
