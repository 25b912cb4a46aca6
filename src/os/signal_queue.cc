#include "gaol/os/signal_queue.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

sigset_t set_of(std::initializer_list<int> signals) {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : signals) {
        ::sigaddset(&set, signal);
    }
    return set;
}

}  // namespace

struct SignalQueue::Mask {
    sigset_t set;
};

SignalQueue::SignalQueue(std::initializer_list<int> signals) : before_(std::make_unique<Mask>()) {
    const sigset_t set = set_of(signals);
    fd_ = Fd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!fd_.valid()) {
        throw SysError(errno, "signalfd");
    }
    ::sigprocmask(SIG_BLOCK, &set, &before_->set);
}

SignalQueue::~SignalQueue() {
    ::sigprocmask(SIG_SETMASK, &before_->set, nullptr);
}

std::optional<int> SignalQueue::next() {
    signalfd_siginfo info{};
    if (::read(fd_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        return static_cast<int>(info.ssi_signo);
    }
    if (errno == EAGAIN || errno == EINTR) {
        return std::nullopt;
    }
    throw SysError(errno, "read", "signalfd");
}

void SignalQueue::act(int signal) noexcept {
    const sigset_t set = set_of({signal});
    ::raise(signal);
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace gaol::os
