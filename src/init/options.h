// The command line of jailinit.
#pragma once

#include <stdint.h>

namespace gaol::init {

enum class Usage { Right, Wrong };

struct Options {
    Usage usage = Usage::Right;
    bool persistent = false;
    int64_t seconds = 10;  // how long each half of the orderly stop may take
};

// The longest time that -t takes: a day.
inline constexpr int64_t kMaxSeconds = 86400;

// The rules of getopt(3) for "pt:" and no operands.
[[nodiscard]] Options parse_options(int argc, const char* const* argv) noexcept;

}  // namespace gaol::init
