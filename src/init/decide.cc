#include "gaol/init/decide.h"

#include <signal.h>

#include "gaol/os/jailinit_protocol.h"

namespace gaol::init {
namespace {

// Real-time signals start here for the kernel; SIGRTMIN of the C library is its own business.
constexpr int kFirstRealTime = 32;

// How often processes are counted whose end is not announced.
constexpr int64_t kRunningTick = 1'000'000'000;
constexpr int64_t kTerminatingTick = 20'000'000;

// A sender in an ancestor PID namespace has no id in ours: the kernel writes 0 (send_signal_locked
// in kernel/signal.c).  A process of the jail cannot forge that.  With kill(2) the kernel fills in
// SI_USER and the true id.  With rt_sigqueueinfo(2) and pidfd_send_signal(2) it may write any id,
// but a code >= 0, and SI_USER is 0, only to itself.  Signals of timers, queues, files and
// terminals have other codes.
//
// What is left is a signal whose record could not be queued: it is delivered as {SI_USER, 0}.
// Real-time signals come to that when RLIMIT_SIGPENDING is used up, so they are never obeyed.
// The others are queued beyond the limit.  (Linux 5.14 to 6.11 broke that within user namespaces;
// "signal: restore the override_rlimit logic" in 6.12 and the stable series repaired it.)
bool from_outside(const Received& received) noexcept {
    return received.signal > 0 && received.signal < kFirstRealTime && received.code == SI_USER &&
           received.sender == 0;
}

bool may_end_empty(const State& state) noexcept {
    return !state.persistent && state.used;
}

Phase after_running(const State& state, const Seen& seen) noexcept {
    if (state.stopping) {
        return Phase::Script;
    }
    const bool ended = may_end_empty(state) && seen.census == Census::Empty;
    return ended ? Phase::Over : Phase::Running;
}

}  // namespace

Request request_of(const Received& received) noexcept {
    if (!from_outside(received)) {
        return Request::None;
    }
    switch (received.signal) {
        case os::kStopJail:
            return Request::Stop;
        case os::kPersistent:
            return Request::Persist;
        case os::kNotPersistent:
            return Request::Release;
        case SIGCHLD:
            return Request::None;
        default:
            return Request::Forward;
    }
}

State obey(State state, Request request) noexcept {
    switch (request) {
        case Request::Stop:
            state.stopping = true;
            break;
        case Request::Persist:
            state.persistent = true;
            break;
        case Request::Release:
            state.persistent = false;
            state.used = true;
            break;
        case Request::None:
        case Request::Forward:
            break;
    }
    return state;
}

bool needs_census(const State& state) noexcept {
    const bool may_end = state.phase == Phase::Running && !state.stopping && may_end_empty(state);
    return may_end || state.phase == Phase::Terminating;
}

Phase next_phase(const State& state, const Seen& seen) noexcept {
    const bool late = seen.deadline == Deadline::Passed;
    switch (state.phase) {
        case Phase::Running:
            return after_running(state, seen);
        case Phase::Script:
            return seen.script == Script::Ended || late ? Phase::Terminating : Phase::Script;
        case Phase::Terminating:
            return seen.census == Census::Empty || late ? Phase::Over : Phase::Terminating;
        case Phase::Over:
            break;
    }
    return Phase::Over;
}

int64_t patience(Phase phase, Ends ends, int64_t left) noexcept {
    if (phase == Phase::Running) {
        return ends == Ends::Unseen ? kRunningTick : kForever;
    }
    const int64_t limit = phase == Phase::Terminating ? kTerminatingTick : left;
    const int64_t shorter = left < limit ? left : limit;
    return shorter > 0 ? shorter : 0;
}

}  // namespace gaol::init
