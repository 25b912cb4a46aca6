#include "gaol/config/substitute.h"

#include <utility>

#include "gaol/base/text.h"

namespace gaol::config {

void Substituter::run() {
    start();
    const auto parameters = merger_.parameters();
    for (std::size_t place = 0; place < parameters.size(); ++place) {
        if (!parameters[place].uses_variable) {
            copy_plain(place);
        }
    }
    for (std::size_t place = 0; place < parameters.size(); ++place) {
        if (!parameters[place].uses_variable) {
            order_.push_back(place);
        } else if (progress_[place].state == State::Waiting) {
            resolve(place);
        }
    }
}

std::vector<std::string> Substituter::take_values(std::size_t place) {
    return std::move(progress_[place].values);
}

void Substituter::start() {
    order_.clear();
    failures_.clear();
    size_ = 0;
    too_large_ = false;
    if (progress_.size() < merger_.parameters().size()) {
        progress_.resize(merger_.parameters().size());
    }
    for (std::size_t i = 0; i < merger_.parameters().size(); ++i) {
        progress_[i] = {};
    }
}

void Substituter::copy_plain(std::size_t place) {
    const Merged& merged = merger_.parameters()[place];
    Progress& progress = progress_[place];
    progress.state = State::Done;
    progress.values.reserve(merged.values.size());
    for (const Text& text : merged.values) {
        if (!charge(place, sizeof(std::string))) {
            return;
        }
        progress.values.emplace_back();
        for (const Piece& piece : text.pieces) {
            if (!append(place, piece.text)) {
                return;
            }
        }
    }
}

void Substituter::resolve(std::size_t place) {
    chain_.assign(1, place);
    progress_[place].state = State::Active;
    while (!chain_.empty()) {
        const std::size_t top = chain_.back();
        if (advance(top) == Step::Next) {
            progress_[top].state = State::Done;
            order_.push_back(top);
            chain_.pop_back();
        }
    }
}

Substituter::Step Substituter::advance(std::size_t place) {
    const Merged& merged = merger_.parameters()[place];
    Progress& progress = progress_[place];
    while (progress.text < merged.values.size()) {
        if (!progress.begun) {
            if (!charge(place, sizeof(std::string))) {
                return Step::Next;
            }
            progress.values.emplace_back();
            progress.begun = true;
        }
        if (advance_text(place, merged.values[progress.text]) == Step::Enter) {
            return Step::Enter;
        }
        ++progress.text;
        progress.piece = 0;
        progress.begun = false;
    }
    return Step::Next;
}

Substituter::Step Substituter::advance_text(std::size_t place, const Text& text) {
    Progress& progress = progress_[place];
    while (progress.piece < text.pieces.size() && !too_large_) {
        const Piece& piece = text.pieces[progress.piece];
        if (piece.kind == Piece::Kind::Text) {
            static_cast<void>(append(place, piece.text));
        } else if (insert(place, text, piece.variable) == Step::Enter) {
            return Step::Enter;
        }
        ++progress.piece;
    }
    return Step::Next;
}

// A variable that is not found, is part of a loop or is bad stands for nothing, and makes bad all
// that wait for it.
Substituter::Step Substituter::insert(std::size_t place, const Text& text, SymbolId variable) {
    const std::size_t from = look_up(variable);
    if (from == Merger::kNowhere) {
        fail(spelling(place) + ": variable \"" + std::string(ast_.symbols[variable].spelling) +
             "\" not found");
        fail_chain();
        return Step::Next;
    }
    Progress& source = progress_[from];
    if (source.bad) {
        fail_chain();
        return Step::Next;
    }
    switch (source.state) {
        case State::Waiting:
            source.state = State::Active;
            chain_.push_back(from);
            return Step::Enter;
        case State::Active:
            fail(std::string(ast_.symbols[variable].spelling) + ": variable loop");
            fail_chain();
            return Step::Next;
        case State::Done:
            insert_values(place, text, from);
            return Step::Next;
    }
    return Step::Next;
}

// Several values may only stand for a whole string, and are then several of its parameter too.
void Substituter::insert_values(std::size_t place, const Text& text, std::size_t from) {
    Progress& progress = progress_[place];
    const std::vector<std::string>& values = progress_[from].values;
    const bool whole = progress.values.back().empty() && progress.piece + 1 == text.pieces.size();
    if (values.size() > 1 && !whole) {
        fail(spelling(place) + ": array cannot be substituted inline");
        fail_chain();
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) {
            if (!charge(place, sizeof(std::string))) {
                return;
            }
            progress.values.emplace_back();
        }
        if (!append(place, values[i])) {
            return;
        }
    }
}

bool Substituter::append(std::size_t place, std::string_view text) {
    if (!charge(place, text.size())) {
        return false;
    }
    progress_[place].values.back() += text;
    return true;
}

bool Substituter::charge(std::size_t place, std::size_t bytes) {
    if (too_large_ || bytes > jail_size_ - size_) {
        if (!too_large_) {
            too_large_ = true;
            fail(spelling(place) +
                 strf(": jail larger than %zu bytes with all variables substituted", jail_size_));
        }
        return false;
    }
    budget_.charge(bytes);
    size_ += bytes;
    return true;
}

// A variable is called by the exact name that its definition, or a parameter, has; a value must be
// there.
std::size_t Substituter::look_up(SymbolId variable) const {
    const std::size_t place = merger_.find(variable);
    if (place == Merger::kNowhere) {
        return place;
    }
    const Merged& merged = merger_.parameters()[place];
    const bool usable = merged.spelling == variable && !merged.values.empty();
    return usable ? place : Merger::kNowhere;
}

std::string Substituter::spelling(std::size_t place) const {
    return std::string(ast_.symbols[merger_.parameters()[place].spelling].spelling);
}

void Substituter::fail(const std::string& message) {
    if (failures_.size() < kMaxJailFailures) {
        failures_.push_back(message);
    }
}

void Substituter::fail_chain() {
    for (const std::size_t place : chain_) {
        progress_[place].bad = true;
    }
}

}  // namespace gaol::config
