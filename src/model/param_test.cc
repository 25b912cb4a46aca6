#include "gaol/model/param.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "gaol/model/range.h"
#include "gaol/model/value.h"

namespace gaol {
namespace {

// Every parameter of FreeBSD 15, those of its kernel modules included.
constexpr std::array kFreeBsd{
    "jid",
    "name",
    "path",
    "parent",
    "dying",
    "persist",
    "securelevel",
    "enforce_statfs",
    "devfs_ruleset",
    "children.max",
    "children.cur",
    "cpuset.id",
    "host",
    "host.hostname",
    "host.domainname",
    "host.hostuuid",
    "host.hostid",
    "osrelease",
    "osreldate",
    "vnet",
    "ip4",
    "ip6",
    "ip4.addr",
    "ip6.addr",
    "ip4.saddrsel",
    "ip6.saddrsel",
    "mac.label",
    "meta",
    "env",
    "allow.set_hostname",
    "allow.sysvipc",
    "allow.raw_sockets",
    "allow.chflags",
    "allow.mount",
    "allow.mount.devfs",
    "allow.mount.fdescfs",
    "allow.mount.fusefs",
    "allow.mount.nullfs",
    "allow.mount.procfs",
    "allow.mount.linprocfs",
    "allow.mount.linsysfs",
    "allow.mount.tmpfs",
    "allow.mount.zfs",
    "allow.quotas",
    "allow.read_msgbuf",
    "allow.socket_af",
    "allow.mlock",
    "allow.nfsd",
    "allow.reserved_ports",
    "allow.unprivileged_parent_tampering",
    "allow.unprivileged_proc_debug",
    "allow.suser",
    "allow.extattr",
    "allow.adjtime",
    "allow.settime",
    "allow.routing",
    "allow.setaudit",
    "allow.vmm",
    "allow.vmm_ppt",
    "linux",
    "linux.osname",
    "linux.osrelease",
    "linux.oss_version",
    "sysvmsg",
    "sysvsem",
    "sysvshm",
    "zfs",
    "zfs.mount_snapshot",
    "exec.prepare",
    "exec.prestart",
    "exec.created",
    "exec.start",
    "command",
    "exec.poststart",
    "exec.prestop",
    "exec.stop",
    "exec.poststop",
    "exec.release",
    "exec.clean",
    "exec.jail_user",
    "exec.system_jail_user",
    "exec.system_user",
    "exec.timeout",
    "exec.consolelog",
    "exec.fib",
    "stop.timeout",
    "interface",
    "ip_hostname",
    "vnet.interface",
    "zfs.dataset",
    "mount",
    "mount.fstab",
    "mount.devfs",
    "mount.fdescfs",
    "mount.procfs",
    "depend",
    "allow.dying",
};

constexpr std::array kOurs{"exec.init", "user"};

TEST(ParamTable, HoldsWhatFreeBsdHasAndOurOwn) {
    std::set<std::string_view> expected(kFreeBsd.begin(), kFreeBsd.end());
    expected.insert(kOurs.begin(), kOurs.end());
    std::set<std::string_view> found;
    for (const Param& param : all_params()) {
        found.insert(param.name);
    }
    EXPECT_EQ(found, expected);
}

TEST(ParamTable, EveryRowIsDescribed) {
    for (const Param& param : all_params()) {
        EXPECT_FALSE(param.doc.empty()) << param.name;
        EXPECT_EQ(param.doc.find_first_of("\n\t"), std::string_view::npos) << param.name;
        EXPECT_EQ(param.note.find_first_of("\n\t"), std::string_view::npos) << param.name;
        if (param.support != Support::Honoured) {
            EXPECT_FALSE(param.note.empty()) << param.name;
        }
    }
}

TEST(ParamTable, EveryFallbackIsAValueInRange) {
    for (const Param& param : all_params()) {
        if (!param.fallback.empty()) {
            const Setting setting{std::string(param.name), {std::string(param.fallback)}};
            EXPECT_EQ(parse_value({&param, false, {}}, setting), default_value(param))
                << param.name;
        }
        EXPECT_TRUE(fits_kind(param.kind, default_value(param))) << param.name;
    }
}

TEST(ParamTable, BooleansSayTheirDefault) {
    for (const Param& param : all_params()) {
        if (param.kind == Kind::Bool) {
            EXPECT_TRUE(param.fallback == "true" || param.fallback == "false") << param.name;
        }
    }
}

TEST(ParamTable, NamesCannotBeTakenForNoForms) {
    for (const Param& param : all_params()) {
        if (param.kind == Kind::Bool) {
            EXPECT_EQ(find_param(no_form(param.name)), nullptr) << param.name;
        }
    }
}

TEST(FindParam, FindsEachRowAndNothingElse) {
    for (const Param& param : all_params()) {
        EXPECT_EQ(find_param(param.name), &param);
    }
    for (const char* name : {"", "a", "allow", "allow.", "ip4.add", "ip4.addrs", "zzz", "JID"}) {
        EXPECT_EQ(find_param(name), nullptr) << name;
    }
}

struct Resolved {
    const char* text;
    const char* name;  // null: no such parameter
    bool negated = false;
    const char* key = "";
};

constexpr std::array kResolved{
    Resolved{"persist", "persist"},
    Resolved{"nopersist", "persist", true},
    Resolved{"allow.mount", "allow.mount"},
    Resolved{"allow.nomount", "allow.mount", true},
    Resolved{"allow.mount.nodevfs", "allow.mount.devfs", true},
    Resolved{"mount.nodevfs", "mount.devfs", true},
    Resolved{"exec.noclean", "exec.clean", true},
    Resolved{"exec.nosystem_jail_user", "exec.system_jail_user", true},
    Resolved{"ip4.nosaddrsel", "ip4.saddrsel", true},
    Resolved{"noip_hostname", "ip_hostname", true},
    Resolved{"noallow.mount", nullptr},
    Resolved{"nonopersist", nullptr},
    Resolved{"novnet", nullptr},
    Resolved{"nohost", nullptr},
    Resolved{"nopath", nullptr},
    Resolved{"nomount", nullptr},
    Resolved{"no", nullptr},
    Resolved{"allow.no", nullptr},
    Resolved{"meta", "meta"},
    Resolved{"meta.owner", "meta", false, "owner"},
    Resolved{"meta.no", "meta", false, "no"},
    Resolved{"env.a.b", "env", false, "a.b"},
    Resolved{"meta.", nullptr},
    Resolved{"meta.a=b", nullptr},
    Resolved{"meta.a\nb", nullptr},
    Resolved{"nometa.a", nullptr},
    Resolved{"metas.a", nullptr},
    Resolved{"path.a", nullptr},
    Resolved{"persist.", nullptr},
    Resolved{"", nullptr},
    Resolved{".", nullptr},
};

TEST(ResolveParam, NamesNoFormsAndKeys) {
    for (const Resolved& row : kResolved) {
        const auto ref = resolve_param(row.text);
        ASSERT_EQ(ref.has_value(), row.name != nullptr) << row.text;
        if (ref) {
            EXPECT_EQ(ref->param->name, row.name) << row.text;
            EXPECT_EQ(ref->negated, row.negated) << row.text;
            EXPECT_EQ(ref->key, row.key) << row.text;
        }
    }
}

TEST(NoForm, StandsBeforeTheLastComponent) {
    EXPECT_EQ(no_form("persist"), "nopersist");
    EXPECT_EQ(no_form("allow.mount"), "allow.nomount");
    EXPECT_EQ(no_form("allow.mount.devfs"), "allow.mount.nodevfs");
}

}  // namespace
}  // namespace gaol
