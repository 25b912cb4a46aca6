#include "gaol/config/merge.h"

#include <utility>

#include "gaol/model/name.h"

namespace gaol::config {

Merger::Merger(const Ast& ast, std::size_t steps)
    : ast_(ast), steps_(steps), slots_(ast.symbols.size()) {
    for (const Block& block : ast.blocks) {
        if (block.is_wildcard) {
            wildcards_.push_back(&block);
        }
    }
    // Each will be matched against each jail.
    for (std::size_t jails = ast.blocks.size() - wildcards_.size(); jails > 0; --jails) {
        steps_.charge(1 + wildcards_.size());
    }
}

void Merger::merge(const Block& jail) {
    used_ = 0;
    failures_.clear();
    ++mark_;
    add(jail.identity);
    bool own_done = false;
    for (const Block* wildcard : wildcards_) {
        if (!own_done && &jail < wildcard) {
            add_all(jail);
            own_done = true;
        }
        if (wildcard_match(wildcard->name, jail.name)) {
            add_all(*wildcard);
        }
    }
    if (!own_done) {
        add_all(jail);
    }
    if (find(ast_.symbols.name()) == kNowhere) {
        Parameter name = jail.identity;
        name.name = ast_.symbols.name();
        add(name);
    }
}

std::size_t Merger::find(SymbolId symbol) const {
    const Slot& slot = slots_[ast_.symbols[symbol].key];
    return slot.mark == mark_ ? slot.place : kNowhere;
}

void Merger::add_all(const Block& block) {
    for (const Parameter& parameter : block.parameters) {
        add(parameter);
    }
}

void Merger::add(const Parameter& parameter) {
    steps_.charge(1 + parameter.values.size());
    const Symbol& symbol = ast_.symbols[parameter.name];
    const std::size_t place = find(parameter.name);
    const bool clash =
        parameter.is_variable &&
        (symbol.trait != Trait::Plain || (place != kNowhere && !merged_[place].is_variable));
    if (clash || (place != kNowhere && parameter.is_variable != merged_[place].is_variable)) {
        fail("variable \"$" + std::string(symbol.spelling) +
             "\" cannot have the same name as a parameter.");
    } else if (place == kNowhere) {
        add_new(parameter, symbol);
    } else if (symbol.trait == Trait::Immutable) {
        fail("cannot redefine parameter \"" + std::string(symbol.spelling) + "\".");
    } else {
        change(merged_[place], parameter);
    }
}

void Merger::add_new(const Parameter& parameter, const Symbol& symbol) {
    if (used_ == merged_.size()) {
        merged_.emplace_back();
    }
    slots_[symbol.key] = {.mark = mark_, .place = static_cast<std::uint32_t>(used_)};
    Merged& merged = merged_[used_++];
    merged.spelling = parameter.name;
    merged.key = symbol.key;
    merged.is_variable = parameter.is_variable;
    merged.uses_variable = parameter.uses_variable;
    merged.values.assign(parameter.values.begin(), parameter.values.end());
}

// "=" and the bare name replace, "+=" appends.
void Merger::change(Merged& merged, const Parameter& parameter) {
    merged.spelling = parameter.name;
    if (parameter.assign == Assign::Set) {
        merged.values.clear();
        merged.uses_variable = false;
    }
    merged.values.insert(merged.values.end(), parameter.values.begin(), parameter.values.end());
    merged.uses_variable = merged.uses_variable || parameter.uses_variable;
}

void Merger::fail(std::string message) {
    if (failures_.size() < kMaxJailFailures) {
        failures_.push_back(std::move(message));
    }
}

}  // namespace gaol::config
