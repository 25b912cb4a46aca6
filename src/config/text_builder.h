// Puts the values of one statement together, piece by piece, with no more memory than they need.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "gaol/config/ast.h"

namespace gaol::config {

// Between start() and finish(): begin_text() and its pieces, for each value.
class TextBuilder {
  public:
    explicit TextBuilder(Arena& arena) : arena_(arena) {}

    void start();
    void begin_text();
    void add_text(std::string_view text);
    void add_variable(SymbolId variable);

    [[nodiscard]] bool uses_variable() const { return uses_variable_; }
    [[nodiscard]] std::span<const Text> finish();

  private:
    void add(const Piece& piece);
    void end_text();

    Arena& arena_;
    std::vector<Piece> pieces_;
    std::vector<Text> texts_;
    bool in_text_ = false;
    bool uses_variable_ = false;
};

}  // namespace gaol::config
