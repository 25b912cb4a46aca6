#include "gaol/model/range.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

Failure failure(const std::string& name, const Value& value) {
    return failure_of([&] { check_range(*find_param(name), value); });
}

struct NumberRow {
    const char* name;
    std::int64_t min;
    std::int64_t max;
};

TEST(Range, Numbers) {
    for (const NumberRow& row :
         {NumberRow{"enforce_statfs", 0, 2}, NumberRow{"devfs_ruleset", 0, 65535},
          NumberRow{"children.max", 0, 999999}, NumberRow{"stop.timeout", 0, 2147483647},
          NumberRow{"exec.timeout", 0, 2147483647}, NumberRow{"exec.fib", 0, 65535}}) {
        EXPECT_EQ(failure(row.name, row.min).errnum, 0) << row.name;
        EXPECT_EQ(failure(row.name, row.max).errnum, 0) << row.name;
        EXPECT_EQ(failure(row.name, row.min - 1).errnum, EINVAL) << row.name;
        EXPECT_EQ(failure(row.name, row.max + 1).errnum, EINVAL) << row.name;
    }
    EXPECT_EQ(failure("enforce_statfs", std::int64_t{3}).text,
              "jail_set: Invalid argument (enforce_statfs: must be 0 to 2)");
}

TEST(Range, Jid) {
    EXPECT_EQ(failure("jid", std::int64_t{0}).errnum, 0);
    EXPECT_EQ(failure("jid", std::int64_t{999999}).errnum, 0);
    EXPECT_EQ(failure("jid", std::int64_t{1000000}).errnum, EINVAL);
    EXPECT_EQ(failure("jid", std::int64_t{-1}).errnum, EINVAL);
    EXPECT_EQ(failure("jid", std::int64_t{-1}).text, "negative jid");
}

TEST(Range, Releases) {
    EXPECT_EQ(failure("osreldate", std::int64_t{1500000}).errnum, 0);
    EXPECT_EQ(failure("osreldate", std::int64_t{0}).text, "osreldate cannot be 0");
    for (const std::size_t size : {1U, 31U}) {
        EXPECT_EQ(failure("osrelease", std::string(size, 'x')).errnum, 0);
    }
    for (const std::size_t size : {0U, 32U}) {
        EXPECT_EQ(failure("osrelease", std::string(size, 'x')).errnum, EINVAL);
        EXPECT_EQ(failure("osrelease", std::string(size, 'x')).text,
                  "osrelease string must be 1-31 bytes long");
    }
}

TEST(Range, Lengths) {
    struct Row {
        const char* name;
        std::size_t max;
    };
    for (const Row& row :
         {Row{"host.hostname", 64}, Row{"host.domainname", 64}, Row{"host.hostuuid", 63},
          Row{"linux.osrelease", 64}, Row{"name", 255}}) {
        EXPECT_EQ(failure(row.name, std::string(row.max, 'x')).errnum, 0) << row.name;
        EXPECT_EQ(failure(row.name, std::string(row.max + 1, 'x')).errnum, ENAMETOOLONG)
            << row.name;
    }
    for (const char* name : {"path", "exec.init", "exec.consolelog"}) {
        EXPECT_EQ(failure(name, "/" + std::string(1022, 'x')).errnum, 0) << name;
        EXPECT_EQ(failure(name, "/" + std::string(1023, 'x')).errnum, ENAMETOOLONG) << name;
    }
    EXPECT_EQ(failure("host.hostname", std::string(65, 'x')).text,
              "jail_set: File name too long (host.hostname: at most 64 bytes)");
    EXPECT_EQ(failure("env", std::string(4096, 'x')).errnum, EFBIG);
}

TEST(Range, TextsAreOneLineWithoutNul) {
    EXPECT_EQ(failure("host.hostname", std::string("a\nb")).errnum, EINVAL);
    EXPECT_EQ(failure("host.hostname", std::string("a\0b", 3)).errnum, EINVAL);
    EXPECT_EQ(failure("path", std::string("/a\0b", 4)).errnum, EINVAL);
    EXPECT_EQ(failure("meta", std::string("a\0b", 3)).errnum, EINVAL);
    EXPECT_EQ(failure("meta", std::string("a\nb")).errnum, 0);
}

TEST(Range, InitIsAbsolute) {
    EXPECT_EQ(failure("exec.init", std::string("/sbin/init")).errnum, 0);
    EXPECT_EQ(failure("exec.init", std::string()).errnum, 0);
    EXPECT_EQ(failure("exec.init", std::string("sbin/init")).errnum, EINVAL);
}

TEST(Range, WhatCannotBeDisabled) {
    for (const char* name : {"host", "linux", "user", "vnet"}) {
        EXPECT_EQ(failure(name, JailSys::Disable).errnum, EINVAL) << name;
        EXPECT_EQ(failure(name, JailSys::New).errnum, 0) << name;
        EXPECT_EQ(failure(name, JailSys::Inherit).errnum, 0) << name;
    }
    for (const char* name : {"ip4", "sysvshm"}) {
        EXPECT_EQ(failure(name, JailSys::Disable).errnum, 0) << name;
    }
    EXPECT_EQ(failure("host", JailSys::Disable).text,
              "jail_set: Invalid argument (host: must be new or inherit)");
}

TEST(Range, NumberOfAddresses) {
    EXPECT_EQ(failure("ip4.addr", List(255, "192.0.2.1")).errnum, 0);
    EXPECT_EQ(failure("ip4.addr", List(256, "192.0.2.1")).text, "too many IPv4 addresses");
    EXPECT_EQ(failure("ip6.addr", List(256, "::1")).text, "too many IPv6 addresses");
    EXPECT_EQ(failure("depend", List(300, "a")).errnum, 0);
}

}  // namespace
}  // namespace gaol
