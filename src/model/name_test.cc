#include "gaol/model/name.h"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <string>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

TEST(JidOf, DigitsThatAreNotZero) {
    EXPECT_EQ(jid_of("1"), 1);
    EXPECT_EQ(jid_of("007"), 7);
    EXPECT_EQ(jid_of("999999"), kMaxJid);
    for (const char* text : {"", "0", "00", "1000000", "99999999999999999999", "-1", "+1", " 1",
                             "1 ", "1a", "a", "1.2", "0x1"}) {
        EXPECT_EQ(jid_of(text), std::nullopt) << text;
    }
}

struct NameRow {
    std::string name;
    int jid = 0;
    int errnum = 0;
    std::string text = "";
};

constexpr const char* kNumeric = "name cannot be numeric (unless it is the jid)";

std::string invalid(const std::string& reason) {
    return "jail_set: Invalid argument (name: " + reason + ")";
}

TEST(CheckName, Table) {
    const std::string empty = invalid("a component is empty");
    const std::string slash = invalid("no slash and no control character is allowed");
    const std::string hyphen = invalid("a component cannot start with '-'");
    const std::array rows{
        NameRow{"web"},
        NameRow{"web.db.cache"},
        NameRow{"web 1"},
        NameRow{"w\xc3\xa9"
                "b"},
        NameRow{"a*"},
        NameRow{"a-b"},
        NameRow{"7", 7},
        NameRow{"7"},
        NameRow{"a.7", 7},
        NameRow{"7.a", 9},
        NameRow{"7a", 9},
        NameRow{"7", 8, EINVAL, kNumeric},
        NameRow{"a.7", 8, EINVAL, kNumeric},
        NameRow{"07", 7, EINVAL, kNumeric},
        NameRow{"07", 0, EINVAL, kNumeric},
        NameRow{"0", 0, EINVAL, kNumeric},
        NameRow{"1000000", 0, EINVAL, kNumeric},
        NameRow{"", 0, EINVAL, empty},
        NameRow{".", 0, EINVAL, empty},
        NameRow{"..", 0, EINVAL, empty},
        NameRow{".a", 0, EINVAL, empty},
        NameRow{"a.", 0, EINVAL, empty},
        NameRow{"a..b", 0, EINVAL, empty},
        NameRow{"a/b", 0, EINVAL, slash},
        NameRow{"a\nb", 0, EINVAL, slash},
        NameRow{"a.b\x7f", 0, EINVAL, slash},
        NameRow{std::string("a\0b", 3), 0, EINVAL, slash},
        NameRow{"-a", 0, EINVAL, hyphen},
        NameRow{"a.-", 0, EINVAL, hyphen},
        NameRow{"a.*", 0, EINVAL, invalid("a component cannot be a wildcard")},
        NameRow{std::string(255, 'a')},
        NameRow{std::string(256, 'a'), 0, ENAMETOOLONG,
                "jail_set: File name too long (name: at most 255 bytes with the names of its "
                "parents)"},
    };
    for (const NameRow& row : rows) {
        const Failure failure = failure_of([&row] { check_name(row.name, row.jid); });
        EXPECT_EQ(failure.errnum, row.errnum) << row.name;
        EXPECT_EQ(failure.text, row.text) << row.name;
    }
}

TEST(NameParts, LastAndParent) {
    EXPECT_EQ(last_component("a"), "a");
    EXPECT_EQ(last_component("a.b.c"), "c");
    EXPECT_EQ(parent_name("a"), "");
    EXPECT_EQ(parent_name("a.b.c"), "a.b");
}

TEST(Wildcard, IsAWholeComponent) {
    for (const char* name : {"*", "a.*", "*.a", "a.*.b"}) {
        EXPECT_TRUE(is_wildcard(name)) << name;
    }
    for (const char* name : {"", "a", "a*", "*a", "a.b*", "**", "a.**"}) {
        EXPECT_FALSE(is_wildcard(name)) << name;
    }
}

struct MatchRow {
    const char* pattern;
    const char* name;
    bool matches;
};

constexpr std::array kMatches{
    MatchRow{"*", "a", true},
    MatchRow{"*", "a.b", true},
    MatchRow{"foo.*", "foo.bar", true},
    MatchRow{"foo.*", "foo.bar.baz", true},
    MatchRow{"foo.*", "foo", false},
    MatchRow{"foo.*", "fool.bar", false},
    MatchRow{"*.b", "a.b", true},
    MatchRow{"*.b", "b", false},
    MatchRow{"*.b", "a.c.b", false},
    MatchRow{"a.*.c", "a.b.c", true},
    MatchRow{"a.*.c", "a.b.d.c", false},
    MatchRow{"*.*", "a", false},
    MatchRow{"*.*", "a.b.c", true},
    MatchRow{"a", "a", true},
    MatchRow{"a", "a.b", false},
    MatchRow{"a.b", "a", false},
    MatchRow{"a*", "ab", false},
    MatchRow{"*", "", false},
    MatchRow{"", "a", false},
};

TEST(Wildcard, Matches) {
    for (const MatchRow& row : kMatches) {
        EXPECT_EQ(wildcard_match(row.pattern, row.name), row.matches)
            << row.pattern << " against " << row.name;
    }
}

}  // namespace
}  // namespace gaol
