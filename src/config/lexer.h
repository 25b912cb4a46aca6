// Cuts the text of one file into tokens; jail.conf(5).
//
// Adjacent pieces with nothing between them make one string.  A double-quoted string with
// variables comes as several pieces: "a $b c" is String, VariableGlued, StringGlued.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gaol/config/arena.h"
#include "gaol/config/ast.h"
#include "gaol/config/report.h"
#include "gaol/config/token.h"

namespace gaol::config {

class Lexer {
  public:
    // All three must outlive the lexer, source and arena also every token.  Unfinished comments,
    // strings and variables go to the report, and lexing goes on after them.
    Lexer(const Source& source, Arena& arena, Report& report);

    // After the end, End for ever.
    [[nodiscard]] Token next();

  private:
    enum class Mode { Plain, DoubleQuoted };

    void skip_blank();
    void skip_comment();
    [[nodiscard]] char peek(std::size_t ahead) const;
    [[nodiscard]] bool at_variable() const;
    [[nodiscard]] bool more() const { return pos_ < text_.size(); }

    // Each of these takes something off the text; empty when that was no token.
    [[nodiscard]] std::optional<Token> plain();
    [[nodiscard]] std::optional<Token> double_quoted();
    [[nodiscard]] std::optional<Token> open_quote();
    [[nodiscard]] std::optional<Token> unterminated_quote();
    [[nodiscard]] std::optional<Token> braced_variable();

    [[nodiscard]] std::optional<Token> punctuation();
    [[nodiscard]] Token single_quoted(std::size_t end);
    [[nodiscard]] Token quoted_text(std::size_t begin);
    [[nodiscard]] Token plain_variable();
    [[nodiscard]] Token stray();

    [[nodiscard]] Token take(TokenKind kind, std::size_t end);
    [[nodiscard]] Token take_word(std::size_t end);
    [[nodiscard]] Token take_text(std::size_t end, std::string_view content);
    [[nodiscard]] Token take_variable(std::size_t end, std::string_view name);
    [[nodiscard]] std::string_view cook(std::string_view raw);
    void error(int line, const std::string& what, std::string_view cause);

    const Source& source_;
    Arena& arena_;
    Report& report_;
    std::string_view text_;
    std::size_t pos_ = 0;
    int line_ = 1;
    Mode mode_ = Mode::Plain;
    std::size_t quote_end_ = 0;  // in double quotes: where the closing one is
    int quote_line_ = 0;         // Token::quote_line of the pieces in these quotes
    int first_wide_quote_ = 0;   // the first quote_line of the file that is not 0
    bool in_string_ = false;     // nothing stands between the piece before and here
};

}  // namespace gaol::config
