#include "gaol/config/text_builder.h"

namespace gaol::config {

void TextBuilder::start() {
    pieces_.clear();
    texts_.clear();
    in_text_ = false;
    uses_variable_ = false;
}

void TextBuilder::begin_text() {
    end_text();
    arena_.charge(sizeof(Text));
    in_text_ = true;
}

// An unquoted path is many pieces that lie side by side in the source: they become one.
void TextBuilder::add_text(std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (!pieces_.empty() && pieces_.back().kind == Piece::Kind::Text) {
        std::string_view& before = pieces_.back().text;
        if (before.data() + before.size() == text.data()) {
            before = {before.data(), before.size() + text.size()};
            return;
        }
    }
    add({.kind = Piece::Kind::Text, .variable = 0, .text = text});
}

void TextBuilder::add_variable(SymbolId variable) {
    add({.kind = Piece::Kind::Variable, .variable = variable, .text = {}});
    uses_variable_ = true;
}

// What is being collected takes memory beside the arena's, and is charged as well.
void TextBuilder::add(const Piece& piece) {
    arena_.charge(sizeof(Piece));
    pieces_.push_back(piece);
}

std::span<const Text> TextBuilder::finish() {
    end_text();
    return arena_.copy(texts_);
}

void TextBuilder::end_text() {
    if (in_text_) {
        texts_.push_back({arena_.copy(pieces_)});
        pieces_.clear();
        in_text_ = false;
    }
}

}  // namespace gaol::config
