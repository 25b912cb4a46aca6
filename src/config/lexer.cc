#include "gaol/config/lexer.h"

#include <algorithm>
#include <array>

#include "gaol/base/text.h"
#include "gaol/config/escape.h"

namespace gaol::config {
namespace {

constexpr auto kNone = std::string_view::npos;

// Characters of an unquoted string.  $ * + / and the backslash belong to one too, but each is a
// piece of its own: this is why a jail's name with a wildcard beside other text needs quotes.
constexpr std::array<bool, 256> make_word_table() {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("_!%&()-.:<>?@[]^`|~")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    for (unsigned c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        table[c] = table[c] || letter || (c >= '0' && c <= '9');
    }
    return table;
}

constexpr std::array<bool, 256> kWord = make_word_table();

bool is_word(char c) {
    return kWord[static_cast<unsigned char>(c)];
}

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_name(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9');
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The first place where stop(character) holds, not counting characters after a backslash; kNone
// without one.
template <typename Stop>
std::size_t find_bare(std::string_view text, std::size_t from, Stop stop) {
    for (std::size_t i = from; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (stop(text[i])) {
            return i;
        }
    }
    return kNone;
}

std::size_t find_bare(std::string_view text, std::size_t from, char wanted) {
    return find_bare(text, from, [wanted](char c) { return c == wanted; });
}

int count_lines(std::string_view text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Lexer::Lexer(const Source& source, Arena& arena, Report& report)
    : source_(source), arena_(arena), report_(report), text_(source.text) {}

Token Lexer::next() {
    while (!report_.full()) {
        if (mode_ == Mode::Plain) {
            skip_blank();
        } else if (pos_ == quote_end_) {
            ++pos_;
            mode_ = Mode::Plain;
            quote_line_ = 0;
            continue;
        }
        if (!more()) {
            break;
        }
        if (auto token = mode_ == Mode::Plain ? plain() : double_quoted()) {
            return *token;
        }
    }
    return {.kind = TokenKind::End, .first_line = line_, .line = line_};
}

void Lexer::skip_blank() {
    while (more()) {
        if (is_blank(text_[pos_])) {
            line_ += text_[pos_] == '\n' ? 1 : 0;
            ++pos_;
        } else if (text_[pos_] == '#' || (text_[pos_] == '/' && peek(1) == '/')) {
            pos_ = std::min(text_.find('\n', pos_), text_.size());
        } else if (text_[pos_] == '/' && peek(1) == '*') {
            skip_comment();
        } else {
            return;
        }
        in_string_ = false;
    }
}

void Lexer::skip_comment() {
    const std::size_t close = text_.find("*/", pos_ + 2);
    const std::size_t end = close == kNone ? text_.size() : close + 2;
    const int opened = line_;
    const std::size_t begin = pos_;
    line_ += count_lines(text_.substr(pos_, end - pos_));
    pos_ = end;
    if (close == kNone) {
        const bool in_path = begin > 0 && is_word(text_[begin - 1]);
        error(line_, "unterminated comment",
              in_path ? strf("the \"/*\" in the path on line %d begins a comment: quote the path",
                             opened)
                      : strf("the comment opened on line %d has no closing \"*/\"", opened));
    }
}

// The character that many after the next; NUL past the end.
char Lexer::peek(std::size_t ahead) const {
    return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0';
}

bool Lexer::at_variable() const {
    return peek(0) == '$' && (peek(1) == '{' || is_name_start(peek(1)));
}

std::optional<Token> Lexer::plain() {
    const char c = text_[pos_];
    if (is_word(c)) {
        std::size_t end = pos_ + 1;
        while (end < text_.size() && is_word(text_[end])) {
            ++end;
        }
        return take_word(end);
    }
    if (auto token = punctuation()) {
        return token;
    }
    if (c == '\'' || c == '"') {
        return open_quote();
    }
    if (at_variable()) {
        return peek(1) == '{' ? braced_variable() : plain_variable();
    }
    if (c == '\\') {
        const std::size_t length = escape_length(text_.substr(pos_));
        return take_text(pos_ + length, text_.substr(pos_, length));
    }
    if (c == '$' || c == '*' || c == '+' || c == '/') {
        return take_word(pos_ + 1);
    }
    return stray();
}

std::optional<Token> Lexer::punctuation() {
    switch (text_[pos_]) {
        case ',':
            return take(TokenKind::Comma, pos_ + 1);
        case ';':
            return take(TokenKind::Semicolon, pos_ + 1);
        case '=':
            return take(TokenKind::Assign, pos_ + 1);
        case '{':
            return take(TokenKind::Open, pos_ + 1);
        case '}':
            return take(TokenKind::Close, pos_ + 1);
        case '+':
            if (peek(1) == '=') {
                return take(TokenKind::Append, pos_ + 2);
            }
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

// A whole UTF-8 sequence counts as one character.
Token Lexer::stray() {
    std::size_t end = pos_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xc0U) == 0x80U) {
        ++end;
    }
    return take(TokenKind::Stray, end);
}

std::optional<Token> Lexer::open_quote() {
    const char quote = text_[pos_];
    const std::size_t end = find_bare(text_, pos_ + 1, quote);
    if (end == kNone) {
        return unterminated_quote();
    }
    const bool wide = text_.substr(pos_, end - pos_).find('\n') != kNone;
    quote_line_ = wide ? line_ : 0;
    if (wide && first_wide_quote_ == 0) {
        first_wide_quote_ = line_;
    }
    if (quote == '\'') {
        return single_quoted(end);
    }
    mode_ = Mode::DoubleQuoted;
    quote_end_ = end;
    return quoted_text(pos_ + 1);
}

Token Lexer::single_quoted(std::size_t end) {
    Token token = take_text(end + 1, text_.substr(pos_ + 1, end - pos_ - 1));
    quote_line_ = 0;
    return token;
}

std::optional<Token> Lexer::double_quoted() {
    if (!at_variable()) {
        return quoted_text(pos_);
    }
    return peek(1) == '{' ? braced_variable() : plain_variable();
}

// In double quotes: from begin up to the next dollar or the closing quote.  A dollar that starts no
// variable is a piece of its own.
Token Lexer::quoted_text(std::size_t begin) {
    const bool dollar = pos_ == begin && text_[begin] == '$';
    const std::size_t end =
        dollar ? begin + 1
               : std::min(find_bare(text_.substr(0, quote_end_), begin, '$'), quote_end_);
    return take_text(end, text_.substr(begin, end - begin));
}

// No closing quote up to the end of the file: the rest of the line is given up.
std::optional<Token> Lexer::unterminated_quote() {
    error(line_, "unterminated string",
          first_wide_quote_ != 0
              ? strf("an unbalanced quote; the first string that runs over a line's end is opened "
                     "on line %d",
                     first_wide_quote_)
              : strf("the quote opened on line %d is not closed", line_));
    ++pos_;
    while (more() && text_[pos_] != '\n') {
        const bool pair = text_[pos_] == '\\' && pos_ + 1 < text_.size() && text_[pos_ + 1] != '\n';
        pos_ += pair ? 2 : 1;
    }
    return std::nullopt;
}

Token Lexer::plain_variable() {
    std::size_t end = pos_ + 2;
    while (end < text_.size() && is_name(text_[end])) {
        ++end;
    }
    return take_variable(end, text_.substr(pos_ + 1, end - pos_ - 1));
}

std::optional<Token> Lexer::braced_variable() {
    const std::string_view inside =
        mode_ == Mode::DoubleQuoted ? text_.substr(0, quote_end_) : text_;
    const std::size_t end =
        find_bare(inside, pos_ + 2, [](char c) { return c == '\n' || c == '{' || c == '}'; });
    if (end != kNone && inside[end] == '}') {
        return take_variable(end + 1, text_.substr(pos_ + 2, end - pos_ - 2));
    }
    error(line_, "unterminated variable",
          "\"${\" needs its \"}\" on the same line; write \\$ for a dollar");
    const std::size_t stop = std::min(end, inside.size());
    line_ += count_lines(text_.substr(pos_, stop - pos_));
    pos_ = stop;
    return std::nullopt;
}

Token Lexer::take(TokenKind kind, std::size_t end) {
    Token token{.kind = kind,
                .raw = text_.substr(pos_, end - pos_),
                .first_line = line_,
                .quote_line = quote_line_};
    pos_ = end;
    token.line = line_;
    in_string_ = false;
    return token;
}

// A piece without escapes: it stands for itself.
Token Lexer::take_word(std::size_t end) {
    const bool glued = in_string_;
    Token token = take(glued ? TokenKind::StringGlued : TokenKind::String, end);
    token.value = token.raw;
    in_string_ = true;
    return token;
}

Token Lexer::take_text(std::size_t end, std::string_view content) {
    const bool glued = in_string_;
    Token token = take(glued ? TokenKind::StringGlued : TokenKind::String, end);
    line_ += count_lines(token.raw);
    token.line = line_;
    token.value = cook(content);
    in_string_ = true;
    // A double-quoted string that ends here takes its closing quote along.
    if (mode_ == Mode::DoubleQuoted && pos_ == quote_end_) {
        token.raw = text_.substr(static_cast<std::size_t>(token.raw.data() - text_.data()),
                                 token.raw.size() + 1);
    }
    return token;
}

Token Lexer::take_variable(std::size_t end, std::string_view name) {
    const bool glued = in_string_;
    Token token = take(glued ? TokenKind::VariableGlued : TokenKind::Variable, end);
    line_ += count_lines(token.raw);
    token.line = line_;
    token.value = cook(name);
    in_string_ = true;
    return token;
}

// The text that a piece stands for: a view of the source where nothing changes.
std::string_view Lexer::cook(std::string_view raw) {
    std::string_view cooked = raw;
    if (raw.find('\\') != kNone) {
        cooked = arena_.copy(unescape(raw));
    }
    if (cooked.find('\0') != kNone) {
        error(line_, "NUL character in a string",
              "no parameter can hold one: \\0, \\x0, or \\x without digits");
    }
    return cooked;
}

void Lexer::error(int line, const std::string& what, std::string_view cause) {
    report_.error(source_.name + strf(" line %d: ", line) + what, cause);
}

}  // namespace gaol::config
