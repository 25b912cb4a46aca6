#include "gaol/init/decide.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <initializer_list>

#include "gaol/os/jailinit_protocol.h"

namespace gaol::init {
namespace {

constexpr int kInsider = 7;

Request from_outside(int signal) {
    return request_of({.signal = signal, .code = SI_USER, .sender = 0});
}

TEST(RequestOf, OutsidersAreObeyed) {
    EXPECT_EQ(from_outside(os::kStopJail), Request::Stop);
    EXPECT_EQ(from_outside(os::kPersistent), Request::Persist);
    EXPECT_EQ(from_outside(os::kNotPersistent), Request::Release);
}

TEST(RequestOf, OtherSignalsOfOutsidersAreForwarded) {
    for (int signal : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGPWR, SIGALRM}) {
        EXPECT_EQ(from_outside(signal), Request::Forward) << signal;
    }
    EXPECT_EQ(from_outside(SIGCHLD), Request::None);
}

TEST(RequestOf, InsidersAreIgnored) {
    for (int signal = 1; signal <= 64; ++signal) {
        EXPECT_EQ(request_of({.signal = signal, .code = SI_USER, .sender = kInsider}),
                  Request::None);
    }
}

TEST(RequestOf, ForgedSenderIsIgnored) {
    for (int code :
         std::initializer_list<int>{SI_QUEUE, SI_TKILL, SI_TIMER, SI_MESGQ, SI_SIGIO, -100}) {
        EXPECT_EQ(request_of({.signal = SIGTERM, .code = code, .sender = 0}), Request::None);
    }
}

TEST(RequestOf, SignalsOfTheKernelAreIgnored) {
    EXPECT_EQ(request_of({.signal = SIGHUP, .code = SI_KERNEL, .sender = 0}), Request::None);
    EXPECT_EQ(request_of({.signal = SIGCHLD, .code = CLD_EXITED, .sender = 0}), Request::None);
}

TEST(RequestOf, RealTimeSignalsAreIgnoredBecauseTheyCanLoseTheirSender) {
    for (int signal = 32; signal <= 64; ++signal) {
        EXPECT_EQ(from_outside(signal), Request::None);
    }
}

TEST(RequestOf, NoSignalAsksForNothing) {
    EXPECT_EQ(request_of({}), Request::None);
}

TEST(Obey, PersistenceGoesOnAndOff) {
    State state = obey({}, Request::Persist);
    EXPECT_TRUE(state.persistent);
    EXPECT_FALSE(state.used);
    state = obey(state, Request::Release);
    EXPECT_FALSE(state.persistent);
    EXPECT_TRUE(state.used);
}

TEST(Obey, NothingTakesAStopBack) {
    State state = obey({}, Request::Stop);
    for (Request request : {Request::None, Request::Forward, Request::Persist, Request::Release}) {
        state = obey(state, request);
        EXPECT_TRUE(state.stopping);
    }
}

Phase next(const State& state, const Seen& seen) {
    return next_phase(state, seen);
}

TEST(NextPhase, EmptyJailEndsOnceUsedUnlessPersistent) {
    const Seen empty = {.census = Census::Empty};
    EXPECT_EQ(next({.used = true}, empty), Phase::Over);
    EXPECT_EQ(next({.used = false}, empty), Phase::Running);
    EXPECT_EQ(next({.persistent = true, .used = true}, empty), Phase::Running);
    EXPECT_EQ(next({.used = true}, {.census = Census::Occupied}), Phase::Running);
}

TEST(NextPhase, TimeDoesNotEndARunningJail) {
    EXPECT_EQ(next({.used = true}, {.deadline = Deadline::Passed}), Phase::Running);
}

TEST(NextPhase, StopBeginsWithTheScriptAlsoInAnEmptyJail) {
    EXPECT_EQ(next({.stopping = true}, {}), Phase::Script);
    EXPECT_EQ(next({.stopping = true, .used = true}, {.census = Census::Empty}), Phase::Script);
}

TEST(NextPhase, ScriptLastsUntilItEndsOrIsLate) {
    const State state = {.phase = Phase::Script, .stopping = true};
    EXPECT_EQ(next(state, {.script = Script::Running}), Phase::Script);
    EXPECT_EQ(next(state, {.script = Script::Ended}), Phase::Terminating);
    EXPECT_EQ(next(state, {.script = Script::Running, .deadline = Deadline::Passed}),
              Phase::Terminating);
}

TEST(NextPhase, TerminatingLastsUntilEmptyOrLate) {
    const State state = {.phase = Phase::Terminating, .persistent = true, .stopping = true};
    EXPECT_EQ(next(state, {.census = Census::Occupied}), Phase::Terminating);
    EXPECT_EQ(next(state, {.census = Census::Empty}), Phase::Over);
    EXPECT_EQ(next(state, {.deadline = Deadline::Passed}), Phase::Over);
}

TEST(NextPhase, NeverGoesBack) {
    for (Census census : {Census::Empty, Census::Occupied}) {
        for (Script script : {Script::Running, Script::Ended}) {
            for (Phase phase : {Phase::Script, Phase::Terminating, Phase::Over}) {
                const State state = {.phase = phase, .persistent = true, .stopping = true};
                EXPECT_GE(next(state, {.census = census, .script = script}), phase);
            }
        }
    }
}

TEST(NeedsCensus, OnlyWhenTheAnswerMatters) {
    EXPECT_TRUE(needs_census({.used = true}));
    EXPECT_TRUE(needs_census({.phase = Phase::Terminating, .persistent = true, .stopping = true}));
    EXPECT_FALSE(needs_census({.used = false}));
    EXPECT_FALSE(needs_census({.persistent = true, .used = true}));
    EXPECT_FALSE(needs_census({.stopping = true, .used = true}));
    EXPECT_FALSE(needs_census({.phase = Phase::Script, .stopping = true, .used = true}));
}

TEST(Patience, OfUnseenEndsIsShort) {
    EXPECT_GT(patience(Phase::Running, Ends::Unseen, -5), 0);
    EXPECT_LE(patience(Phase::Running, Ends::Unseen, -5), 1'000'000'000);
}

TEST(Patience, IsEndlessOnlyWhileRunning) {
    constexpr int64_t kLeft = 3'000'000'000;
    EXPECT_EQ(patience(Phase::Running, Ends::Announced, -5), kForever);
    EXPECT_EQ(patience(Phase::Script, Ends::Announced, kLeft), kLeft);
    EXPECT_EQ(patience(Phase::Script, Ends::Announced, -5), 0);
    EXPECT_EQ(patience(Phase::Terminating, Ends::Announced, 1000), 1000);
    EXPECT_LT(patience(Phase::Terminating, Ends::Announced, kLeft), kLeft);
    EXPECT_GT(patience(Phase::Terminating, Ends::Announced, kLeft), 0);
    EXPECT_EQ(patience(Phase::Terminating, Ends::Announced, -5), 0);
}

}  // namespace
}  // namespace gaol::init
