// The system calls that jailinit makes, without a C library: each returns what the kernel returns,
// which is a negative errno value on failure.
#pragma once

#include <asm/unistd.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>

namespace gaol::init::sys {

struct Arguments {
    long a = 0, b = 0, c = 0, d = 0, e = 0;
};

long call(long number, const Arguments& args) noexcept;

inline long address(const volatile void* pointer) noexcept {
    return reinterpret_cast<long>(pointer);
}

// The kernel's signal set: bit n - 1 is signal n.
using SignalSet = uint64_t;
inline constexpr SignalSet kAllSignals = ~SignalSet{0};
inline constexpr SignalSet kNoSignals = 0;
inline constexpr int kLastSignal = 64;

inline long set_signal_mask(SignalSet set) noexcept {
    return call(__NR_rt_sigprocmask, {SIG_SETMASK, address(&set), 0, sizeof(set)});
}

inline long default_action(int signal) noexcept {
    const long kernel_sigaction[4] = {};  // SIG_DFL, no flags, no restorer, empty mask
    return call(__NR_rt_sigaction, {signal, address(&kernel_sigaction), 0, sizeof(SignalSet)});
}

// Waits for any signal; for ever if `timeout` is null.
inline long wait_signal(siginfo_t& info, const timespec* timeout) noexcept {
    const SignalSet set = kAllSignals;
    return call(__NR_rt_sigtimedwait,
                {address(&set), address(&info), address(timeout), sizeof(set)});
}

inline long kill_all(int signal) noexcept {
    return call(__NR_kill, {-1, signal});
}

// The id of any child that has ended, which is now reaped.
inline long wait_child(int options) noexcept {
    return call(__NR_wait4, {-1, 0, options});
}

// clone(2), because aarch64 has no fork(2).
inline long fork() noexcept {
    return call(__NR_clone, {SIGCHLD});
}

inline long exec(const char* path, const char* const* argv, const char* const* envp) noexcept {
    return call(__NR_execve, {address(path), address(argv), address(envp)});
}

[[noreturn]] inline void exit(int status) noexcept {
    for (;;) {
        call(__NR_exit_group, {status});
    }
}

inline long open(const char* path, int flags) noexcept {
    return call(__NR_openat, {AT_FDCWD, address(path), flags});
}

inline long duplicate(long from, long to) noexcept {
    return call(__NR_dup3, {from, to});
}

inline long write(int fd, const char* text, unsigned long size) noexcept {
    return call(__NR_write, {fd, address(text), static_cast<long>(size)});
}

inline long close_all() noexcept {
    return call(__NR_close_range, {0, UINT32_MAX});
}

inline long status_of(const char* path, struct statx& status) noexcept {
    return call(__NR_statx, {AT_FDCWD, address(path), 0, STATX_TYPE, address(&status)});
}

inline long change_directory(const char* path) noexcept {
    return call(__NR_chdir, {address(path)});
}

inline long file_mask(int mask) noexcept {
    return call(__NR_umask, {mask});
}

inline long new_session() noexcept {
    return call(__NR_setsid, {});
}

inline long process_id() noexcept {
    return call(__NR_getpid, {});
}

inline long control(int operation, long argument) noexcept {
    return call(__NR_prctl, {operation, argument});
}

inline long read_clock(clockid_t clock, timespec& now) noexcept {
    return call(__NR_clock_gettime, {clock, address(&now)});
}

inline long sleep(const timespec& time) noexcept {
    return call(__NR_nanosleep, {address(&time)});
}

}  // namespace gaol::init::sys
