// What uname(2) says of the machine's kernel.
#pragma once

#include <cstdint>
#include <string>

namespace gaol::os {

struct KernelName {
    std::string release;  // "6.1.0-18-amd64"
    std::int64_t version =
        0;  // 6.1.0 as 65536 * 6 + 256 * 1 + 0, a patch level over 255 counts as 255
};
[[nodiscard]] KernelName kernel_name();

}  // namespace gaol::os
