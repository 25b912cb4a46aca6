#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "gaol/model/test_failure.h"
#include "gaol/model/value.h"

namespace gaol {
namespace {

ParamValues applied(const Settings& settings, ParamValues values = {}) {
    apply_settings(values, settings);
    return values;
}

Failure failure(const Settings& settings) {
    return failure_of([&] { (void)applied(settings); });
}

TEST(Apply, TypesValuesAndPassesProgramRowsOver) {
    const ParamValues values = applied({{"name", {"web"}},
                                        {"path", {"/jails/web"}},
                                        {"persist", {}},
                                        {"exec.start", {"/bin/true"}},
                                        {"mount.devfs", {}},
                                        {"children.max", {"3"}}});
    EXPECT_EQ(values.all().size(), 4U);
    EXPECT_EQ(values.text("name"), "web");
    EXPECT_EQ(values.text("path"), "/jails/web");
    EXPECT_TRUE(values.flag("persist"));
    EXPECT_EQ(values.number("children.max"), 3);
}

TEST(Apply, TheLastMentionWins) {
    EXPECT_FALSE(applied({{"persist", {}}, {"nopersist", {}}}).flag("persist"));
    EXPECT_TRUE(applied({{"nopersist", {}}, {"persist", {"1"}}}).flag("persist"));
}

TEST(Apply, JidZeroAsksForAFreeOne) {
    EXPECT_FALSE(applied({{"jid", {"0"}}}).has("jid"));
    EXPECT_EQ(applied({{"jid", {"7"}}}).number("jid"), 7);
    EXPECT_EQ(failure({{"jid", {"-7"}}}).text, "negative jid");
}

TEST(Apply, RefusesWhatIsNoParameter) {
    EXPECT_EQ(failure({{"ip.addr", {"192.0.2.1"}}}).errnum, EINVAL);
    EXPECT_EQ(failure({{"ip.addr", {"192.0.2.1"}}}).text, "unknown parameter: ip.addr");
    EXPECT_EQ(failure({{"children.cur", {"1"}}}).text,
              "unknown parameter: children.cur (it can only be read)");
    EXPECT_EQ(failure({{"nodying", {}}}).errnum, EINVAL);
}

TEST(Apply, ChecksProgramRowsToo) {
    EXPECT_EQ(failure({{"exec.clean", {"perhaps"}}}).errnum, EINVAL);
    EXPECT_EQ(failure({{"stop.timeout", {"-1"}}}).errnum, EINVAL);
    EXPECT_EQ(failure({{"vnet.interface", {"em0"}}}).errnum, EOPNOTSUPP);
}

TEST(Apply, AFailureChangesNothing) {
    ParamValues values;
    values.set("persist", true);
    const ParamValues before = values;
    const Settings settings{{"nopersist", {}}, {"vnet", {"new"}}};
    EXPECT_EQ(failure_of([&] { apply_settings(values, settings); }).errnum, EOPNOTSUPP);
    EXPECT_EQ(values, before);
}

TEST(Apply, ChecksTheName) {
    EXPECT_EQ(failure({{"name", {"a/b"}}}).errnum, EINVAL);
    EXPECT_EQ(failure({{"name", {"8"}}, {"jid", {"7"}}}).text,
              "name cannot be numeric (unless it is the jid)");
    EXPECT_EQ(failure({{"name", {"7"}}, {"jid", {"7"}}}).errnum, 0);
    EXPECT_EQ(failure({{"name", {""}}}).errnum, 0);
}

TEST(Apply, HostValuesMeanAnOwnHost) {
    ParamValues inherited;
    inherited.set("host", JailSys::Inherit);
    EXPECT_EQ(applied({{"persist", {}}}, inherited).jailsys("host"), JailSys::Inherit);
    EXPECT_EQ(applied({{"host.hostname", {"a"}}}, inherited).jailsys("host"), JailSys::New);
    EXPECT_EQ(applied({{"host.hostid", {"1"}}, {"host", {"inherit"}}}).jailsys("host"),
              JailSys::New);
    EXPECT_EQ(failure({{"host", {"disable"}}}).errnum, EINVAL);
}

TEST(Apply, AddressesMeanARestrictedFamily) {
    const ParamValues values = applied({{"ip4", {"inherit"}}, {"ip4.addr", {}}, {"ip6", {"2"}}});
    EXPECT_EQ(values.jailsys("ip4"), JailSys::New);
    EXPECT_EQ(values.jailsys("ip6"), JailSys::Inherit);
    EXPECT_EQ(applied({{"ip6.addr", {"-"}}}).jailsys("ip6"), JailSys::New);
}

TEST(Apply, SysvipcIsAllThreeUnlessMentioned) {
    ParamValues values = applied({{"allow.sysvipc", {}}});
    for (const char* name : {"sysvmsg", "sysvsem", "sysvshm"}) {
        EXPECT_EQ(values.jailsys(name), JailSys::Inherit) << name;
    }
    values = applied({{"sysvsem", {"disable"}}, {"allow.sysvipc", {"true"}}});
    EXPECT_EQ(values.jailsys("sysvsem"), JailSys::Disable);
    EXPECT_EQ(values.jailsys("sysvshm"), JailSys::Inherit);
    values = applied({{"allow.nosysvipc", {}}, {"sysvmsg", {"new"}}}, values);
    EXPECT_EQ(values.jailsys("sysvmsg"), JailSys::New);
    EXPECT_EQ(values.jailsys("sysvshm"), JailSys::Disable);
    EXPECT_FALSE(values.flag("allow.sysvipc"));
}

TEST(ApplyMeta, EditsOfOneCallEndInReverseOrderOfMention) {
    ParamValues values = applied({{"meta.a", {"1"}}});
    EXPECT_EQ(values.text("meta"), "a=1");
    values = applied({{"meta.c", {"3"}}, {"meta.b", {"2"}}}, values);
    EXPECT_EQ(values.text("meta"), "b=2\nc=3\na=1");
    values = applied({{"meta.a", {"x=y"}}, {"meta.c", {}}}, values);
    EXPECT_EQ(values.text("meta"), "a=x=y\nb=2");
    values = applied({{"meta.b", {""}}}, values);
    EXPECT_EQ(values.text("meta"), "b=\na=x=y");
    EXPECT_EQ(values.text("env"), "");
}

TEST(ApplyMeta, WholeTextAndKeysInOrderOfMention) {
    EXPECT_EQ(applied({{"env.a", {"1"}}, {"env", {"b=2"}}, {"env.c", {"3"}}}).text("env"),
              "c=3\nb=2");
    EXPECT_EQ(applied({{"env.a", {"1"}}, {"env", {""}}}), ParamValues());
    EXPECT_EQ(applied({{"env.a", {"1"}}, {"env", {}}}), ParamValues());
    EXPECT_EQ(applied({{"env.a", {"1"}}, {"env.a", {}}}), ParamValues());
}

TEST(ApplyMeta, TooLargeAndSeveralLinesAreRefused) {
    const std::string fits(4095 - std::string("k=").size(), 'x');
    EXPECT_EQ(failure({{"meta.k", {fits}}}).errnum, 0);
    EXPECT_EQ(failure({{"meta.k", {fits + "x"}}}).errnum, EFBIG);
    EXPECT_EQ(failure({{"meta.k", {fits}}, {"meta.l", {""}}}).errnum, EFBIG);
    EXPECT_EQ(failure({{"meta", {std::string(4096, 'x')}}}).text,
              "jail_set: File too large (meta: at most 4095 bytes)");
    EXPECT_EQ(failure({{"meta.k", {"a\nadmin=yes"}}}).text,
              "jail_set: Invalid argument (meta.k: the value must be one line)");
}

}  // namespace
}  // namespace gaol
