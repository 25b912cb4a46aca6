#include "gaol/engine/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>

#include "gaol/base/error.h"
#include "gaol/engine/test_run.h"

namespace gaol::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Something to wait for that comes about when the test says so.
class Event {
  public:
    Event() {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) {
            throw SysError(errno, "pipe");
        }
        in_ = os::Fd(ends[0]);
        out_ = os::Fd(ends[1]);
    }
    void happen() { out_.reset(); }
    [[nodiscard]] int fd() const { return in_.get(); }

  private:
    os::Fd in_;
    os::Fd out_;
};

class ScheduleTest : public testing::Test {
  protected:
    Step quick(const std::string& name) {
        return {.name = name, .detail = "", .run = [this, name](JailContext& jail) -> Progress {
                    log.push_back(jail.label + " " + name);
                    return std::nullopt;
                }};
    }

    // A command that ends when the event happens; without one, at once.
    Step command(const std::string& name, std::shared_ptr<Event> event = nullptr) {
        if (!event) {
            event = std::make_shared<Event>();
            event->happen();
        }
        Step step = quick(name);
        step.slot = Slot::Needed;
        step.run = [this, name, event](JailContext& jail) -> Progress {
            log.push_back(jail.label + " " + name);
            return Wait{
                {event->fd()}, std::nullopt, [this, name](JailContext& of, Expired) -> Progress {
                    log.push_back(of.label + " " + name + " ended");
                    return std::nullopt;
                }};
        };
        return step;
    }

    Step failing(const std::string& name) {
        return {.name = name, .detail = "", .run = [name](JailContext&) -> Progress {
                    throw JailError(EINVAL, name + ": failed");
                }};
    }

    Step undoable(const std::string& name) {
        Step step = quick(name);
        step.undo_detail = "undo " + name;
        step.undo = [this, name](JailContext& jail) {
            log.push_back(jail.label + " undo " + name);
        };
        return step;
    }

    static Step turning(Step step) {
        step.turning = Turning::Point;
        return step;
    }

    void add(const std::string& label, const Plan& plan, std::vector<After> after = {},
             Asked asked = Asked::Yes) {
        jobs.push_back({.jail = &run.jail(label),
                        .after = std::move(after),
                        .asked = asked,
                        .plan = [plan](JailContext&) { return plan; }});
    }

    bool carry_out(Limits limits = {}) {
        const Outcome outcome = Schedule(std::move(jobs), limits).run();
        signal = outcome.signal;
        return outcome.success;
    }

    TestRun run;
    std::vector<Job> jobs;
    std::vector<std::string> log;
    int signal = 0;
};

TEST_F(ScheduleTest, NothingToDo) {
    EXPECT_TRUE(carry_out());
}

TEST_F(ScheduleTest, JobsWithoutCommandsRunInOrder) {
    add("a", {quick("1"), quick("2")});
    add("b", {quick("1")});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 1", "a 2", "b 1"));
}

TEST_F(ScheduleTest, CommandsOfDifferentJailsRunAtOnce) {
    const auto event = std::make_shared<Event>();
    add("a", {command("1", event)});
    add("b",
        {quick("1"), {.name = "2", .detail = "", .run = [event](JailContext&) -> Progress {
                          event->happen();  // a would wait for ever if it were waited for alone
                          return std::nullopt;
                      }}});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 1", "b 1", "a 1 ended"));
}

TEST_F(ScheduleTest, WithOneSlotAJailGoesOnBeforeThoseThatQueue) {
    for (const char* label : {"a", "b", "c"}) {
        add(label, {command("1"), quick("2"), command("3")});
    }
    EXPECT_TRUE(carry_out({.commands = 1}));
    EXPECT_THAT(log, ElementsAre("a 1", "a 1 ended", "a 2", "a 3", "a 3 ended",  //
                                 "b 1", "b 1 ended", "b 2", "b 3", "b 3 ended",  //
                                 "c 1", "c 1 ended", "c 2", "c 3", "c 3 ended"));
}

TEST_F(ScheduleTest, TheQueueIsFirstInFirstOut) {
    const auto first = std::make_shared<Event>();
    const auto second = std::make_shared<Event>();
    add("a", {command("1", first)});
    add("b", {command("1", second)});
    add("c", {command("1")});
    add("d", {command("1")});
    add("e", {{.name = "1", .detail = "", .run = [second](JailContext&) -> Progress {
                   second->happen();
                   return std::nullopt;
               }}});
    add("f", {{.name = "1", .detail = "", .run = [first](JailContext&) -> Progress {
                   first->happen();
                   return std::nullopt;
               }}});
    EXPECT_TRUE(carry_out({.commands = 2}));
    ASSERT_EQ(log.size(), 8U);
    EXPECT_THAT(std::vector(log.begin(), log.begin() + 2), ElementsAre("a 1", "b 1"));
    const auto place = [this](const std::string& line) {
        return std::find(log.begin(), log.end(), line) - log.begin();
    };
    EXPECT_LT(place("c 1"), place("d 1"));
}

