// System calls without libc, for code between clone and exec: the child shares its parent's memory,
// so it may touch neither errno nor any other state of the C library.  Each function returns what
// the kernel does: a result, or a negative errno.
#pragma once

#include <sys/syscall.h>

#include <cstddef>
#include <cstdint>

namespace gaol::os::raw {

struct Args {
    long a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
};

long call(long number, const Args& args) noexcept;

// An argument as the register that carries it.
template <typename T>
long word(T value) noexcept {
    return static_cast<long>(value);
}
template <typename T>
long word(T* value) noexcept {
    return reinterpret_cast<long>(value);
}
inline long word(std::nullptr_t) noexcept {
    return 0;
}

template <typename... T>
long sys(long number, T... args) noexcept {
    return call(number, Args{word(args)...});
}

// Runs fn(arg) in a new process on its own stack and leaves with what it returns.  args is the
// kernel's struct clone_args.  Returns the pid, in the parent only.
long clone3(void* args, std::size_t size, int (*fn)(void*) noexcept, void* arg) noexcept;

// Waits while *word == expected / wakes the waiters.  Shared futexes: the kernel's own wake at exec
// (CLONE_CHILD_CLEARTID) is of that kind.
void futex_wait(const std::uint32_t* word, std::uint32_t expected) noexcept;
void futex_wake(std::uint32_t* word) noexcept;

}  // namespace gaol::os::raw
