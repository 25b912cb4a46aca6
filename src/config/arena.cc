#include "gaol/config/arena.h"

namespace gaol::config {

std::string_view Arena::copy(std::string_view text) {
    auto* place = static_cast<char*>(take(text.size(), 1));
    std::uninitialized_copy(text.begin(), text.end(), place);
    return {place, text.size()};
}

void* Arena::take(std::size_t bytes, std::size_t alignment) {
    budget_.charge(bytes);
    return memory_.allocate(bytes, alignment);
}

}  // namespace gaol::config
