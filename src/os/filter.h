// A compiled seccomp program, owned by somebody else (a constant table, as a rule).
#pragma once

#include <cstddef>
#include <cstdint>

namespace gaol::os {

// The kernel's struct sock_filter.
struct FilterStep {
    std::uint16_t code;
    std::uint8_t jump_true;
    std::uint8_t jump_false;
    std::uint32_t operand;
};

struct Filter {
    const FilterStep* steps = nullptr;
    std::uint16_t count = 0;  // 0: nothing is filtered
};

}  // namespace gaol::os
