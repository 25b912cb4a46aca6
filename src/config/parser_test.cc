#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "gaol/config/test_load.h"

namespace gaol::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Parser, NothingIsGood) {
    EXPECT_THAT(lines(""), IsEmpty());
    EXPECT_THAT(lines(" \t\r\n# c\n// c\n/* c\n*/;;;"), IsEmpty());
}

TEST(Parser, FormsOfAParameter) {
    const std::pair<std::string, std::string> cases[] = {
        {"persist;", "persist"},
        {"nopersist;", "nopersist"},
        {"allow.nomount;", "allow.nomount"},
        {"path=/a;", "path=/a"},
        {"path = /a ;", "path=/a"},
        {"path /a;", "path=/a"},
        {"path += /a;", "path=/a"},
        {"path = '';", "path=\"\""},
        {"exec.start = 'a b' , c,d;", "exec.start=\"a b\",c,d"},
        {"exec.start a, b;", "exec.start=a,b"},
        {"'exec.start' = a;", "exec.start=a"},
        {"path = # c\n/a /* d */;", "path=/a"},
        {"path = /a\"b c\"'d'\\ e;", "path=\"/ab cd e\""},
        {"path = a\\\nb;", "path=ab"},
        {"path = \"a\\\nb\";", "path=ab"},
        {"host.hostname = a.b-c|d:e;", "host.hostname=a.b-c|d:e"},
        {"exec.start = 'a\nb';", "exec.start=a\nb"},
        {"no.such.thing = 1;", "no.such.thing=1"},
        {"a;;;b;", "a|b"},
    };
    for (const auto& [text, settings] : cases) {
        EXPECT_EQ(flat("web { " + text + " }"), "name=web|" + settings + "\n") << text;
    }
}

