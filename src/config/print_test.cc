#include "gaol/config/print.h"

#include <gtest/gtest.h>

namespace gaol::config {
namespace {

TEST(DescribeSettings, OneLineWithoutTheJid) {
    const Settings settings = {{"jid", {"7"}},        {"name", {"a"}},
                               {"path", {"/srv/a"}},  {"persist", {}},
                               {"exec.start", {""}},  {"ip4.addr", {"10.0.0.1", "10.0.0.2"}},
                               {"exec.stop", {"a b"}}};
    EXPECT_EQ(describe_settings(settings, "|"),
              "name=a|path=/srv/a|persist|exec.start=\"\"|ip4.addr=10.0.0.1,10.0.0.2|"
              "exec.stop=\"a b\"");
    EXPECT_EQ(describe_settings(settings, "\t").substr(0, 11), "name=a\tpath");
    EXPECT_EQ(describe_settings({}, "|"), "");
    EXPECT_EQ(describe_settings({{"jid", {"7"}}}, "|"), "");
}

}  // namespace
}  // namespace gaol::config
