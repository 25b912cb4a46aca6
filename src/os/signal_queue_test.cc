#include "gaol/os/signal_queue.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace gaol::os {
namespace {

bool is_blocked(int signal) {
    sigset_t now;
    ::sigprocmask(SIG_SETMASK, nullptr, &now);
    return ::sigismember(&now, signal) == 1;
}

TEST(SignalQueue, QueuesInsteadOfActing) {
    SignalQueue queue({SIGTERM, SIGUSR1});
    EXPECT_EQ(queue.next(), std::nullopt);
    ::raise(SIGUSR1);
    EXPECT_EQ(queue.next(), SIGUSR1);
    ::raise(SIGTERM);
    EXPECT_EQ(queue.next(), SIGTERM);
    EXPECT_EQ(queue.next(), std::nullopt);
}

TEST(SignalQueue, RestoresTheMask) {
    ASSERT_FALSE(is_blocked(SIGUSR2));
    {
        const SignalQueue queue({SIGUSR2});
        EXPECT_TRUE(is_blocked(SIGUSR2));
    }
    EXPECT_FALSE(is_blocked(SIGUSR2));
}

TEST(SignalQueue, LetsASignalAct) {
    struct sigaction before {};
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ASSERT_EQ(::sigaction(SIGUSR1, &ignore, &before), 0);
    SignalQueue queue({SIGUSR1});
    queue.act(SIGUSR1);
    EXPECT_TRUE(is_blocked(SIGUSR1));
    EXPECT_EQ(queue.next(), std::nullopt);
    ASSERT_EQ(::sigaction(SIGUSR1, &before, nullptr), 0);
}

}  // namespace
}  // namespace gaol::os
