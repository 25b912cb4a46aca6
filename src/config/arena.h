// Memory of a syntax tree: taken piece by piece, released all at once with its owner.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "gaol/config/budget.h"

namespace gaol::config {

class Arena {
  public:
    // limit: bytes that it hands out at most; beyond, JailError EFBIG is thrown.
    explicit Arena(std::size_t limit) : budget_(limit) {}

    [[nodiscard]] std::string_view copy(std::string_view text);

    template <typename T>
    [[nodiscard]] std::span<const T> copy(const std::vector<T>& items) {
        static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);
        auto* place = static_cast<T*>(take(items.size() * sizeof(T), alignof(T)));
        std::uninitialized_copy(items.begin(), items.end(), place);
        return {place, items.size()};
    }

    // For what belongs to the same tree but lives elsewhere.
    void charge(std::size_t bytes) { budget_.charge(bytes); }

  private:
    [[nodiscard]] void* take(std::size_t bytes, std::size_t alignment);

    Budget budget_;
    std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace gaol::config
