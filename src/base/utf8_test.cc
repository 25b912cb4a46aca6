#include "gaol/base/utf8.h"

#include <gtest/gtest.h>

namespace gaol {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, MeasuresTheFirstCharacter) {
    EXPECT_EQ(utf8_length("a\xc3\xa4"), 1u);
    EXPECT_EQ(utf8_length("\0"sv), 1u);
    EXPECT_EQ(utf8_length("\xc3\xa4x"), 2u);
    EXPECT_EQ(utf8_length("\xe2\x82\xacx"), 3u);
    EXPECT_EQ(utf8_length("\xf0\x9f\x98\x80x"), 4u);
    EXPECT_EQ(utf8_length("\xf4\x8f\xbf\xbf"), 4u);
}

TEST(Utf8, RefusesWhatIsNone) {
    for (const std::string_view text :
         {""sv, "\x80"sv, "\x9b"sv, "\xff"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x80\x80"sv,
          "\xed\xa0\x80"sv, "\xf0\x80\x80\x80"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv,
          "\xc3"sv, "\xc3("sv, "\xe2\x82"sv, "\xe2\x82("sv, "\xf0\x9f\x98"sv}) {
        EXPECT_EQ(utf8_length(text), 0u) << text;
    }
}

}  // namespace
}  // namespace gaol
