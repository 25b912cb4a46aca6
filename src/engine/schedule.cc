#include "gaol/engine/schedule.h"

#include <algorithm>
#include <csignal>
#include <limits>

namespace gaol::engine {

namespace {

constexpr auto kSignals = std::numeric_limits<std::uint32_t>::max();  // an owner that is no job

}  // namespace

Schedule::Schedule(std::vector<Job> jobs, Limits limits)
    : jobs_(std::move(jobs)),
      limits_(limits),
      signals_{SIGHUP, SIGINT, SIGTERM, SIGPIPE},
      unfinished_(jobs_.size()) {
    poller_.add({.owner = kSignals, .fd = signals_.fd()});
    states_.reserve(jobs_.size());
    for (const Job& job : jobs_) {
        states_.emplace_back(*job.jail);
    }
    for (std::size_t job = 0; job < jobs_.size(); job++) {
        for (const After& after : jobs_[job].after) {
            states_[after.task].followers.push_back({job, after.until});
        }
        states_[job].blockers = jobs_[job].after.size();
        if (states_[job].blockers == 0) {
            states_[job].stage = Stage::Ready;
            ready_.push_back(job);
        }
    }
}

Outcome Schedule::run() {
    start_ready();
    while (unfinished_ > 0 && signal_ == 0) {
        wait_for_events();
        start_ready();
    }
    if (signal_ != 0) {
        interrupt();
    }
    return {.success = !failed_, .signal = signal_};
}

void Schedule::start_ready() {
    read_signals();
    while (signal_ == 0 && !ready_.empty() && (limits_.jobs <= 0 || running_ < limits_.jobs)) {
        const std::size_t job = ready_.front();
        ready_.pop_front();
        begin(job);
        read_signals();
    }
}

// A reader of our output that goes away (SIGPIPE) is no reason to leave jails half made.
void Schedule::read_signals() {
    while (const auto signal = signals_.next()) {
        if (*signal != SIGPIPE) {
            signal_ = *signal;
        }
    }
}

void Schedule::interrupt() {
    failed_ = true;
    for (std::size_t job = 0; job < jobs_.size(); job++) {
        if (states_[job].stage == Stage::Running) {
            unwatch(job);
            states_[job].execution.interrupt();
        }
    }
}

void Schedule::begin(std::size_t job) {
    State& state = states_[job];
    state.stage = Stage::Running;
    running_++;
    state.execution.begin(jobs_[job].plan);
    proceed(job);
}

// Goes on until something has to be waited for.
void Schedule::proceed(std::size_t job) {
    Execution& execution = states_[job].execution;
    while (const Step* step = execution.next()) {
        if (step->slot == Slot::Needed && !take_slot(job)) {
            queue_.push_back(job);
            return;
        }
        if (const Wait* wait = execution.run()) {
            watch(job, *wait);
            return;
        }
        give_slot(job);
        note_turning(job);
    }
    complete(job);
}

bool Schedule::take_slot(std::size_t job) {
    if (limits_.commands > 0 && commands_ >= limits_.commands) {
        return false;
    }
    commands_++;
    states_[job].holds_slot = true;
    return true;
}

void Schedule::give_slot(std::size_t job) {
    if (std::exchange(states_[job].holds_slot, false)) {
        commands_--;
    }
}

// A jail whose command has ended goes on first; those that queue get what it leaves.
void Schedule::serve_queue() {
    while (!queue_.empty() && (limits_.commands <= 0 || commands_ < limits_.commands)) {
        const std::size_t job = queue_.front();
        queue_.pop_front();
        proceed(job);
    }
}

void Schedule::watch(std::size_t job, const Wait& wait) {
    State& state = states_[job];
    state.watched = wait.fds;
    for (const int fd : wait.fds) {
        poller_.add({.owner = static_cast<std::uint32_t>(job), .fd = fd});
    }
    state.deadline = wait.deadline;
    if (state.deadline) {
        deadlines_.emplace(*state.deadline, job);
    }
}

void Schedule::unwatch(std::size_t job) {
    State& state = states_[job];
    for (const int fd : state.watched) {
        poller_.remove(fd);
    }
    state.watched.clear();
    if (state.deadline) {
        deadlines_.erase({*state.deadline, job});
        state.deadline.reset();
    }
}

void Schedule::resume(std::size_t job, Expired expired) {
    unwatch(job);
    if (const Wait* wait = states_[job].execution.finish(expired)) {
        watch(job, *wait);
        return;
    }
    give_slot(job);
    note_turning(job);
    proceed(job);
    serve_queue();
}

void Schedule::note_turning(std::size_t job) {
    State& state = states_[job];
    if (state.execution.turned() && !std::exchange(state.turned, true)) {
        release(job, Until::Turned);
    }
}

void Schedule::release(std::size_t job, Until until) {
    for (const After& follower : states_[job].followers) {
        State& other = states_[follower.task];
        if (follower.until == until && other.stage == Stage::Blocked && --other.blockers == 0) {
            other.stage = Stage::Ready;
            ready_.push_back(follower.task);
        }
    }
}

void Schedule::complete(std::size_t job) {
    State& state = states_[job];
    state.stage = Stage::Over;
    running_--;
    unfinished_--;
    state.execution.conclude(jobs_[job].done);
    if (state.execution.failed()) {
        failed_ = true;
        skip(job);
        return;
    }
    // A plan without a turning point has turned when it is over.
    if (!std::exchange(state.turned, true)) {
        release(job, Until::Turned);
    }
    release(job, Until::Done);
}

// Fails everything that waits for a failed job, however indirectly.  A follower that waited for the
// turning point only, and has been told of it, is on its way and goes on.
void Schedule::skip(std::size_t job) {
    std::vector<std::size_t> failed{job};
    while (!failed.empty()) {
        const std::size_t cause = failed.back();
        failed.pop_back();
        for (const After& follower : states_[cause].followers) {
            State& other = states_[follower.task];
            const bool told = follower.until == Until::Turned && states_[cause].turned;
            if (other.stage != Stage::Blocked || told) {
                continue;
            }
            other.stage = Stage::Over;
            unfinished_--;
            const JailContext& jail = *jobs_[follower.task].jail;
            if (jobs_[follower.task].asked == Asked::Yes && &jail != jobs_[cause].jail &&
                jail.options().verbosity != Verbosity::Quiet) {
                jail.warn("skipped");
            }
            failed.push_back(follower.task);
        }
    }
}

void Schedule::wait_for_events() {
    std::optional<std::chrono::milliseconds> limit;
    if (!deadlines_.empty()) {
        limit =
            std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - Clock::now());
    }
    const std::vector<os::Poller::Entry> entries = poller_.wait(limit);
    for (const os::Poller::Entry& entry : entries) {
        note_readable(entry);
    }
    // A process that ended in time has done so, however late it is noticed: deadlines are looked at
    // only when no more can be readable.
    if (entries.size() < os::Poller::kBatch) {
        expire_deadlines();
    }
}

void Schedule::note_readable(const os::Poller::Entry& entry) {
    if (entry.owner == kSignals) {
        return;  // they are read before anything is begun
    }
    State& state = states_[entry.owner];
    const auto found = std::find(state.watched.begin(), state.watched.end(), entry.fd);
    if (found == state.watched.end()) {
        return;
    }
    if (state.watched.size() == 1) {
        resume(entry.owner, Expired::No);
        return;
    }
    poller_.remove(entry.fd);
    state.watched.erase(found);
}

void Schedule::expire_deadlines() {
    const Clock::time_point now = Clock::now();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        resume(deadlines_.begin()->second, Expired::Yes);
    }
}

}  // namespace gaol::engine
