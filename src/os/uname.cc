#include "gaol/os/uname.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>

namespace gaol::os {

KernelName kernel_name() {
    utsname name{};
    ::uname(&name);
    unsigned major = 0;
    unsigned minor = 0;
    unsigned patch = 0;
    std::sscanf(name.release, "%u.%u.%u", &major, &minor, &patch);
    return {.release = name.release,
            .version = std::int64_t{major} * 65536 + minor * 256 + std::min(patch, 255U)};
}

}  // namespace gaol::os