TEST(Parser, NamesOfBlocks) {
    const std::pair<std::string, std::string> cases[] = {
        {"web {}", "name=web\n"},
        {"'web' {}", "name=web\n"},
        {"\"web.a\" {}", "name=web.a\n"},
        {"we\\x62 {}",
         "F line 1: \\x62: syntax error\nlikely cause: a name of several pieces "
         "must be quoted\n"},
        {"\"we\\x62\" {}", "name=web\n"},
        {"* {} web {}", "name=web\n"},
        {"'foo.*' {} web {}", "name=web\n"},
        {"7 {}", "name=7\n"},
        {"9lives {}", "name=9lives\n"},
        {"vnet { vnet; }", "name=vnet|vnet\n"},
        {"a{}b{}", "name=a\nname=b\n"},
        {"a{};b{};", "name=a\nname=b\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Parser, NestedBlocks) {
    EXPECT_THAT(lines("a { x; b { y; c { z; } } w; }"),
                ElementsAre("name=a|x|w", "name=a.b|y", "name=a.b.c|z"));
    EXPECT_THAT(lines("a { * { k; } b {} } a.c {}"),
                ElementsAre("name=a", "name=a.b|k", "name=a.c|k"));
}

TEST(Parser, KnowsWhereABlockStarts) {
    FakeFiles fake;
    fake.texts["/etc/more"] = "\n\nb {\n}";
    const Config config = load("/etc/F", "\na {\n}\n.include 'more';\nc\n{}", fake.files());
    ASSERT_EQ(config.jails.size(), 3U);
    EXPECT_EQ(config.jails[0].file, "/etc/F");
    EXPECT_EQ(config.jails[0].line, 2);
    EXPECT_EQ(config.jails[1].file, "/etc/more");
    EXPECT_EQ(config.jails[1].line, 3);
    EXPECT_EQ(config.jails[2].name, "c");
    EXPECT_EQ(config.jails[2].line, 5);
}

constexpr std::pair<std::string_view, std::string_view> kSyntaxErrors[] = {
    {"a {\n path = /x\n host = b;\n}",
     "F line 3: host: syntax error\nlikely cause: missing \";\" at the end of line 2\n"},
    {"a {\n persist\n path = /x;\n}",
     "F line 3: =: syntax error\nlikely cause: missing \";\" at the end of line 2\n"},
    {"a {\n persist\n path += /x;\n}",
     "F line 3: +=: syntax error\nlikely cause: missing \";\" at the end of line 2\n"},
    {"a {\n persist\n}",
     "F line 3: }: syntax error\nlikely cause: missing \";\" at the end of line 2\n"},
    {"a {\n path = /x }",
     "F line 2: }: syntax error\nlikely cause: missing \";\" at the end of line 2\n"},
    {"services\n\nwww {\n}",
     "F line 3: {: syntax error\nlikely cause: missing \";\" at the end of line 1\n"},
    {"a { b = c d = e; }",
     "F line 1: d: syntax error\nlikely cause: a value with blanks must be quoted, or \";\" is "
     "missing before \"d\"\n"},
    {"exec.start = /bin/sh /etc/rc;",
     "F line 1: /: syntax error\nlikely cause: a value with blanks must be quoted, or \";\" is "
     "missing before \"/\"\n"},
    {"foo.* { }",
     "F line 1: *: syntax error\nlikely cause: a name with a wildcard beside other text must "
     "be quoted, as in \"foo.*\"\n"},
    {"*.foo { }",
     "F line 1: .foo: syntax error\nlikely cause: a name with a wildcard beside other text "
     "must be quoted, as in \"foo.*\"\n"},
    {"a/b { }",
     "F line 1: /: syntax error\nlikely cause: a name of several pieces must be quoted\n"},
    {"$x { }",
     "F line 1: {: syntax error\nlikely cause: the variable \"$x\" stands alone: \"=\" and a "
     "value are missing, or a shell was to expand it\n"},
    {". /etc/x.conf\na {}",
     "F line 2: a: syntax error\nlikely cause: the shell's \". file\" is no include: write "
     ".include \"file\";\n"},
    {"{{ name }} {\n}",
     "F line 1: {: syntax error\nlikely cause: a template's markers ({{ }}, {% %} or <% %>): "
     "the template was not filled in\n"},
    {"a { b = {{ c }}; }",
     "F line 1: {: syntax error\nlikely cause: a template's markers ({{ }}, {% %} or <% %>): "
     "the template was not filled in\n"},
    {"{name} {\n}",
     "F line 1: {: syntax error\nlikely cause: a template's {placeholder}: the template was not "
     "filled in\n"},
    {"a = <%= b %>;",
     "F line 1: =: syntax error\nlikely cause: a template's markers ({{ }}, {% %} or <% %>): "
     "the template was not filled in\n"},
    {"a = ;",
     "F line 1: ;: syntax error\nlikely cause: a value is missing; an empty one is written "
     "\"\"\n"},
    {"a = b, ;",
     "F line 1: ;: syntax error\nlikely cause: a value is missing; an empty one is written "
     "\"\"\n"},
    {"a +=;",
     "F line 1: ;: syntax error\nlikely cause: a value is missing; an empty one is written "
     "\"\"\n"},
    {"a = { x };",
     "F line 1: {: syntax error\nlikely cause: a value is missing, or it has a brace and must be "
     "quoted\n"},
    {"a == b;",
     "F line 1: =: syntax error\nlikely cause: a value is missing, or it must be quoted\n"},
    {"= b;", "F line 1: =: syntax error\nlikely cause: the parameter's name is missing\n"},
    {"{ }", "F line 1: {: syntax error\nlikely cause: a block needs a name before its brace\n"},
    {"a { }\n}",
     "F line 2: }: syntax error\nlikely cause: this closing brace belongs to no block: one too "
     "many here, or one too early before\n"},
    {"a {\n b { }\n",
     "F: unexpected EOF\nlikely cause: the block \"a\" opened on line 1 has no closing "
     "brace\n"},
    {"persist", "F: unexpected EOF\nlikely cause: missing \";\" at the end of line 1\n"},
    {"a = b\n\n", "F: unexpected EOF\nlikely cause: missing \";\" at the end of line 1\n"},
    {"h = m\xc3\xbcller;",
     "F line 1: \xc3\xbc: syntax error\nlikely cause: the character \"\xc3\xbc\" must be in "
     "quotes\n"},
    {"path = \"/x;\nhost = \"b\";\nc = \"d\";",
     "F line 3: unterminated string\nlikely cause: an unbalanced quote; the first string that "
     "runs over a line's end is opened on line 1\nF: unexpected EOF\n"},
    {"a = \"b;\nc = \"d e;\n",
     "F line 2: e: syntax error\nlikely cause: an unbalanced quote: the string opened on line "
     "1 runs over its line's end\n"},
};

TEST(Parser, SyntaxErrorsNameLineTokenAndCause) {
    for (const auto& [text, result] : kSyntaxErrors) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Parser, ReportsSeveralErrorsAndRecoversAtASemicolon) {
    EXPECT_THAT(lines("a = ;\nb = c;\nd = ;\ne;\n"),
                ElementsAre("F line 1: ;: syntax error", testing::_, "F line 3: ;: syntax error",
                            testing::_));
}

TEST(Parser, ThreeTokensMustFitBeforeAnErrorIsNewsAgain) {
    EXPECT_THAT(lines("= x; = y; = z;"), ElementsAre("F line 1: =: syntax error", testing::_));
    EXPECT_THAT(lines("= x; a; b; = z;"), ElementsAre("F line 1: =: syntax error", testing::_,
                                                      "F line 1: =: syntax error", testing::_));
}

TEST(Parser, NoJailsComeOutOfAnErroneousText) {
    EXPECT_THAT(load("F", "a { } b = ;", FakeFiles().files()).jails, IsEmpty());
}

TEST(Parser, LongTokensAndControlCharactersAreShownTamed) {
    EXPECT_EQ(lines("a = b '\x1b[31m\n" + std::string(500, 'x') + "';").front(),
              "F line 2: '\\033[31m\\012" + std::string(113, 'x') + "...: syntax error");
}

}  // namespace
}  // namespace gaol::config
