#include "gaol/config/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gaol::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

char letter(TokenKind kind) {
    switch (kind) {
        case TokenKind::String:
            return 'S';
        case TokenKind::StringGlued:
            return 's';
        case TokenKind::Variable:
            return 'V';
        case TokenKind::VariableGlued:
            return 'v';
        case TokenKind::Stray:
            return '?';
        default:
            return ' ';
    }
}

struct Lexed {
    std::vector<std::string> tokens;  // S: and s: strings, V: and v: variables, else as written
    std::vector<std::string> errors;
};

Lexed lex(std::string_view text) {
    const Source source{.name = "F", .owned = {}, .text = text};
    Arena arena(1 << 20);
    Report report;
    Lexer lexer(source, arena, report);
    Lexed lexed;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        const char kind = letter(token.kind);
        lexed.tokens.push_back(kind == ' '   ? std::string(token.raw)
                               : kind == '?' ? "?" + std::string(token.raw)
                                             : std::string{kind, ':'}.append(token.value));
    }
    lexed.errors = report.take();
    return lexed;
}

std::string joined(std::string_view text) {
    std::string all;
    for (const std::string& token : lex(text).tokens) {
        all += (all.empty() ? "" : " ") + token;
    }
    return all;
}

TEST(Lexer, WordsAndPieces) {
    const std::pair<std::string, std::string> cases[] = {
        {"a", "S:a"},
        {"a b", "S:a S:b"},
        {"exec.start", "S:exec.start"},
        {"AZaz09_!%&()-.:<>?@[]^`|~", "S:AZaz09_!%&()-.:<>?@[]^`|~"},
        {"/var/jail", "S:/ s:var s:/ s:jail"},
        {"foo.*", "S:foo. s:*"},
        {"*", "S:*"},
        {"a+b", "S:a s:+ s:b"},
        {"a\\$b", "S:a s:$ s:b"},
        {"a\\ b", "S:a s:  s:b"},
        {"a\\\nb", "S:a s: s:b"},
        {"\\x41\\102", "S:A s:B"},
        {"$", "S:$"},
        {"$1", "S:$ s:1"},
    };
    for (const auto& [text, tokens] : cases) {
        EXPECT_EQ(joined(text), tokens) << text;
    }
}

TEST(Lexer, Punctuation) {
    EXPECT_EQ(joined("a{b=c,d;e+=f}"), "S:a { S:b = S:c , S:d ; S:e += S:f }");
    EXPECT_EQ(joined("a+ =b"), "S:a s:+ = S:b");
}

TEST(Lexer, CommentsSeparateAndStartAnywhereOutsideQuotes) {
    const std::pair<std::string, std::string> cases[] = {
        {"a#b\nc", "S:a S:c"},
        {"a//b\nc", "S:a S:c"},
        {"http://x", "S:http:"},
        {"a/*b*/c", "S:a S:c"},
        {"a/**/b", "S:a S:b"},
        {"a/***/b/* * / **/c", "S:a S:b S:c"},
        {"/*a\n/*b*/c", "S:c"},
        {"a/b*/c", "S:a s:/ s:b s:* s:/ s:c"},
        {"'#' \"//\" '/*'", "S:# S:// S:/*"},
        {"a#no newline at the end", "S:a"},
        {"/srv/*", "S:/ s:srv"},
    };
    for (const auto& [text, tokens] : cases) {
        EXPECT_EQ(joined(text), tokens) << text;
    }
}

TEST(Lexer, Quotes) {
    const std::pair<std::string, std::string> cases[] = {
        {"''", "S:"},
        {"\"\"", "S:"},
        {"'a b'", "S:a b"},
        {"'a''b'", "S:a s:b"},
        {"'a'\"b\"c", "S:a s:b s:c"},
        {"'$a \"'", "S:$a \""},
        {"\"it's\"", "S:it's"},
        {R"('a\'b\n')", "S:a'b\n"},
        {R"("a\"b\\")", R"(S:a"b\)"},
        {"'two\nlines'", "S:two\nlines"},
        {"\"two\nlines\"", "S:two\nlines"},
        {"\"a\\\nb\"", "S:ab"},
    };
    for (const auto& [text, tokens] : cases) {
        EXPECT_EQ(joined(text), tokens) << text;
    }
}

