// What the lexer makes of a text.
#pragma once

#include <cstdint>
#include <string_view>

namespace gaol::config {

enum class TokenKind : std::uint8_t {
    End,
    String,       // a piece of text, quoted or not
    StringGlued,  // the same, with nothing between it and the piece before
    Variable,     // $name or ${name}
    VariableGlued,
    Comma,
    Semicolon,
    Assign,  // =
    Append,  // +=
    Open,    // {
    Close,   // }
    Stray,   // a character that starts nothing
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view raw;    // as it stands in the source, quotes and all
    std::string_view value;  // the text that it stands for, or the variable's name
    int first_line = 0;      // where it starts
    int line = 0;            // where it ends: the line of messages, as FreeBSD counts
    int quote_line = 0;      // part of a quoted string over several lines: where that one opens
};

}  // namespace gaol::config
