#include "gaol/engine/environment.h"

#include <gtest/gtest.h>

namespace gaol::engine {
namespace {

TEST(Environment, VariablesAreReplacedByTheirWholeName) {
    Environment environment{"JIDS=x", "JID=1"};
    set_variable(environment, "JID", "7");
    set_variable(environment, "J", "");
    EXPECT_EQ(environment, (Environment{"JIDS=x", "JID=7", "J="}));
}

TEST(Environment, SaysWhichJail) {
    Environment environment;
    set_identity(environment, {.jid = "7", .name = "web", .path = "/srv/web"});
    EXPECT_EQ(environment, (Environment{"JID=7", "JNAME=web", "JPATH=/srv/web"}));
    Environment unknown;
    set_identity(unknown, {.name = "web"});
    EXPECT_EQ(unknown, (Environment{"JNAME=web"}));
}

TEST(Environment, SaysWhichUser) {
    Environment environment{"HOME=/root", "SHELL=/bin/zsh"};
    set_user(environment, {.name = "www", .credentials = {}, .home = "/var/www", .shell = ""});
    EXPECT_EQ(environment, (Environment{"HOME=/var/www", "SHELL=/bin/sh", "USER=www"}));
}

TEST(Environment, CleanKeepsTheTerminalOnly) {
    EXPECT_EQ(clean_environment({"SECRET=1", "TERM=xterm", "TERMINFO=/x", "PATH=/evil"}),
              (Environment{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                           "TERM=xterm"}));
}

}  // namespace
}  // namespace gaol::engine
