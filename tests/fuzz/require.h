// What a fuzzer demands of its subject.
#pragma once

#include <cstdlib>

namespace gaol::fuzz {

// Ends the program, so that the fuzzer keeps the text.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace gaol::fuzz
