#include "gaol/cli/jail_record.h"

#include <gtest/gtest.h>

#include "gaol/base/error.h"

namespace gaol::cli {
namespace {

engine::Request request(Settings settings) {
    return {.label = "a", .settings = std::move(settings), .failure = {}};
}

TEST(JailRecord, HoldsEveryParameter) {
    EXPECT_EQ(describe_record(JailForm::Config,
                              request({{"name", {"a"}},
                                       {"jid", {"3"}},
                                       {"exec.start", {"sh /etc/rc", "true"}},
                                       {"persist", {}}}),
                              7),
              "jid=7\tname=a\texec.start=\"sh /etc/rc\",true\tpersist");
    EXPECT_EQ(describe_record(JailForm::CommandLine, request({}), 7), "jid=7");
}

TEST(JailRecord, OfTheHistoricForm) {
    EXPECT_EQ(describe_record(JailForm::Historic,
                              request({{"path", {"/srv/a"}},
                                       {"host.hostname", {"host"}},
                                       {"ip4.addr", {"10.0.0.1", "10.0.0.2"}},
                                       {"ip6.addr", {"fe80::1"}},
                                       {"command", {"sh", "-x"}}}),
                              7),
              "7\t/srv/a\thost\t10.0.0.1,10.0.0.2,fe80::1\tsh -x");
}

TEST(JailRecord, FailuresNameTheFile) {
    EXPECT_THROW(JailRecord("/nonexistent/file", JailForm::Config), JailError);
    JailRecord full("/dev/full", JailForm::Config);
    try {
        full.add(request({}), 1);
        FAIL() << "nothing was thrown";
    } catch (const JailError& error) {
        EXPECT_STREQ(error.what(), "/dev/full: No space left on device");
    }
}

}  // namespace
}  // namespace gaol::cli
