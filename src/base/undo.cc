#include "gaol/base/undo.h"

namespace gaol {

void Undo::run() noexcept {
    while (!actions_.empty()) {
        const auto action = std::move(actions_.back());
        actions_.pop_back();
        action();
    }
}

}  // namespace gaol