TEST_F(ScheduleTest, ABackgroundCommandUsesNoSlot) {
    Step background = quick("1");
    add("a", {command("1"), background, command("2")});
    add("b", {background});
    EXPECT_TRUE(carry_out({.commands = 1}));
    EXPECT_EQ(log[1], "b 1");
}

TEST_F(ScheduleTest, ACommandThatFailsToStartGivesItsSlotBack) {
    Step broken = failing("x");
    broken.slot = Slot::Needed;
    add("a", {broken});
    add("b", {command("1")});
    EXPECT_FALSE(carry_out({.commands = 1}));
    EXPECT_THAT(log, ElementsAre("b 1", "b 1 ended"));
}

TEST_F(ScheduleTest, AFailureUndoesBackwardsWhatHasAnUndo) {
    add("a", {undoable("1"), quick("2"), undoable("3"), failing("4"), undoable("5")});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 1", "a 2", "a 3", "a undo 3", "a undo 1"));
    EXPECT_THAT(run.warnings, ElementsAre("a: 4: failed"));
}

TEST_F(ScheduleTest, AFailingUndoIsToldAndTheOthersStillRun) {
    Step bad = quick("2");
    bad.undo_detail = "x";
    bad.undo = [](JailContext&) { throw SysError(EBUSY, "umount", "/x"); };
    add("a", {undoable("1"), bad, failing("3")});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(run.warnings,
                ElementsAre("a: 3: failed", "a: 2: umount(/x): Device or resource busy"));
    EXPECT_THAT(log, ElementsAre("a 1", "a 2", "a undo 1"));
}

TEST_F(ScheduleTest, SystemErrorsAreToldWithTheirStep) {
    add("web", {{.name = "mount.devfs", .detail = "", .run = [](JailContext&) -> Progress {
                     throw SysError(EBUSY, "mount", "/jails/web/dev");
                 }}});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(run.warnings,
                ElementsAre("web: mount.devfs: mount(/jails/web/dev): Device or resource busy"));
}

TEST_F(ScheduleTest, SomeFailuresDoNotEndThePlan) {
    Step bad = failing("1");
    bad.failure = Failure::Continues;
    add("a", {bad, quick("2")});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 2"));
}

TEST_F(ScheduleTest, DependentsWaitUntilAllIsDone) {
    add("web", {quick("1")}, {{1, Until::Done}});
    add("db", {command("1"), turning(quick("2")), command("3")});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("db 1", "db 1 ended", "db 2", "db 3", "db 3 ended", "web 1"));
}

TEST_F(ScheduleTest, ChildrenWaitForTheTurningPointOnly) {
    const auto event = std::make_shared<Event>();
    add("a.b",
        {{.name = "1",
          .detail = "",
          .run = [this, event](JailContext&) -> Progress {
              log.emplace_back("a.b 1");
              event->happen();
              return std::nullopt;
          }}},
        {{1, Until::Turned}});
    add("a", {turning(quick("1")), command("2", event)});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 1", "a 2", "a.b 1", "a 2 ended"));
}

TEST_F(ScheduleTest, WhatDependsOnAFailureIsSkipped) {
    add("a", {quick("1")}, {{1, Until::Done}});
    add("b", {quick("1")}, {{2, Until::Done}}, Asked::No);
    add("c", {failing("1")});
    add("d", {quick("1")});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(log, ElementsAre("d 1"));
    EXPECT_THAT(run.warnings, ElementsAre("c: 1: failed", "a: skipped"));
}

TEST_F(ScheduleTest, SkippingIsQuietWithQ) {
    run.options.verbosity = Verbosity::Quiet;
    add("a", {quick("1")}, {{1, Until::Done}});
    add("b", {failing("1")});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(run.warnings, ElementsAre("b: 1: failed"));
}

TEST_F(ScheduleTest, APlanThatCannotBeMadeIsAFailure) {
    add("a", {});
    jobs[0].plan = [](JailContext&) -> Plan { throw JailError(EINVAL, "unknown parameter: x"); };
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(run.warnings, ElementsAre("a: unknown parameter: x"));
}

