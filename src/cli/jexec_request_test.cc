#include "gaol/cli/jexec_request.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "gaol/base/error.h"
#include "gaol/cli/jexec.h"

namespace gaol::cli {
namespace {

using Words = std::vector<std::string>;

std::optional<JexecRequest> request(const Words& words) {
    const CommandLine line = parse_options(kJexec.options, words);
    EXPECT_EQ(line.problem, "");
    return jexec_request(line);
}

const engine::Environment kCaller{"PATH=/opt/bin", "TERM=vt100", "SHELL=/bin/zsh", "SECRET=1"};

proc::User www() {
    return {.name = "www",
            .credentials = {.uid = 33, .gid = 33, .groups = {33, 34}},
            .home = "/var/www",
            .shell = "/bin/ash"};
}

proc::Command command(const Words& words, const std::optional<proc::User>& user = {}) {
    return jexec_command(request(words).value(), kCaller, user);
}

TEST(JexecRequest, OptionsEndAtTheJail) {
    const JexecRequest plain = request({"-n", "web", "ls", "-l", "-u"}).value();
    EXPECT_EQ(plain.jail, "web");
    EXPECT_EQ(plain.command, (Words{"ls", "-l", "-u"}));
    EXPECT_FALSE(plain.user);
    EXPECT_FALSE(plain.clean);
}

TEST(JexecRequest, RefusesWhatMakesNoSense) {
    EXPECT_FALSE(request({}));
    EXPECT_FALSE(request({"-l"}));
    EXPECT_FALSE(request({"-u", "a", "-U", "b", "web"}));
    for (const char* bad : {"NAME", "=x", ""}) {
        EXPECT_THROW(static_cast<void>(request({"-e", bad, "web"})), JailError) << bad;
    }
}

TEST(JexecRequest, Users) {
    EXPECT_EQ(request({"-u", "www", "web"})->source, UserSource::Host);
    EXPECT_EQ(request({"-U", "www", "web"})->source, UserSource::Jail);
    EXPECT_EQ(request({"-Uwww", "web"})->user, "www");
}

TEST(JexecCommand, KeepsTheCallersEnvironment) {
    const proc::Command plain = command({"web", "env"});
    EXPECT_EQ(plain.env, kCaller);
    EXPECT_EQ(plain.argv, Words{"env"});
    EXPECT_EQ(plain.cwd, "");
    EXPECT_FALSE(plain.credentials);
}

TEST(JexecCommand, AUserHasHisVariables) {
    const proc::Command of_www = command({"-U", "www", "web", "env"}, www());
    EXPECT_EQ(of_www.env, (Words{"PATH=/opt/bin", "TERM=vt100", "SHELL=/bin/ash", "SECRET=1",
                                 "USER=www", "HOME=/var/www"}));
    EXPECT_EQ(of_www.credentials->uid, 33u);
    EXPECT_EQ(of_www.credentials->groups, (std::vector<gid_t>{33, 34}));
    EXPECT_EQ(of_www.cwd, "");
}

TEST(JexecCommand, ALoginIsClean) {
    const proc::Command login = command({"-l", "-U", "www", "web", "env"}, www());
    EXPECT_EQ(login.env.size(), 5u);
    EXPECT_TRUE(login.env[0].starts_with("PATH="));
    EXPECT_EQ(login.env[1], "TERM=vt100");
    EXPECT_EQ(login.env[2], "USER=www");
    EXPECT_EQ(login.cwd, "/var/www");
}

TEST(JexecCommand, TheDirectoryWins) {
    EXPECT_EQ(command({"-l", "-d", "/srv", "web", "pwd"}, www()).cwd, "/srv");
    EXPECT_EQ(command({"-d", "/srv", "web", "pwd"}).cwd, "/srv");
}

TEST(JexecCommand, VariablesAreSetLast) {
    const proc::Command set = command(
        {"-l", "-e", "HOME=/x", "-e", "A=1", "-e", "A=b=c", "-e", "E=", "web", "env"}, www());
    const auto has = [&set](const std::string& entry) {
        return std::count(set.env.begin(), set.env.end(), entry) == 1;
    };
    EXPECT_TRUE(has("HOME=/x"));
    EXPECT_TRUE(has("A=b=c"));
    EXPECT_TRUE(has("E="));
    EXPECT_FALSE(has("A=1"));
    EXPECT_EQ(set.cwd, "/var/www");
}

TEST(JexecCommand, WithoutACommandAShell) {
    EXPECT_EQ(command({"web"}).argv, (Words{"/bin/zsh", "-i"}));
    EXPECT_EQ(command({"-l", "web"}, www()).argv, (Words{"/bin/ash", "-i"}));
    EXPECT_EQ(command({"-e", "SHELL=/bin/x", "web"}).argv, (Words{"/bin/x", "-i"}));
    EXPECT_EQ(jexec_command(request({"web"}).value(), {}, {}).argv, (Words{"/bin/sh", "-i"}));
}

}  // namespace
}  // namespace gaol::cli
