#include "gaol/init/first_process.h"

#include <asm/errno.h>
#include <linux/wait.h>

#include "gaol/init/shutdown_script.h"
#include "gaol/init/syscall.h"

namespace gaol::init {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

int64_t now() noexcept {
    timespec time = {};
    sys::read_clock(CLOCK_MONOTONIC, time);
    return time.tv_sec * kSecond + time.tv_nsec;
}

timespec to_timespec(int64_t nanoseconds) noexcept {
    return {.tv_sec = nanoseconds / kSecond, .tv_nsec = nanoseconds % kSecond};
}

// Without signals jailinit still reaps, ten times a second: a dead first process kills the jail.
Received without_signal(long error) noexcept {
    if (error != -EAGAIN && error != -EINTR) {
        sys::sleep(to_timespec(kSecond / 10));
    }
    return {};
}

Received receive(int64_t patience) noexcept {
    siginfo_t info;
    const timespec timeout = to_timespec(patience);
    const long signal = sys::wait_signal(info, patience == kForever ? nullptr : &timeout);
    if (signal <= 0) {
        return without_signal(signal);
    }
    return {.signal = info.si_signo, .code = info.si_code, .sender = info.si_pid};
}

// kill(2) to -1 reaches every process that we see but ourselves, those that entered from outside
// and those of PID namespaces below included; with signal 0 it counts zombies too.
Census count_processes() noexcept {
    return sys::kill_all(0) == -ESRCH ? Census::Empty : Census::Occupied;
}

}  // namespace

FirstProcess::FirstProcess(const Options& options) noexcept
    : state_{.persistent = options.persistent}, stop_time_(options.seconds * kSecond) {}

void FirstProcess::run() noexcept {
    while (state_.phase != Phase::Over) {
        handle(receive(patience(state_.phase, ends(), deadline_ - now())));
        reap();
        while (advance()) {
        }
    }
}

void FirstProcess::handle(const Received& received) noexcept {
    const Request request = request_of(received);
    state_ = obey(state_, request);
    if (request == Request::Forward) {
        sys::kill_all(received.signal);
    }
}

void FirstProcess::reap() noexcept {
    long child = sys::wait_child(WNOHANG);
    for (; child > 0; child = sys::wait_child(WNOHANG)) {
        state_.used = true;
        script_ = child == script_ ? 0 : script_;
    }
    children_ = child == -ECHILD ? Children::None : Children::Some;
}

Ends FirstProcess::ends() const noexcept {
    const bool unseen = needs_census(state_) && children_ == Children::None;
    return unseen ? Ends::Unseen : Ends::Announced;
}

Seen FirstProcess::look() const noexcept {
    return {
        .census = ends() == Ends::Unseen ? count_processes() : Census::Occupied,
        .script = script_ != 0 ? Script::Running : Script::Ended,
        .deadline = now() >= deadline_ ? Deadline::Passed : Deadline::Ahead,
    };
}

bool FirstProcess::advance() noexcept {
    const Phase next = next_phase(state_, look());
    if (next == state_.phase) {
        return false;
    }
    state_.phase = next;
    begin(next);
    return true;
}

void FirstProcess::begin(Phase phase) noexcept {
    deadline_ = now() + stop_time_;
    switch (phase) {
        case Phase::Running:
            break;
        case Phase::Script:
            script_ = start_shutdown_script();
            break;
        case Phase::Terminating:
            sys::kill_all(SIGTERM);
            sys::kill_all(SIGCONT);
            break;
        case Phase::Over:
            sys::kill_all(SIGKILL);
            while (sys::wait_child(0) > 0) {
            }
            break;
    }
}

}  // namespace gaol::init
