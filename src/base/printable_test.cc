#include "gaol/base/printable.h"

#include <gtest/gtest.h>

namespace gaol {
namespace {

TEST(Printable, LeavesTextAlone) {
    EXPECT_EQ(printable("web.example.org"), "web.example.org");
    EXPECT_EQ(printable("C:\\dir 100% \"x\" 'y'"), "C:\\dir 100% \"x\" 'y'");
    EXPECT_EQ(printable("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"),
              "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80");
    EXPECT_EQ(printable(""), "");
}

TEST(Printable, DisarmsTerminalSequences) {
    EXPECT_EQ(printable("\x1b]0;owned\x07"), "\\033]0;owned\\007");
    EXPECT_EQ(printable("a\rb\bc\x7f"), "a\\015b\\010c\\177");
    EXPECT_EQ(printable("a\nb\tc"), "a\\012b\\011c");
    // CSI as one character of Unicode, and as one byte of an 8-bit terminal.
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "\\302\\2332J");
    EXPECT_EQ(printable("\x9b"
                        "2J"),
              "\\2332J");
    EXPECT_EQ(printable("\xc2\xa0"), "\xc2\xa0");
}

TEST(Printable, KeepsWhatItIsTold) {
    EXPECT_EQ(printable("a\nb\tc\x1b", "\n\t"), "a\nb\tc\\033");
}

}  // namespace
}  // namespace gaol
