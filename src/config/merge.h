// Puts the parameters of one jail together from the blocks that apply to it; jail.conf(5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gaol/config/ast.h"
#include "gaol/config/budget.h"
#include "gaol/config/config.h"

namespace gaol::config {

// One parameter or variable of a jail, its values not yet substituted.
struct Merged {
    SymbolId spelling = 0;  // as it was written last
    SymbolId key = 0;
    bool is_variable = false;
    bool uses_variable = false;
    std::vector<Text> values;
};

// Serves one jail after the other, in the same memory.
class Merger {
  public:
    // This and merge() throw JailError EFBIG when all merges together take more than
    // that many steps.
    Merger(const Ast& ast, std::size_t steps);

    // Merges what applies to the jail of that block: its identity, then wildcard blocks and its
    // own block in file order, then its name if nothing has set that.
    void merge(const Block& jail);

    [[nodiscard]] std::span<const Merged> parameters() const { return {merged_.data(), used_}; }

    // The place in parameters() of the one that stands for the same as the symbol; kNowhere: none.
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    [[nodiscard]] std::size_t find(SymbolId symbol) const;

    // Redefinitions and clashes of names, as messages.
    [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

  private:
    void add(const Parameter& parameter);
    void add_new(const Parameter& parameter, const Symbol& symbol);
    void change(Merged& merged, const Parameter& parameter);
    void add_all(const Block& block);
    void fail(std::string message);

    const Ast& ast_;
    Budget steps_;
    std::vector<const Block*> wildcards_;
    std::vector<Merged> merged_;
    std::size_t used_ = 0;  // of merged_
    // By key: the place in merged_, if the mark says that it is of this jail.
    struct Slot {
        std::uint32_t mark = 0;
        std::uint32_t place = 0;
    };
    std::vector<Slot> slots_;
    std::uint32_t mark_ = 0;
    std::vector<std::string> failures_;
};

}  // namespace gaol::config