TEST(Lexer, Variables) {
    const std::pair<std::string, std::string> cases[] = {
        {"$a", "V:a"},
        {"$a.b", "V:a s:.b"},
        {"$_9z-", "V:_9z s:-"},
        {"${host.hostname}", "V:host.hostname"},
        {"${a b$c}", "V:a b$c"},
        {"${}", "V:"},
        {"x$a$b", "S:x v:a v:b"},
        {"\"$a\"", "S: v:a"},
        {"\"x $a y\"z", "S:x  v:a s: y s:z"},
        {"\"$a$b\"", "S: v:a v:b"},
        {"\"${a.b}c\"", "S: v:a.b s:c"},
        {R"("\$a")", "S:$a"},
        {R"("a$b\$c")", "S:a v:b s:$c"},
        {"\"$(id -u) $1 $\"", "S: s:$ s:(id -u)  s:$ s:1  s:$"},
    };
    for (const auto& [text, tokens] : cases) {
        EXPECT_EQ(joined(text), tokens) << text;
    }
}

TEST(Lexer, StrayCharacters) {
    EXPECT_EQ(joined("a \xc3\xbc b"), "S:a ?\xc3\xbc S:b");
    EXPECT_EQ(joined("\v"), "?\v");
    EXPECT_EQ(joined(std::string_view("\0", 1)), std::string("?\0", 2));
}

TEST(Lexer, UnfinishedPartsAreReportedWithTheirLine) {
    EXPECT_THAT(lex("a\n/* b\nc").errors,
                ElementsAre("F line 3: unterminated comment",
                            "likely cause: the comment opened on line 2 has no closing \"*/\""));
    EXPECT_THAT(lex("p = /a/*.conf\n;").errors,
                ElementsAre("F line 2: unterminated comment",
                            "likely cause: the \"/*\" in the path on line 1 begins a comment: "
                            "quote the path"));
    EXPECT_THAT(lex("a = 'b;\nc;").errors,
                ElementsAre("F line 1: unterminated string",
                            "likely cause: the quote opened on line 1 is not closed"));
    EXPECT_THAT(lex("a = \"b;\nc = \"d\";\n").errors,
                ElementsAre("F line 2: unterminated string",
                            "likely cause: an unbalanced quote; the first string that runs over a "
                            "line's end is opened on line 1"));
    EXPECT_THAT(lex("a = ${b;\n").errors,
                ElementsAre("F line 1: unterminated variable",
                            "likely cause: \"${\" needs its \"}\" on the same line; write \\$ for "
                            "a dollar"));
    EXPECT_THAT(lex("\"a ${b\"").errors, ElementsAre("F line 1: unterminated variable",
                                                     testing::HasSubstr("likely cause: ")));
}

TEST(Lexer, GoesOnAfterAnUnfinishedString) {
    const Lexed lexed = lex("a 'b ; \\' c\nd");
    EXPECT_THAT(lexed.tokens, ElementsAre("S:a", "S:d"));
}

TEST(Lexer, NoStringHoldsANul) {
    for (const std::string& text :
         {std::string("'a\\0'"), std::string("\\0"), std::string("\"\\x\""), std::string("\\400"),
          std::string("'a\0b'", 5)}) {
        EXPECT_THAT(lex(text).errors, ElementsAre("F line 1: NUL character in a string",
                                                  testing::StartsWith("likely cause: ")))
            << text;
    }
    EXPECT_THAT(lex("'\\01'").errors, IsEmpty());
}

TEST(Lexer, CountsLinesToTheEndOfAToken) {
    const Source source{.name = "F", .owned = {}, .text = "a\n'b\nc' \"d\n$e\n\"\nf"};
    Arena arena(1 << 20);
    Report report;
    Lexer lexer(source, arena, report);
    std::vector<std::vector<int>> places;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        places.push_back({token.first_line, token.line, token.quote_line});
    }
    EXPECT_THAT(places,
                ElementsAre(ElementsAre(1, 1, 0), ElementsAre(2, 3, 2), ElementsAre(3, 4, 3),
                            ElementsAre(4, 4, 3), ElementsAre(4, 5, 3), ElementsAre(6, 6, 0)));
}

}  // namespace
}  // namespace gaol::config
