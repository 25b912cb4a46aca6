#include "gaol/init/options.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace gaol::init {
namespace {

Options parse(std::initializer_list<const char*> words) {
    std::vector<const char*> argv = {"jailinit"};
    argv.insert(argv.end(), words);
    argv.push_back(nullptr);
    return parse_options(static_cast<int>(argv.size()) - 1, argv.data());
}

TEST(Options, DefaultsAreTransientAndTenSeconds) {
    const Options options = parse({});
    EXPECT_EQ(options.usage, Usage::Right);
    EXPECT_FALSE(options.persistent);
    EXPECT_EQ(options.seconds, 10);
}

TEST(Options, LettersStandAloneOrTogether) {
    for (const auto& options : {parse({"-p", "-t", "5"}), parse({"-t5", "-p"}), parse({"-pt5"}),
                                parse({"-pt", "5"}), parse({"-p", "-t5", "--"})}) {
        EXPECT_EQ(options.usage, Usage::Right);
        EXPECT_TRUE(options.persistent);
        EXPECT_EQ(options.seconds, 5);
    }
}

TEST(Options, SecondsHaveARange) {
    EXPECT_EQ(parse({"-t", "0"}).seconds, 0);
    const std::string longest = std::to_string(kMaxSeconds);
    EXPECT_EQ(parse({"-t", longest.c_str()}).seconds, kMaxSeconds);
    const std::string longer = std::to_string(kMaxSeconds + 1);
    EXPECT_EQ(parse({"-t", longer.c_str()}).usage, Usage::Wrong);
}

TEST(Options, WrongUsageIsRefused) {
    for (const auto& options :
         {parse({"-x"}), parse({"-px"}), parse({"-"}), parse({"word"}), parse({"--", "word"}),
          parse({"--p"}), parse({"-t"}), parse({"-t", ""}), parse({"-t", "5s"}),
          parse({"-t", "-5"}), parse({"-t", "99999999999999999999"}), parse({""})}) {
        EXPECT_EQ(options.usage, Usage::Wrong);
    }
}

TEST(Options, NoArgumentsAtAll) {
    const char* const argv[] = {nullptr};
    EXPECT_EQ(parse_options(0, argv).usage, Usage::Right);
}

}  // namespace
}  // namespace gaol::init
