// A process that was started and will be waited for, held by its pidfd: never a bare pid.
#pragma once

#include <sys/types.h>

#include <optional>

#include "gaol/os/fd.h"

namespace gaol::os {

struct ExitStatus {
    int code = 0;    // exit code, when signal is 0
    int signal = 0;  // the signal that ended it, or 0

    [[nodiscard]] bool success() const noexcept { return code == 0 && signal == 0; }
};

// Destruction does not kill: a child that nobody waits for is adopted by the system's init.
class Child {
  public:
    Child(pid_t pid, PidFd pidfd) noexcept : pid_(pid), pidfd_(std::move(pidfd)) {}

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }

    // Readable (POLLIN) once the process has ended.
    [[nodiscard]] const PidFd& pidfd() const noexcept { return pidfd_; }

    // Reaps.  wait blocks; try_wait is empty while the process runs.  A process that the removal of
    // its jail has killed and reaped counts as killed.
    [[nodiscard]] ExitStatus wait();
    [[nodiscard]] std::optional<ExitStatus> try_wait();

  private:
    pid_t pid_;
    PidFd pidfd_;
};

inline constexpr int kSignalKill = 9;
inline constexpr int kSignalTerm = 15;

// Sends a signal through a pidfd; false when the process is gone.  Throws SysError otherwise.
bool send_signal(const PidFd& process, int signal);

// Waits until the process has ended; false when milliseconds passed first.  -1: for ever.
[[nodiscard]] bool wait_gone(const PidFd& process, int milliseconds);

}  // namespace gaol::os
