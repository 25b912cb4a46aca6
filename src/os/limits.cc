#include "gaol/os/limits.h"

#include <sys/resource.h>

#include <climits>

namespace gaol::os {

int open_file_limit() noexcept {
    rlimit limit{};
    // It fails only for a wrong address or a wrong resource.
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > INT_MAX) {
        return INT_MAX;
    }
    return static_cast<int>(limit.rlim_cur);
}

}  // namespace gaol::os
