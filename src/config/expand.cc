#include "gaol/config/expand.h"

#include <iterator>
#include <string>
#include <utility>

#include "gaol/config/budget.h"
#include "gaol/config/merge.h"
#include "gaol/config/substitute.h"

namespace gaol::config {
namespace {

void append(std::vector<std::string>& all, const std::vector<std::string>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

class Expander {
  public:
    Expander(const Ast& ast, const Limits& limits)
        : ast_(ast),
          budget_(limits.expansion),
          merger_(ast, limits.merge_steps),
          substituter_(ast, merger_, limits.jail_size, budget_) {}

    [[nodiscard]] JailEntry expand(const Block& block) {
        budget_.charge(sizeof(JailEntry) + block.file->size() + block.name.size());
        merger_.merge(block);
        substituter_.run();
        JailEntry entry{.name = std::string(block.name),
                        .settings = settings(),
                        .failures = merger_.failures(),
                        .file = *block.file,
                        .line = block.line};
        append(entry.failures, substituter_.failures());
        return entry;
    }

  private:
    // All but the variables.
    [[nodiscard]] Settings settings() {
        Settings settings;
        settings.reserve(substituter_.order().size());
        for (const std::size_t place : substituter_.order()) {
            const Merged& merged = merger_.parameters()[place];
            if (!merged.is_variable) {
                const std::string_view name = ast_.symbols[merged.spelling].spelling;
                budget_.charge(sizeof(Setting) + name.size());
                settings.push_back({std::string(name), substituter_.take_values(place)});
            }
        }
        return settings;
    }

    const Ast& ast_;
    Budget budget_;
    Merger merger_;
    Substituter substituter_;
};

}  // namespace

std::vector<JailEntry> expand(const Ast& ast, const Limits& limits) {
    std::vector<JailEntry> jails;
    Expander expander(ast, limits);
    for (const Block& block : ast.blocks) {
        if (!block.is_wildcard) {
            jails.push_back(expander.expand(block));
        }
    }
    return jails;
}

}  // namespace gaol::config
