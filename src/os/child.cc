#include "gaol/os/child.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

// Debian 12's headers have it; its value is the kernel's P_PIDFD.
constexpr idtype_t kByPidFd = static_cast<idtype_t>(3);

std::optional<ExitStatus> reap(const PidFd& pidfd, int flags) {
    siginfo_t info{};
    while (::waitid(kByPidFd, static_cast<id_t>(pidfd.get()), &info, WEXITED | flags) < 0) {
        if (errno == ECHILD) {
            // Reaped already: whoever removed its jail killed it and let go of it.
            return ExitStatus{.code = 0, .signal = SIGKILL};
        }
        if (errno != EINTR) {
            throw SysError(errno, "waitid");
        }
    }
    if (info.si_pid == 0) {
        return std::nullopt;
    }
    if (info.si_code == CLD_EXITED) {
        return ExitStatus{.code = info.si_status, .signal = 0};
    }
    return ExitStatus{.code = 0, .signal = info.si_status};
}

}  // namespace

ExitStatus Child::wait() {
    return reap(pidfd_, 0).value_or(ExitStatus{});
}

std::optional<ExitStatus> Child::try_wait() {
    return reap(pidfd_, WNOHANG);
}

bool send_signal(const PidFd& process, int signal) {
    if (::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0) {
        return true;
    }
    if (errno == ESRCH) {
        return false;
    }
    throw SysError(errno, "pidfd_send_signal");
}

bool wait_gone(const PidFd& process, int milliseconds) {
    pollfd entry{.fd = process.get(), .events = POLLIN, .revents = 0};
    for (;;) {
        const int ready = ::poll(&entry, 1, milliseconds);
        if (ready >= 0) {
            return ready > 0;
        }
        if (errno != EINTR) {
            throw SysError(errno, "poll");
        }
    }
}

}  // namespace gaol::os
