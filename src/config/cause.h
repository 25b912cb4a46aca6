// What a person most likely did to get a syntax error.  Guesses, shown beside the error and used
// for nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gaol/config/token.h"

namespace gaol::config {

// What had gone wrong in the same file before.
enum class Earlier : std::uint8_t {
    Nothing,
    Something,    // braces may not be what they seem
    InStatement,  // an unfinished quote, comment or variable: the statement is no evidence
};

// How far a statement had come when its next token did not fit.
enum class Progress : std::uint8_t {
    Start,      // nothing of it read
    Name,       // NAME
    Assign,     // NAME =
    Value,      // NAME = VALUE
    BareValue,  // NAME VALUE
};

struct Blame {
    std::string_view text;  // the whole source
    Token token;            // what did not fit
    Token previous;         // the token before it
    Token name;             // the first of the statement; of kind End at its start
    Progress progress = Progress::Start;
    Earlier earlier = Earlier::Nothing;
    int wide_quote_line = 0;      // where a quote of this statement opens that goes over lines
    std::string_view open_block;  // innermost block of this file that is open
    int open_line = 0;            // where that is; 0: no block of this file is open
};

// Empty when there is nothing to say.
[[nodiscard]] std::string likely_cause(const Blame& blame);

// A token for a message: on one line, of bounded length, without control characters.
[[nodiscard]] std::string show_token(std::string_view raw);

}  // namespace gaol::config
