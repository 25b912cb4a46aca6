#include "gaol/config/escape.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace gaol::config {
namespace {

TEST(Unescape, EveryForm) {
    const std::pair<std::string, std::string> cases[] = {
        {"", ""},
        {"plain", "plain"},
        {R"(\a\b\f\n\r\t\v)", "\a\b\f\n\r\t\v"},
        {R"(\1\12\123\1234)", "\1\12\123\1234"},
        {R"(\8\9)", "89"},
        {R"(\400)", std::string(1, '\0')},
        {R"(\x4\x41\x411\xfF)",
         "\x4\x41"
         "A1"
         "\xff"},
        {R"(\x)", std::string(1, '\0')},
        {R"(\xg)", std::string(1, '\0') + "g"},
        {"a\\\nb", "ab"},
        {R"(\"\'\$\\\;\#)", R"("'$\;#)"},
        {R"(end\)", R"(end\)"},
    };
    for (const auto& [raw, text] : cases) {
        EXPECT_EQ(unescape(raw), text) << raw;
    }
}

TEST(EscapeLength, TakesAsMuchAsOneEscape) {
    const std::pair<std::string, std::size_t> cases[] = {
        {R"(\)", 1},     {R"(\n1)", 2},   {R"(\1)", 2},  {R"(\12x)", 3},
        {R"(\1234)", 4}, {R"(\8)", 2},    {R"(\x)", 2},  {R"(\xzz)", 2},
        {R"(\x1z)", 3},  {R"(\x123)", 4}, {"\\\nab", 2},
    };
    for (const auto& [text, length] : cases) {
        EXPECT_EQ(escape_length(text), length) << text;
    }
}

}  // namespace
}  // namespace gaol::config
