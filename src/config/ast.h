// The syntax tree of a configuration: blocks of parameters, in file order, with .include resolved
// and nested blocks laid flat.  Texts are views into the sources or the arena: cheap to copy.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/config/arena.h"
#include "gaol/config/config.h"
#include "gaol/config/symbol.h"

namespace gaol::config {

// A stretch of a value: text, or a variable to put in its place.
struct Piece {
    enum class Kind : std::uint8_t { Text, Variable };
    Kind kind;
    SymbolId variable;      // of a variable
    std::string_view text;  // of a text
};

struct Text {
    std::span<const Piece> pieces;  // none: the empty text
};

enum class Assign : std::uint8_t { Set, Append };

// "NAME;", "NAME = VALUE, VALUE;", "NAME += VALUE;" or "NAME VALUE;".
struct Parameter {
    SymbolId name;
    bool is_variable;    // the definition of a variable: "$NAME = VALUE;"
    bool uses_variable;  // in one of its values
    Assign assign;
    std::span<const Text> values;
};

struct Block {
    std::string_view name;  // full name: of a nested block with that of its parents
    bool is_wildcard;
    const std::string* file;
    int line;
    Parameter identity;  // name or jid, as the block's name implies it
    std::vector<Parameter> parameters;
};

// One file.  Neither its name nor its text ever moves.
struct Source {
    std::string name;
    std::string owned;      // the text, when it was read by .include
    std::string_view text;  // the text, whoever holds it
};

struct Ast {
    explicit Ast(std::size_t limit) : arena(limit) {}

    Arena arena;
    Symbols symbols;
    std::deque<Source> sources;
    std::vector<Block> blocks;
};

}  // namespace gaol::config
