#include "gaol/os/poller.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "gaol/base/error.h"

namespace gaol::os {
namespace {

using std::chrono::milliseconds;

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) {
            throw SysError(errno, "pipe");
        }
        in = Fd(ends[0]);
        out = Fd(ends[1]);
    }
    Fd in, out;
};

TEST(Poller, TellsWhoseDescriptorIsReadable) {
    Poller poller;
    Pipe quiet;
    Pipe loud;
    poller.add({.owner = 7, .fd = quiet.in.get()});
    poller.add({.owner = 4000000000, .fd = loud.in.get()});
    loud.out.reset();
    const auto ready = poller.wait(std::nullopt);
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_EQ(ready[0].owner, 4000000000);
    EXPECT_EQ(ready[0].fd, loud.in.get());
}

TEST(Poller, IsEmptyWhenTheTimeHasPassed) {
    Poller poller;
    Pipe quiet;
    poller.add({.owner = 1, .fd = quiet.in.get()});
    EXPECT_TRUE(poller.wait(milliseconds(0)).empty());
    EXPECT_TRUE(poller.wait(milliseconds(1)).empty());
}

TEST(Poller, ForgetsWhatIsRemoved) {
    Poller poller;
    Pipe pipe;
    poller.add({.owner = 1, .fd = pipe.in.get()});
    pipe.out.reset();
    poller.remove(pipe.in.get());
    EXPECT_TRUE(poller.wait(milliseconds(0)).empty());
    EXPECT_THROW(poller.remove(pipe.in.get()), SysError);
}

}  // namespace
}  // namespace gaol::os
