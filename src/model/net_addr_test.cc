#include "gaol/model/net_addr.h"

#include <gtest/gtest.h>

namespace gaol {
namespace {

TEST(Ip4, OneForm) {
    EXPECT_EQ(canonical_ip4("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(canonical_ip4("0.0.0.0"), "0.0.0.0");
    for (const char* text :
         {"", "192.0.2", "192.0.2.256", "192.0.2.1/24", "192.0.2.1 ", " 192.0.2.1", "192.0.2.01",
          "0x7f.1", "::1", "em0|192.0.2.1", "localhost"}) {
        EXPECT_EQ(canonical_ip4(text), std::nullopt) << text;
    }
    EXPECT_EQ(canonical_ip4(std::string("192.0.2.1\0x", 11)), std::nullopt);
}

TEST(Ip6, OneForm) {
    EXPECT_EQ(canonical_ip6("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
    EXPECT_EQ(canonical_ip6("::"), "::");
    EXPECT_EQ(canonical_ip6("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
    for (const char* text :
         {"", "192.0.2.1", "fe80::1%eth0", "2001:db8::1/64", "1::2::3", "12345::"}) {
        EXPECT_EQ(canonical_ip6(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace gaol
