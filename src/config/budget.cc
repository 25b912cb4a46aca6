#include "gaol/config/budget.h"

#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::config {

void Budget::charge(std::size_t bytes) {
    if (bytes > left_) {
        throw JailError(EFBIG, "configuration too large");
    }
    left_ -= bytes;
}

}  // namespace gaol::config
