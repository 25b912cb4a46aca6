// Many plans at once, in one thread: who may run now, and waiting for the rest.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "gaol/engine/context.h"
#include "gaol/engine/execute.h"
#include "gaol/engine/order.h"
#include "gaol/os/poller.h"
#include "gaol/os/signal_queue.h"

namespace gaol::engine {

// One plan for one jail, and what it waits for.  jail must outlive the schedule; several jobs may
// share one.
struct Job {
    JailContext* jail = nullptr;
    std::vector<After> after;                           // jobs, by their place in the list
    Asked asked = Asked::Yes;                           // No: it is skipped without a word
    std::function<Plan(JailContext&)> plan;             // called when it is its turn
    std::function<void(const JailContext&)> done = {};  // called when all went well
};

// How it ended.
struct Outcome {
    bool success = false;  // everything was done
    int signal = 0;        // the signal that was given to end it, or 0
};

struct Limits {
    int commands = 0;  // at most so many commands at a time; 0: no limit
    int jobs = 0;      // at most so many plans at a time, for the sake of descriptors; 0: no limit
};

class Schedule {
  public:
    // Throws SysError.
    Schedule(std::vector<Job> jobs, Limits limits);

    // Carries out everything.  A job that waits for one that failed is skipped and has failed
    // itself.  SIGHUP, SIGINT and SIGTERM end it between two steps: plans under way are undone, the
    // rest is not begun, and the caller decides what else the signal shall do.
    [[nodiscard]] Outcome run();

  private:
    enum class Stage : std::uint8_t { Blocked, Ready, Running, Over };

    struct State {
        explicit State(JailContext& jail) : execution(jail) {}

        Execution execution;
        Stage stage = Stage::Blocked;
        std::size_t blockers = 0;      // entries of after that have not come about
        std::vector<After> followers;  // jobs that wait for this one
        bool turned = false;           // followers that wait for the turning point have been told
        bool holds_slot = false;
        std::vector<int> watched;  // descriptors under watch
        std::optional<Clock::time_point> deadline;
    };

    void start_ready();
    void begin(std::size_t job);
    void proceed(std::size_t job);
    bool take_slot(std::size_t job);
    void give_slot(std::size_t job);
    void serve_queue();
    void watch(std::size_t job, const Wait& wait);
    void unwatch(std::size_t job);
    void resume(std::size_t job, Expired expired);
    void note_turning(std::size_t job);
    void release(std::size_t job, Until until);
    void complete(std::size_t job);
    void skip(std::size_t job);
    void wait_for_events();
    void read_signals();
    void interrupt();
    void note_readable(const os::Poller::Entry& entry);
    void expire_deadlines();

    std::vector<Job> jobs_;
    Limits limits_;
    std::vector<State> states_;
    os::Poller poller_;
    os::SignalQueue signals_;
    std::deque<std::size_t> ready_;  // nothing stands in their way
    std::deque<std::size_t> queue_;  // wait for a slot, the first of them first
    std::set<std::pair<Clock::time_point, std::size_t>> deadlines_;
    std::size_t unfinished_ = 0;
    int running_ = 0;   // plans under way
    int commands_ = 0;  // slots taken
    bool failed_ = false;
    int signal_ = 0;  // the one that ends it
};

}  // namespace gaol::engine
