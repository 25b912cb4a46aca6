#include "gaol/mount/below.h"

#include <gtest/gtest.h>

namespace gaol::mount {
namespace {

TEST(CleanPath, DropsWhatMeansNothing) {
    EXPECT_EQ(clean_path("/"), "/");
    EXPECT_EQ(clean_path("//a/./b///c/"), "/a/b/c");
    EXPECT_EQ(clean_path("/.a/..b"), "/.a/..b");
}

TEST(CleanPath, RefusesWhatLeadsElsewhere) {
    EXPECT_FALSE(clean_path(""));
    EXPECT_FALSE(clean_path("a/b"));
    EXPECT_FALSE(clean_path("/a/../b"));
    EXPECT_FALSE(clean_path("/.."));
}

TEST(Below, ComparesWholeComponents) {
    EXPECT_EQ(below("/a/b", "/a/b"), "");
    EXPECT_EQ(below("/a/b", "/a/b/c/d"), "c/d");
    EXPECT_FALSE(below("/a/b", "/a/bc"));
    EXPECT_FALSE(below("/a/b", "/a"));
}

TEST(Below, EverythingIsBelowTheTop) {
    EXPECT_EQ(below("/", "/"), "");
    EXPECT_EQ(below("/", "/a/b"), "a/b");
}

}  // namespace
}  // namespace gaol::mount
