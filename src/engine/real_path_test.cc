#include "gaol/engine/real_path.h"

#include <gtest/gtest.h>

namespace gaol::engine {
namespace {

TEST(RealPath, HasNoDetours) {
    EXPECT_EQ(real_path("/proc/../proc/./sys//kernel/"), "/proc/sys/kernel");
    EXPECT_EQ(real_path("/dev/fd"), real_path("/proc/self/fd"));
}

TEST(RealPath, LeavesWhatIsNotThere) {
    EXPECT_EQ(real_path("none/of/that"), "none/of/that");
}

}  // namespace
}  // namespace gaol::engine
