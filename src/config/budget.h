// A limit on memory, charged before the memory is taken.
#pragma once

#include <cstddef>

namespace gaol::config {

class Budget {
  public:
    explicit Budget(std::size_t limit) : left_(limit) {}

    // Throws JailError EFBIG when less than that is left.
    void charge(std::size_t bytes);

  private:
    std::size_t left_;
};

}  // namespace gaol::config
