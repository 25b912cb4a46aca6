// Input that would take memory or time without end is refused, and input that is only large works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "gaol/base/text.h"
#include "gaol/config/test_load.h"

namespace gaol::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string repeat(std::string_view text, std::size_t count) {
    std::string all;
    all.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

TEST(Bounds, ATextOverTheFileSizeIsRefused) {
    EXPECT_THAT(lines(";;;;", {.file_size = 4}), IsEmpty());
    EXPECT_THAT(lines(";;;;;", {.file_size = 4}), ElementsAre("F: File too large"));
    EXPECT_THAT(lines(std::string(Limits().file_size + 1, ' ')), ElementsAre("F: File too large"));
}

TEST(Bounds, TheSyntaxTreeIsLimited) {
    const Limits limits{.tree_size = 20'000};
    EXPECT_EQ(lines(repeat("a{b=c;}", 10), limits).size(), 10U);
    for (const auto& [begin, more] : std::vector<std::pair<std::string, std::string>>{
             {"", "a{}"}, {"", "x;"}, {"x = y", ",y"}, {"x = y", "$y"}, {"x = y", "'\\q'"}}) {
        EXPECT_THAT(lines(begin + repeat(more, 30'000), limits),
                    ElementsAre("configuration too large"))
            << more;
    }
    std::string names;
    for (int i = 0; i < 1000; ++i) {
        names += strf("$v%d", i);
    }
    EXPECT_THAT(lines("x = " + names, {.tree_size = 80'000}),
                ElementsAre("configuration too large"));
}

TEST(Bounds, BlocksNestTo128) {
    EXPECT_EQ(lines(repeat("a{", 128) + repeat("}", 128)).size(), 128U);
    EXPECT_THAT(lines("\n" + repeat("a{", 200'000)),
                ElementsAre("F line 2: jails nested too deep"));
}

TEST(Bounds, NamesOfBlocks) {
    EXPECT_EQ(lines(std::string(kMaxBlockName, 'a') + "{}").size(), 1U);
    EXPECT_THAT(lines(std::string(kMaxBlockName + 1, 'a') + "{}"),
                ElementsAre("F line 1: jail name too long"));
    EXPECT_THAT(lines(std::string(kMaxBlockName, 'a') + "{ b {} }"),
                ElementsAre("F line 1: jail name too long"));
}

TEST(Bounds, ErrorsAreCounted) {
    const auto errors = lines(repeat("a; b; c = ;\n", 1000));
    EXPECT_EQ(errors.size(), 2 * kMaxErrors + 1);
    EXPECT_EQ(errors.back(), "too many errors");
}

TEST(Bounds, FailuresOfAJailAreCounted) {
    EXPECT_EQ(lines("a { x = " + repeat("$v", 1000) + "; }").size(), 1 + kMaxJailFailures);
}

TEST(Bounds, AValueOfManyKilobytes) {
    const std::string text = repeat("0123456789abcdef", 2048);
    EXPECT_THAT(lines("$v = " + text + "; a { x = $v$v; }"),
                ElementsAre("name=a|x=" + text + text));
}

TEST(Bounds, DoublingVariablesStopAtTheLimitOfTheJail) {
    std::string text = "a { $v0 = 0123456789; ";
    for (int i = 1; i <= 64; ++i) {
        text += strf("$v%d = $v%d$v%d; ", i, i - 1, i - 1);
    }
    EXPECT_THAT(lines(text + "x = $v64; } b { y; }"),
                ElementsAre(testing::StartsWith("name=a"),
                            testing::MatchesRegex("a: v[0-9]+: jail larger than 16777216 bytes "
                                                  "with all variables substituted"),
                            "name=b|y"));
}

TEST(Bounds, DoublingArraysStopToo) {
    std::string text = "a { $v0 = '', ''; ";
    for (int i = 1; i <= 64; ++i) {
        text += strf("$v%d = $v%d, $v%d; ", i, i - 1, i - 1);
    }
    EXPECT_EQ(lines(text + "x = $v64; }", {.jail_size = 1 << 20}).size(), 2U);
}

TEST(Bounds, ALongChainOfVariablesNeedsNoStack) {
    std::string text = "a { ";
    for (int i = 0; i < 20'000; ++i) {
        text += strf("$v%d = $v%d; ", i, i + 1);
    }
    EXPECT_THAT(lines(text + "$v20000 = end; x = $v0; }"), ElementsAre("name=a|x=end"));
}

TEST(Bounds, AllJailsTogetherAreLimited) {
    const std::string text = "x = y; " + repeat("a{}", 100);
    EXPECT_EQ(lines(text, {.expansion = 100'000}).size(), 100U);
    EXPECT_THAT(lines(text, {.expansion = 10'000}), ElementsAre("configuration too large"));
}

TEST(Bounds, MergingIsLimited) {
    const std::string text = "x = y" + repeat(",y", 100) + "; x = z;" + repeat("a{}", 100);
    EXPECT_EQ(lines(text, {.merge_steps = 20'000}).size(), 100U);
    EXPECT_THAT(lines(text, {.merge_steps = 10'000}), ElementsAre("configuration too large"));
}

TEST(Bounds, MatchingOfWildcardsIsLimited) {
    const std::string text = repeat("'*.b'{}", 100) + repeat("a{}", 100);
    EXPECT_EQ(lines(text, {.merge_steps = 12'000}).size(), 100U);
    EXPECT_THAT(lines(text, {.merge_steps = 10'000}), ElementsAre("configuration too large"));
}

TEST(Bounds, GarbageEnds) {
    std::string garbage(1 << 16, '\0');
    unsigned state = 1;
    for (char& c : garbage) {
        state = state * 1664525U + 1013904223U;
        c = static_cast<char>(static_cast<unsigned char>(state >> 24U));
    }
    EXPECT_LE(lines(garbage).size(), 2 * kMaxErrors + 1);
    EXPECT_LE(lines(repeat("{", 1 << 16)).size(), 2U);
    EXPECT_LE(lines(repeat("${", 1 << 16)).size(), 2 * kMaxErrors + 1);
    EXPECT_LE(lines(repeat("'\\", 1 << 16)).size(), 2 * kMaxErrors + 1);
    EXPECT_LE(lines(repeat("/*", 1 << 16)).size(), 4U);
}

TEST(Bounds, AHundredThousandJails) {
    std::string text = "path = /jails/$name;\n";
    for (int i = 0; i < 100'000; ++i) {
        text += strf("j%d { persist; }\n", i);
    }
    const Config config = load("F", text, FakeFiles().files());
    ASSERT_EQ(config.jails.size(), 100'000U);
    EXPECT_EQ(describe_settings(config.jails.back().settings, "|"),
              "name=j99999|path=/jails/j99999|persist");
}

}  // namespace
}  // namespace gaol::config
