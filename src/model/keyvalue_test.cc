#include "gaol/model/keyvalue.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

TEST(KeyValueText, NewAndReplacedKeysGoToTheFront) {
    std::string text = keyvalue_set("", "a", "1");
    EXPECT_EQ(text, "a=1");
    text = keyvalue_set(text, "b", "2");
    EXPECT_EQ(text, "b=2\na=1");
    text = keyvalue_set(text, "c", "");
    EXPECT_EQ(text, "c=\nb=2\na=1");
    text = keyvalue_set(text, "a", "x=y");
    EXPECT_EQ(text, "a=x=y\nc=\nb=2");
}

TEST(KeyValueText, EraseTakesTheWholeKeyOnly) {
    EXPECT_EQ(keyvalue_erase("ab=1\na=2\nabc=3\n", "a"), "ab=1\nabc=3\n");
    EXPECT_EQ(keyvalue_erase("a=1\nb=2", "b"), "a=1");
    EXPECT_EQ(keyvalue_erase("a=1\nb=2\na=3\n", "a"), "b=2\n");
    EXPECT_EQ(keyvalue_erase("a=1\n", "z"), "a=1\n");
    EXPECT_EQ(keyvalue_erase("", "a"), "");
}

TEST(KeyValueText, LinesWithoutKeyAreKept) {
    EXPECT_EQ(keyvalue_set("free text\na\n", "a", "1"), "a=1\nfree text\na\n");
    EXPECT_EQ(keyvalue_erase("a", "a"), "a");
}

TEST(KeyValueText, FindSplitsAtTheFirstEqualsSign) {
    EXPECT_EQ(keyvalue_find("b=1\na=x=y\n", "a"), "x=y");
    EXPECT_EQ(keyvalue_find("a=\n", "a"), "");
    EXPECT_EQ(keyvalue_find("a=1", "a"), "1");
    EXPECT_EQ(keyvalue_find("a=1\na=2\n", "a"), "1");
    EXPECT_EQ(keyvalue_find("ab=1\n", "a"), std::nullopt);
    EXPECT_EQ(keyvalue_find("a\n", "a"), std::nullopt);
    EXPECT_EQ(keyvalue_find("", "a"), std::nullopt);
}

TEST(KeyValueText, SizeHasRoomForTheNul) {
    const auto failure = [](std::size_t size) {
        return failure_of([size] { check_keyvalue_size("meta", std::string(size, 'x')); });
    };
    EXPECT_EQ(failure(4095).errnum, 0);
    EXPECT_EQ(failure(4096).errnum, EFBIG);
    EXPECT_EQ(failure(4096).text, "jail_set: File too large (meta: at most 4095 bytes)");
}

}  // namespace
}  // namespace gaol
