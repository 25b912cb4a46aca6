#include "gaol/engine/command_line.h"

#include <gtest/gtest.h>

namespace gaol::engine {
namespace {

using Words = std::vector<std::string>;

TEST(CommandLine, PlainWordsAreSplitAtBlanks) {
    EXPECT_EQ(parse_command("/bin/sh /etc/rc").argv, (Words{"/bin/sh", "/etc/rc"}));
    EXPECT_EQ(parse_command(" a\tb\n\vc\f\rd ").argv, (Words{"a", "b", "c", "d"}));
    EXPECT_EQ(parse_command("a#b %c,d=e:f@g^h+i-j").argv, (Words{"a#b", "%c,d=e:f@g^h+i-j"}));
}

TEST(CommandLine, EachShellCharacterCallsAShell) {
    for (const char c : std::string("!\"$'()*;<>?[\\]`{|}~")) {
        const std::string text = std::string("echo a") + c;
        EXPECT_EQ(parse_command(text).argv, (Words{"/bin/sh", "-c", text})) << c;
    }
    EXPECT_EQ(parse_command("a && b").argv, (Words{"/bin/sh", "-c", "a && b"}));
    EXPECT_EQ(parse_command("a & ").argv, (Words{"/bin/sh", "-c", "a & "}));
}

TEST(CommandLine, ATrailingAmpersandAloneMeansBackground) {
    const CommandLine command = parse_command("daemon -x&");
    EXPECT_EQ(command.argv, (Words{"daemon", "-x"}));
    EXPECT_EQ(command.background, Background::Yes);
    EXPECT_EQ(parse_command("a > b &").background, Background::No);
    EXPECT_EQ(parse_command("a > b &").argv, (Words{"/bin/sh", "-c", "a > b &"}));
}

TEST(CommandLine, NothingToRun) {
    EXPECT_TRUE(parse_command("").argv.empty());
    EXPECT_TRUE(parse_command(" \t").argv.empty());
    EXPECT_TRUE(parse_command("&").argv.empty());
}

}  // namespace
}  // namespace gaol::engine
