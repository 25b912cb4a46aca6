#include "gaol/cli/options.h"

#include <gtest/gtest.h>

#include <array>

namespace gaol::cli {
namespace {

constexpr std::array kTable{
    Option{.letter = 'a', .help = "all"},
    Option{.letter = 'f', .argument = "file", .help = "read file"},
    Option{.letter = 'v', .name = "verbose", .help = "say more"},
    Option{.name = "root", .argument = "dir", .help = "where"},
    kHelpOption,
};

CommandLine parse(const std::vector<std::string>& words) {
    return parse_options(kTable, words);
}

using Words = std::vector<std::string>;

TEST(Options, LettersCluster) {
    const CommandLine line = parse({"-av"});
    EXPECT_EQ(line.problem, "");
    EXPECT_TRUE(line.has('a'));
    EXPECT_TRUE(line.has('v'));
    EXPECT_TRUE(line.has("verbose"));
    EXPECT_FALSE(line.has('f'));
}

TEST(Options, AnArgumentIsTheRestOfTheWordOrTheNextWord) {
    EXPECT_EQ(parse({"-fx"}).value('f'), "x");
    EXPECT_EQ(parse({"-f", "x"}).value('f'), "x");
    EXPECT_EQ(parse({"-avfx"}).value('f'), "x");
    EXPECT_EQ(parse({"-f", "-a"}).value('f'), "-a");
    EXPECT_EQ(parse({"-f", ""}).value('f'), "");
    EXPECT_EQ(parse({"-f", "x", "-f", "y"}).value('f'), "y");
}

TEST(Options, EndAtTheFirstOtherWord) {
    EXPECT_EQ(parse({"-a", "x", "-v"}).operands, (Words{"x", "-v"}));
    EXPECT_EQ(parse({"-a", "--", "-v"}).operands, (Words{"-v"}));
    EXPECT_EQ(parse({"-", "-v"}).operands, (Words{"-", "-v"}));
    EXPECT_EQ(parse({""}).operands, (Words{""}));
}

TEST(Options, LongOptionsAreExact) {
    EXPECT_EQ(parse({"--root", "/x"}).value("root"), "/x");
    EXPECT_EQ(parse({"--root=/x"}).value("root"), "/x");
    EXPECT_EQ(parse({"--root="}).value("root"), "");
    EXPECT_TRUE(parse({"--verbose"}).has('v'));
    EXPECT_EQ(parse({"--roo", "/x"}).problem, "unrecognized option `--roo'");
    EXPECT_EQ(parse({"--root"}).problem, "option `--root' requires an argument");
    EXPECT_EQ(parse({"--verbose=1"}).problem, "option `--verbose' doesn't allow an argument");
}

TEST(Options, ProblemsAreThoseOfGetopt) {
    EXPECT_EQ(parse({"-az"}).problem, "illegal option -- z");
    EXPECT_EQ(parse({"-af"}).problem, "option requires an argument -- f");
    EXPECT_EQ(parse({"-a-"}).problem, "illegal option -- -");
}

TEST(Options, TheTableDescribesItself) {
    EXPECT_EQ(describe_options(kTable),
              "  -a                  all\n"
              "  -f file             read file\n"
              "  -v, --verbose       say more\n"
              "  --root dir          where\n"
              "  --help              print this help\n");
}

}  // namespace
}  // namespace gaol::cli
