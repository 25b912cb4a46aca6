#include "gaol/config/expand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "gaol/config/test_load.h"

namespace gaol::config {
namespace {

using testing::ElementsAre;

TEST(Merge, LaterSettingsReplaceInThePlaceOfTheFirst) {
    const std::pair<std::string, std::string> cases[] = {
        {"a { x = 1; y; x = 2; }", "name=a|x=2|y\n"},
        {"a { x = 1; x += 2, 3; }", "name=a|x=1,2,3\n"},
        {"a { x = 1, 2; x = 3; }", "name=a|x=3\n"},
        {"a { x = 1; x; }", "name=a|x\n"},
        {"a { x; x += 1; }", "name=a|x=1\n"},
        {"a { persist; nopersist; }", "name=a|nopersist\n"},
        {"a { nopersist; persist = true; }", "name=a|persist=true\n"},
        {"a { mount.devfs; mount.nodevfs; }", "name=a|mount.nodevfs\n"},
        {"a { allow.nomount; allow.mount = 0; }", "name=a|allow.mount=0\n"},
        {"a { nothing; thing; }", "name=a|nothing|thing\n"},
        {"a { node = 1; de = 2; }", "name=a|node=1|de=2\n"},
        {"a { meta.x = 1; meta.y = 2; meta.x = 3; }", "name=a|meta.x=3|meta.y=2\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Merge, GlobalAndWildcardBlocksApplyInFileOrder) {
    const std::pair<std::string, std::string> cases[] = {
        {"x = 1; a { x = 2; }", "name=a|x=2\n"},
        {"a { x = 2; } x = 1;", "name=a|x=1\n"},
        {"y; a { x = 2; } x = 1;", "name=a|y|x=2\n"},
        {"a { x = 2; } * { x = 1; }", "name=a|x=1\n"},
        {"* { x = 1; } a { x = 2; }", "name=a|x=2\n"},
        {"x = 1; a { x += 2; }", "name=a|x=1,2\n"},
        {"a { x += 2; } x = 1;", "name=a|x=1\n"},
        {"x = 1; a { x = ''; }", "name=a|x=\"\"\n"},
        {"'f.*' { x; } * { y; } f {} f.b {} g {}", "name=f|y\nname=f.b|x|y\nname=g|y\n"},
        {"'f.*' { x; } f.b.c {}", "name=f.b.c|x\n"},
        {"'*.b' { x; } f.b {} f.c.b {}", "name=f.b|x\nname=f.c.b\n"},
        {"* { z; } 'a.*' { y; } a { x; b { w; } }", "name=a|z|x\nname=a.b|z|y|w\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Merge, ANestedBlockInheritsNothingFromTheOneAround) {
    EXPECT_EQ(flat("a { x; path = /a; b { y; } }"), "name=a|x|path=/a\nname=a.b|y\n");
}

TEST(Merge, BlocksOfOneNameAreJailsOfTheirOwn) {
    EXPECT_EQ(flat("a { x; } a { y; }"), "name=a|x\nname=a|y\n");
}

std::string first_settings(std::string_view text) {
    const Config config = load("F", text, FakeFiles().files());
    std::string all;
    for (const Setting& setting : config.jails.at(0).settings) {
        all += setting.name + "=" + (setting.values.empty() ? "-" : setting.values[0]) + " ";
    }
    return all;
}

TEST(Merge, ABlocksNameGivesNameOrJid) {
    EXPECT_EQ(first_settings("a { x; }"), "name=a x=- ");
    EXPECT_EQ(first_settings("7 { x; }"), "jid=7 x=- name=7 ");
    EXPECT_EQ(first_settings("007 { }"), "jid=007 name=007 ");
    EXPECT_EQ(first_settings("0 { }"), "name=0 ");
    EXPECT_EQ(first_settings("7a { }"), "name=7a ");
    EXPECT_EQ(first_settings("7 { name = web; }"), "jid=7 name=web ");
    EXPECT_EQ(first_settings("web { jid = 7; }"), "name=web jid=7 ");
}

TEST(Merge, NameAndJidAreSetOnce) {
    const std::pair<std::string, std::string> cases[] = {
        {"a { name = b; }", "name=a\na: cannot redefine parameter \"name\".\n"},
        {"7 { jid = 8; }", "name=7\n7: cannot redefine parameter \"jid\".\n"},
        {"7 { name = a; name = b; }", "name=a\n7: cannot redefine parameter \"name\".\n"},
        {"a { jid = 1; jid = 2; jid = 3; }",
         "name=a\na: cannot redefine parameter \"jid\".\na: cannot redefine parameter \"jid\".\n"},
        {"name = x; a { }", "name=a\na: cannot redefine parameter \"name\".\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Merge, AVariableIsNoParameter) {
    const auto clash = [](const std::string& name) {
        return "a: variable \"$" + name + "\" cannot have the same name as a parameter.\n";
    };
    const std::pair<std::string, std::string> cases[] = {
        {"a { x = 1; $x = 2; }", "name=a|x=1\n" + clash("x")},
        {"a { $x = 1; x = 2; }", "name=a\n" + clash("x")},
        {"a { $path = 1; }", "name=a\n" + clash("path")},
        {"a { $interface = em0; }", "name=a\n" + clash("interface")},
        {"a { ${exec.start} = 1; }", "name=a\n" + clash("exec.start")},
        {"a { $nopersist = 1; }", "name=a\n" + clash("nopersist")},
        {"a { $name = b; }", "name=a\n" + clash("name")},
        {"a { $ip4 = 1; $host = 2; $domain = 3; x = $ip4$host$domain; }", "name=a|x=123\n"},
        {"a { $ip4 = 1; ip4 = inherit; }", "name=a\n" + clash("ip4")},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Substitute, Values) {
    const std::pair<std::string, std::string> cases[] = {
        {"a { path = /jails/$name; }", "name=a|path=/jails/a\n"},
        {"a { path = \"/jails/$name/x\"; }", "name=a|path=/jails/a/x\n"},
        {"a { path = '/jails/$name'; }", "name=a|path=/jails/$name\n"},
        {"a { path = \"/jails/\\$name\"; }", "name=a|path=/jails/$name\n"},
        {"a { path = /jails/\\$name; }", "name=a|path=/jails/$name\n"},
        {"a { $v = x; path = $v; }", "name=a|path=x\n"},
        {"a { path = $v; $v = x; }", "name=a|path=x\n"},
        {"$v = x; a { $v = y; path = $v; } b { path = $v; }", "name=a|path=y\nname=b|path=x\n"},
        {"$v = x; a { $v += y; z = $v; }", "name=a|z=x,y\n"},
        {"a { host.hostname = h; path = /${host.hostname}/x; }",
         "name=a|host.hostname=h|path=/h/x\n"},
        {"a { $v = $w$w; $w = 1$x; $x = 2; y = -$v-; }", "name=a|y=-1212-\n"},
        {"a { $e = ''; y = x${e}z; w = \"$e\"; }", "name=a|y=xz|w=\"\"\n"},
        {"7 { path = /j/${name}; x = $jid; }", "path=/j/7|x=7|name=7\n"},
        {"7 { path = /j/${name}; name = web; }", "path=/j/web|name=web\n"},
        {"a { x = \"$(date) $1 $\"; }", "name=a|x=\"$(date) $1 $\"\n"},
        {"path = /j/$name; a { b { } }", "name=a|path=/j/a\nname=a.b|path=/j/a.b\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Substitute, AUserOfAValueThatWaitsComesAfterIt) {
    EXPECT_EQ(flat("a { path = /j/${host.hostname}; host.hostname = $name.x; }"),
              "name=a|host.hostname=a.x|path=/j/a.x\n");
    EXPECT_EQ(flat("a { path = /j/${host.hostname}; host.hostname = x; }"),
              "name=a|path=/j/x|host.hostname=x\n");
}

TEST(Substitute, SeveralValues) {
    const std::string inline_error = "a: x: array cannot be substituted inline\n";
    const std::pair<std::string, std::string> cases[] = {
        {"a { $v = 1, 2; x = $v; }", "name=a|x=1,2\n"},
        {"a { $v = 1, 2; x = \"$v\"; }", "name=a|x=1,2\n"},
        {"a { $v = 1, 2; x = 0, $v, 3; }", "name=a|x=0,1,2,3\n"},
        {"a { $v = 1, 2; $e = ''; x = $e$v; }", "name=a|x=1,2\n"},
        {"a { $v = 1, 2; x = 0$v; }", "name=a|x=0\n" + inline_error},
        {"a { $v = 1, 2; x = ${v}0; }", "name=a|x=0\n" + inline_error},
        {"a { $v = 1, 2; x = $v$v; }", "name=a|x=1,2\n" + inline_error},
        {"a { ip4.addr = 10.0.0.1, 10.0.0.2; x = ${ip4.addr}; }",
         "name=a|ip4.addr=10.0.0.1,10.0.0.2|x=10.0.0.1,10.0.0.2\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Substitute, WhatIsNotFoundFailsTheJail) {
    const std::pair<std::string, std::string> cases[] = {
        {"a { x = -$v-; } b { }", "name=a|x=--\na: x: variable \"v\" not found\nname=b\n"},
        {"a { persist; x = $persist; }",
         "name=a|persist|x=\"\"\na: x: variable \"persist\" not found\n"},
        {"a { x = $u$v; }",
         "name=a|x=\"\"\na: x: variable \"u\" not found\na: x: variable \"v\" not found\n"},
        {"a { $w = $v; x = $w; y = $x; }",
         "name=a|x=\"\"|y=\"\"\na: w: variable \"v\" not found\n"},
        {"a { x = ${}; }", "name=a|x=\"\"\na: x: variable \"\" not found\n"},
        {"a { $V = 1; x = $v; }", "name=a|x=\"\"\na: x: variable \"v\" not found\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

TEST(Substitute, LoopsFailTheJail) {
    const std::pair<std::string, std::string> cases[] = {
        {"a { x = $x; } b { }", "name=a|x=\"\"\na: x: variable loop\nname=b\n"},
        {"a { x = $y; y = $x; }", "name=a|y=\"\"|x=\"\"\na: x: variable loop\n"},
        {"a { $v = 1$w; $w = 2$v; x = $w; }", "name=a|x=\"\"\na: v: variable loop\n"},
    };
    for (const auto& [text, result] : cases) {
        EXPECT_EQ(flat(text), result) << text;
    }
}

}  // namespace
}  // namespace gaol::config
