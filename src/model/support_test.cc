#include "gaol/model/support.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

Failure request(const std::string& name, const std::vector<std::string>& values = {}) {
    const Setting setting{name, values};
    return failure_of([&] { check_request(resolve_param(name).value(), setting); });
}

TEST(Request, WhatHoldsAnywayIsAccepted) {
    const std::vector<Setting> rows{
        {"allow.noraw_sockets", {}}, {"allow.raw_sockets", {"false"}},
        {"allow.set_hostname", {}},  {"allow.noset_hostname", {"false"}},
        {"enforce_statfs", {"2"}},   {"enforce_statfs", {"1"}},
        {"devfs_ruleset", {"0"}},    {"devfs_ruleset", {"4"}},
        {"securelevel", {"-1"}},     {"vnet", {"inherit"}},
        {"ip4.saddrsel", {"true"}},  {"ip6.saddrsel", {}},
        {"noip_hostname", {}},       {"exec.fib", {"0"}},
        {"interface", {""}},         {"vnet.interface", {}},
        {"zfs", {"disable"}},        {"zfs.dataset", {""}},
        {"ip4.addr", {"-"}},         {"mac.label", {""}},
        {"linux", {"inherit"}},      {"osrelease", {"15.0-RELEASE"}},
        {"allow.dying", {}},         {"meta.a", {"1"}},
    };
    for (const Setting& row : rows) {
        EXPECT_EQ(request(row.name, row.values).text, "") << row.name;
    }
}

TEST(Request, NotYet) {
    const std::vector<Setting> rows{
        {"allow.raw_sockets", {}},
        {"allow.mount", {"1"}},
        {"allow.noset_hostname", {}},
        {"allow.suser", {"false"}},
        {"enforce_statfs", {"0"}},
        {"devfs_ruleset", {"5"}},
        {"securelevel", {"0"}},
        {"securelevel", {"3"}},
        {"vnet", {}},
        {"vnet", {"new"}},
        {"vnet.interface", {"em0b"}},
        {"interface", {"em0"}},
        {"ip4.addr", {"192.0.2.1"}},
        {"ip4.addr", {"em0|192.0.2.1/24"}},
        {"ip4.nosaddrsel", {}},
        {"ip_hostname", {}},
        {"exec.fib", {"1"}},
    };
    for (const Setting& row : rows) {
        const ParamRef ref = resolve_param(row.name).value();
        const Failure failure = request(row.name, row.values);
        EXPECT_EQ(failure.errnum, EOPNOTSUPP) << row.name;
        EXPECT_EQ(failure.text,
                  std::string(ref.param->name) + ": not yet: " + std::string(ref.param->note));
    }
}

TEST(Request, Meaningless) {
    for (const char* name : {"allow.mount.zfs", "allow.setaudit", "allow.vmm_ppt", "zfs"}) {
        const Failure failure = request(name);
        EXPECT_EQ(failure.errnum, EOPNOTSUPP) << name;
        EXPECT_EQ(failure.text.rfind(std::string(name) + ": has no meaning on Linux: ", 0), 0U)
            << failure.text;
    }
    EXPECT_EQ(request("zfs.dataset", {"tank/jail"}).errnum, EOPNOTSUPP);
    EXPECT_EQ(request("mac.label", {"biba/low"}).errnum, EOPNOTSUPP);
}

TEST(Request, BadSyntaxComesFirst) {
    EXPECT_EQ(request("enforce_statfs", {"3"}).errnum, EINVAL);
    EXPECT_EQ(request("allow.mount", {"perhaps"}).errnum, EINVAL);
    EXPECT_EQ(request("vnet", {"disable"}).errnum, EINVAL);
}

// No row may be accepted with any value and do nothing.
TEST(Request, EveryRefusableRowRefusesSomething) {
    for (const Param& param : all_params()) {
        if (param.support != Support::NotYet && param.support != Support::Meaningless) {
            continue;
        }
        const std::string name(param.name);
        bool refused = false;
        for (const char* value : {"true", "false", "new", "1", "x"}) {
            refused = refused || request(name, {value}).errnum == EOPNOTSUPP;
        }
        EXPECT_TRUE(refused) << name;
    }
}

ParamValues shared_network() {
    ParamValues values;
    values.set("ip4", JailSys::Inherit);
    values.set("ip6", JailSys::Inherit);
    return values;
}

TEST(Supported, NetworkMustBeTheHosts) {
    EXPECT_EQ(failure_of([] { check_supported(shared_network()); }).errnum, 0);
    const Failure unmentioned = failure_of([] { check_supported(ParamValues()); });
    EXPECT_EQ(unmentioned.errnum, EOPNOTSUPP);
    EXPECT_EQ(unmentioned.text,
              "ip4: not yet: disable, the default, would hold the jail to addresses of its own; "
              "write \"ip4 = inherit;\" to give it the host's");
    ParamValues values = shared_network();
    values.set("ip6", JailSys::New);
    const Failure restricted = failure_of([&] { check_supported(values); });
    EXPECT_EQ(restricted.errnum, EOPNOTSUPP);
    EXPECT_EQ(restricted.text,
              "ip6: not yet: new would hold the jail to addresses of its own; write \"ip6 = "
              "inherit;\" to give it the host's");
}

TEST(Supported, OneIpcNamespaceForAll) {
    ParamValues values = shared_network();
    values.set("sysvmsg", JailSys::New);
    EXPECT_EQ(failure_of([&] { check_supported(values); }).errnum, 0);
    values.set("sysvshm", JailSys::Inherit);
    EXPECT_EQ(failure_of([&] { check_supported(values); }).errnum, EINVAL);
    values.set("sysvmsg", JailSys::Disable);
    EXPECT_EQ(failure_of([&] { check_supported(values); }).errnum, 0);
}

}  // namespace
}  // namespace gaol
