#include "gaol/model/value.h"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <limits>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

Value parsed(const std::string& name, const std::vector<std::string>& values) {
    const Setting setting{name, values};
    return parse_value(resolve_param(name).value(), setting);
}

std::string printed(const std::string& name, const std::vector<std::string>& values) {
    return print_value(*resolve_param(name).value().param, parsed(name, values));
}

struct PrintRow {
    const char* name;
    std::vector<std::string> values;
    const char* printed;
};

TEST(ParseAndPrint, Table) {
    const std::vector<PrintRow> rows{
        {"persist", {}, "true"},
        {"persist", {"TRUE"}, "true"},
        {"persist", {"False"}, "false"},
        {"persist", {"0"}, "false"},
        {"persist", {"-3"}, "true"},
        {"persist", {"false", "true"}, "true"},
        {"nopersist", {}, "false"},
        {"nopersist", {"true"}, "false"},
        {"nopersist", {"false"}, "true"},
        {"nopersist", {"0"}, "true"},
        {"mount.nodevfs", {}, "false"},
        {"children.max", {"5"}, "5"},
        {"children.max", {"x", "6"}, "6"},
        {"securelevel", {"-1"}, "-1"},
        {"host.hostid", {"0"}, "0"},
        {"host.hostid", {"18446744073709551615"}, "18446744073709551615"},
        {"host", {}, "new"},
        {"host", {""}, "new"},
        {"host", {"INHERIT"}, "inherit"},
        {"host", {"2"}, "inherit"},
        {"ip4", {"Disable"}, "disable"},
        {"ip4", {"0"}, "disable"},
        {"user", {"inherit"}, "inherit"},
        {"host.hostname", {}, ""},
        {"host.hostname", {"a", "b.example.org"}, "b.example.org"},
        {"path", {"/jails/web"}, "/jails/web"},
        {"meta", {"a=1\nb=2\n"}, "a=1\nb=2\n"},
        {"meta.a", {"1"}, "1"},
        {"ip4.addr", {}, ""},
        {"ip4.addr", {""}, ""},
        {"ip4.addr", {"-"}, ""},
        {"ip4.addr", {"192.0.2.1", "192.0.2.3,192.0.2.2"}, "192.0.2.1,192.0.2.3,192.0.2.2"},
        {"ip6.addr", {"2001:DB8::0:1"}, "2001:db8::1"},
        {"depend", {"a", "b"}, "a,b"},
        {"exec.start", {""}, ""},
    };
    for (const PrintRow& row : rows) {
        EXPECT_EQ(printed(row.name, row.values), row.printed) << row.name;
    }
}

TEST(ParseValue, ListsKeepEveryText) {
    EXPECT_EQ(parsed("exec.start", {"a, b", ""}), Value(List{"a, b", ""}));
    EXPECT_EQ(parsed("exec.start", {}), Value(List{}));
}

struct FailRow {
    const char* name;
    std::vector<std::string> values;
    const char* text;
};

TEST(ParseValue, SyntaxErrorsHaveFreeBsdsText) {
    const std::vector<FailRow> rows{
        {"persist", {"maybe"}, R"(persist: unknown boolean value "maybe")"},
        {"persist", {""}, R"(persist: unknown boolean value "")"},
        {"nopersist", {"1x"}, R"(persist: unknown boolean value "1x")"},
        {"exec.clean", {"yes"}, R"(exec.clean: unknown boolean value "yes")"},
        {"host", {"own"}, R"(host: unknown jailsys value "own")"},
        {"ip4", {"3"}, R"(ip4: unknown jailsys value "3")"},
        {"children.max", {"5k"}, R"(children.max: non-integer value "5k")"},
        {"children.max", {}, R"(children.max: non-integer value "")"},
        {"children.max",
         {"99999999999999999999"},
         R"(children.max: non-integer value "99999999999999999999")"},
        {"exec.timeout", {"1.5"}, R"(exec.timeout: non-integer value "1.5")"},
        {"host.hostid", {"-1"}, R"(host.hostid: non-integer value "-1")"},
        {"ip4.addr", {"192.0.2.1/24"}, "ip4.addr: not an IPv4 address: 192.0.2.1/24"},
        {"ip4.addr", {"192.0.2.1,"}, "ip4.addr: not an IPv4 address: "},
        {"ip6.addr", {"192.0.2.1"}, "ip6.addr: not an IPv6 address: 192.0.2.1"},
    };
    for (const FailRow& row : rows) {
        const Failure failure = failure_of([&row] { (void)parsed(row.name, row.values); });
        EXPECT_EQ(failure.errnum, EINVAL) << row.name;
        EXPECT_EQ(failure.text, row.text);
    }
}

TEST(ParamValues, WhatIsNotSetHasItsDefault) {
    const ParamValues values;
    EXPECT_TRUE(values.all().empty());
    EXPECT_EQ(values.jailsys("host"), JailSys::New);
    EXPECT_EQ(values.jailsys("user"), JailSys::New);
    EXPECT_EQ(values.jailsys("ip4"), JailSys::Disable);
    EXPECT_EQ(values.jailsys("vnet"), JailSys::Inherit);
    EXPECT_EQ(values.number("enforce_statfs"), 2);
    EXPECT_EQ(values.number("securelevel"), -1);
    EXPECT_EQ(values.number("osreldate"), 0);
    EXPECT_EQ(values.text("path"), "/");
    EXPECT_EQ(values.text("host.hostname"), "");
    EXPECT_EQ(values.list("ip4.addr"), List{});
    EXPECT_FALSE(values.flag("persist"));
    EXPECT_TRUE(values.flag("allow.suser"));
}

TEST(ParamValues, HoldsOnlyWhatDiffersFromTheDefault) {
    ParamValues values;
    values.set("persist", true);
    values.set("children.max", std::int64_t{3});
    EXPECT_TRUE(values.has("persist"));
    EXPECT_EQ(values.number("children.max"), 3);
    values.set("persist", false);
    values.set("children.max", std::int64_t{0});
    EXPECT_EQ(values, ParamValues());
}

TEST(ParamValues, KeepsNumbersWhoseDefaultIsTheParents) {
    ParamValues values;
    values.set("linux.oss_version", std::int64_t{0});
    EXPECT_TRUE(values.has("linux.oss_version"));
    values.erase("linux.oss_version");
    EXPECT_FALSE(values.has("linux.oss_version"));
    values.erase("linux.oss_version");
}

TEST(ParamValues, RefusesWhatIsNotAJails) {
    ParamValues values;
    const auto refuses = [&values](const char* name, const Value& value) {
        return failure_of([&] { values.set(name, value); }).errnum == EINVAL;
    };
    EXPECT_TRUE(refuses("nonsense", true));
    EXPECT_TRUE(refuses("persist", std::int64_t{1}));
    EXPECT_TRUE(refuses("host", true));
    EXPECT_TRUE(refuses("ip4.addr", std::string("192.0.2.1")));
    EXPECT_TRUE(refuses("exec.clean", true));
    EXPECT_EQ(failure_of([&] { (void)values.get("nonsense"); }).text,
              "unknown parameter: nonsense");
}

TEST(ParamValues, AreInStrcmpOrder) {
    ParamValues values;
    values.set("persist", true);
    values.set("allow.mount", true);
    values.set("host.hostname", std::string("a"));
    values.set("host", JailSys::Inherit);
    std::vector<std::string> names;
    for (const auto& [name, value] : values.all()) {
        names.push_back(name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"allow.mount", "host", "host.hostname", "persist"}));
}

}  // namespace
}  // namespace gaol
