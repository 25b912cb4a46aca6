#include "gaol/os/fd.h"

#include <unistd.h>

namespace gaol::os {

Fd& Fd::operator=(Fd&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

void Fd::reset() noexcept {
    if (fd_ >= 0) {
        // The result is of no use: Linux frees the descriptor even when close reports an error.
        ::close(std::exchange(fd_, -1));
    }
}

}  // namespace gaol::os
