#include "gaol/cli/tool_main.h"

#include <gtest/gtest.h>

#include <array>

#include "gaol/base/error.h"
#include "gaol/cli/test_io.h"

namespace gaol::cli {
namespace {

constexpr std::array kOptions{Option{.letter = 'x', .help = "fail"}, kHelpOption, kVersionOption};

int run(Io& io, const CommandLine& line) {
    if (line.has('x')) {
        throw JailError(1, "prison limit exceeded");
    }
    if (line.operands.empty()) {
        return kUsage;
    }
    io.print(line.operands[0] + "\n");
    return 0;
}

constexpr Tool kTool{"demo", "[-x] word\n--help\n", kOptions, run};

constexpr const char* kUsageText = "usage: demo [-x] word\n       demo --help\n";

TEST(ToolMain, Runs) {
    TestIo io;
    EXPECT_EQ(run_tool(kTool, io.io("demo"), std::vector<std::string>{"a"}), 0);
    EXPECT_EQ(io.out(), "a\n");
    EXPECT_EQ(io.err(), "");
}

TEST(ToolMain, FailuresEndHere) {
    TestIo io;
    EXPECT_EQ(run_tool(kTool, io.io("demo"), std::vector<std::string>{"-x"}), 1);
    EXPECT_EQ(io.err(), "demo: prison limit exceeded\n");
}

TEST(ToolMain, UsageErrors) {
    TestIo io;
    EXPECT_EQ(run_tool(kTool, io.io("demo"), {}), 1);
    EXPECT_EQ(io.err(), kUsageText);
    EXPECT_EQ(io.out(), "");
    TestIo second;
    EXPECT_EQ(run_tool(kTool, second.io("demo"), std::vector<std::string>{"-y"}), 1);
    EXPECT_EQ(second.err(), std::string("demo: illegal option -- y\n") + kUsageText);
}

TEST(ToolMain, Help) {
    TestIo io;
    EXPECT_EQ(run_tool(kTool, io.io("demo"), std::vector<std::string>{"--help"}), 0);
    EXPECT_EQ(io.out(), std::string(kUsageText) +
                            "options:\n"
                            "  -x                  fail\n"
                            "  --help              print this help\n"
                            "  --version           print the version\n");
}

TEST(ToolMain, AnOutputThatCannotBeWrittenIsAFailure) {
    TestIo io;
    std::FILE* full = std::fopen("/dev/full", "w");
    ASSERT_NE(full, nullptr);
    io.io("demo").out = full;
    EXPECT_EQ(run_tool(kTool, io.io("demo"), std::vector<std::string>{"a"}), 1);
    EXPECT_EQ(io.err(), "demo: standard output: write error\n");
    std::fclose(full);
}

TEST(Io, FindsVariablesByTheirWholeName) {
    Io io;
    io.environment = {"TERMINAL=no", "TERM=xterm", "EMPTY="};
    EXPECT_EQ(io.variable("TERM"), "xterm");
    EXPECT_EQ(io.variable("EMPTY"), "");
    EXPECT_EQ(io.variable("TER"), std::nullopt);
}

}  // namespace
}  // namespace gaol::cli
