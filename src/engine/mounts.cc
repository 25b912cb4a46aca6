#include "gaol/engine/mounts.h"

#include <algorithm>
#include <utility>

namespace gaol::engine {

std::vector<std::string> Mounts::add(const std::string& path, const mount::Line& line) {
    if (!plan_) {
        plan_.emplace(path);
    }
    std::vector<std::string> notes = plan_->add(line);
    lines_.push_back(line);
    return notes;
}

void Mounts::truncate(std::size_t n) {
    if (plan_) {
        plan_->truncate(n);
    }
    lines_.resize(std::min(n, lines_.size()));
}

mount::Plan Mounts::take(const std::string& path, Renew renew) {
    const std::vector<mount::Line> lines = std::exchange(lines_, {});
    std::optional<mount::Plan> plan = std::exchange(plan_, std::nullopt);
    if (plan && renew == Renew::No) {
        return *std::move(plan);
    }
    mount::Plan fresh(path);
    for (const mount::Line& line : lines) {
        static_cast<void>(fresh.add(line));  // its notes have been given the first time
    }
    return fresh;
}

}  // namespace gaol::engine
