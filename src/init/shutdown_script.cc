#include "gaol/init/shutdown_script.h"

#include "gaol/init/syscall.h"

namespace gaol::init {
namespace {

constexpr const char* kScript = "/etc/rc.shutdown";
constexpr const char* kShell = "/bin/sh";
constexpr int kExitNotExecuted = 127;

bool is_regular_file(const char* path) noexcept {
    struct statx status;
    return sys::status_of(path, status) == 0 && (status.stx_mode & S_IFMT) == S_IFREG;
}

// jailinit itself has no descriptor open, so the first one to be opened is standard input.
void open_standard_streams() noexcept {
    const long null = sys::open("/dev/null", O_RDWR | O_NOCTTY);
    if (null >= 0) {
        sys::duplicate(null, 1);
        sys::duplicate(null, 2);
    }
}

// Ignored signals stay ignored over execve(2), whoever made them so.
void reset_signals() noexcept {
    for (int signal = 1; signal <= sys::kLastSignal; ++signal) {
        sys::default_action(signal);
    }
    sys::set_signal_mask(sys::kNoSignals);
}

[[noreturn]] void run_script() noexcept {
    const char* const environment[] = {"PATH=/sbin:/bin:/usr/sbin:/usr/bin", nullptr};
    const char* const direct[] = {kScript, "jail", nullptr};
    const char* const by_shell[] = {kShell, kScript, "jail", nullptr};
    sys::new_session();
    open_standard_streams();
    reset_signals();
    sys::exec(kScript, direct, environment);
    sys::exec(kShell, by_shell, environment);
    sys::exit(kExitNotExecuted);
}

}  // namespace

long start_shutdown_script() noexcept {
    if (!is_regular_file(kScript)) {
        return 0;
    }
    const long child = sys::fork();
    if (child == 0) {
        run_script();
    }
    return child > 0 ? child : 0;
}

}  // namespace gaol::init