TEST_F(ScheduleTest, ADeadlineEndsTheWaiting) {
    const auto never = std::make_shared<Event>();
    add("a", {{.name = "1", .detail = "", .run = [never](JailContext&) -> Progress {
                   return Wait{{never->fd()},
                               Clock::now() + std::chrono::milliseconds(1),
                               [never](JailContext&, Expired expired) -> Progress {
                                   if (expired == Expired::Yes) {
                                       throw JailError(ETIMEDOUT, "1: timed out");
                                   }
                                   return std::nullopt;
                               }};
               }}});
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(run.warnings, ElementsAre("a: 1: timed out"));
}

TEST_F(ScheduleTest, OneWaitMayFollowAnother) {
    const auto first = std::make_shared<Event>();
    const auto second = std::make_shared<Event>();
    first->happen();
    Step step = quick("1");
    step.slot = Slot::Needed;
    step.run = [&](JailContext&) -> Progress {
        return Wait{{first->fd()}, std::nullopt, [&](JailContext&, Expired) -> Progress {
                        log.emplace_back("first");
                        second->happen();
                        return Wait{
                            {second->fd()}, std::nullopt, [&](JailContext&, Expired) -> Progress {
                                log.emplace_back("second");
                                return std::nullopt;
                            }};
                    }};
    };
    add("a", {step, quick("2")});
    add("b", {command("1")});
    EXPECT_TRUE(carry_out({.commands = 1}));
    EXPECT_THAT(log, ElementsAre("first", "second", "a 2", "b 1", "b 1 ended"));
}

TEST_F(ScheduleTest, AllOfSeveralDescriptorsAreWaitedFor) {
    std::vector<std::shared_ptr<Event>> events;
    Wait wait;
    for (int i = 0; i < 100; i++) {
        events.push_back(std::make_shared<Event>());
        events.back()->happen();
        wait.fds.push_back(events.back()->fd());
    }
    wait.finish = [this](JailContext&, Expired expired) -> Progress {
        log.emplace_back(expired == Expired::No ? "all ended" : "expired");
        return std::nullopt;
    };
    add("a", {{.name = "1", .detail = "", .run = [wait](JailContext&) { return Progress(wait); }}});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("all ended"));
}

TEST_F(ScheduleTest, OnlySoManyPlansAreUnderWay) {
    add("a", {command("1"), command("2")});
    add("b", {command("1")});
    EXPECT_TRUE(carry_out({.jobs = 1}));
    EXPECT_THAT(log, ElementsAre("a 1", "a 1 ended", "a 2", "a 2 ended", "b 1", "b 1 ended"));
}

TEST_F(ScheduleTest, DoneIsToldAfterSuccessOnly) {
    add("a", {quick("1")});
    add("b", {failing("1")});
    for (Job& job : jobs) {
        job.done = [this](const JailContext& jail) { log.push_back(jail.label + " done"); };
    }
    EXPECT_FALSE(carry_out());
    EXPECT_THAT(log, ElementsAre("a 1", "a done"));
}

TEST_F(ScheduleTest, ASignalEndsItAndUndoesWhatIsUnderWay) {
    Step raising = quick("1");
    raising.run = [](JailContext&) -> Progress {
        EXPECT_EQ(raise(SIGTERM), 0);
        return std::nullopt;
    };
    add("a", {undoable("1"), command("2", std::make_shared<Event>())});
    add("b", {raising, undoable("2"), quick("3"), command("4", std::make_shared<Event>())});
    add("c", {quick("1")});
    add("d", {quick("1")}, {{0, Until::Done}});
    EXPECT_FALSE(carry_out());
    EXPECT_EQ(signal, SIGTERM);
    EXPECT_THAT(log, ElementsAre("a 1", "a 2", "b 2", "b 3", "b 4", "a undo 1", "b undo 2"));
    EXPECT_THAT(run.warnings, ElementsAre("a: interrupted", "b: interrupted"));
}

TEST_F(ScheduleTest, ABrokenPipeEndsNothing) {
    Step raising = quick("1");
    raising.run = [](JailContext&) -> Progress {
        EXPECT_EQ(raise(SIGPIPE), 0);
        return std::nullopt;
    };
    add("a", {raising});
    add("b", {command("1")});
    EXPECT_TRUE(carry_out());
    EXPECT_THAT(log, ElementsAre("b 1", "b 1 ended"));
}

TEST_F(ScheduleTest, ManyJobs) {
    for (std::size_t i = 0; i < 5000; i++) {
        add("j", {quick("1")},
            i == 0 ? std::vector<After>{} : std::vector<After>{{i - 1, Until::Done}});
    }
    EXPECT_TRUE(carry_out());
    EXPECT_EQ(log.size(), 5000U);
}

}  // namespace
}  // namespace gaol::engine
