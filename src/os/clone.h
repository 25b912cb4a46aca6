// New processes that share their creator's memory until they execute a program.  Nothing is copied,
// so a large creator pays no more than a small one; and nothing but prepared data may be touched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "gaol/os/child.h"
#include "gaol/os/fd.h"

namespace gaol::os {

// Kinds of namespace, as the kernel numbers them (CLONE_NEW*).
struct Namespace {
    static constexpr std::uint64_t kMount = 0x00020000;
    static constexpr std::uint64_t kCgroup = 0x02000000;
    static constexpr std::uint64_t kUts = 0x04000000;
    static constexpr std::uint64_t kIpc = 0x08000000;
    static constexpr std::uint64_t kUser = 0x10000000;
    static constexpr std::uint64_t kPid = 0x20000000;
    static constexpr std::uint64_t kNet = 0x40000000;
};

// What the child runs: async-signal-safe, no C library state, ends in exec or returns a status.
using ChildMain = int (*)(void*) noexcept;

// Shared: what the child opens, the creator has as well.
enum class Descriptors : std::uint8_t { Copied, Shared };

struct CloneOptions {
    std::uint64_t namespaces = 0;
    int cgroup = -1;  // a cgroup2 directory to be born in (kernel 5.7), or -1
    Descriptors descriptors = Descriptors::Copied;
};

// The caller stands still until the child has executed a program or ended: a failure that the child
// leaves in the shared memory can be read at once.  Throws SysError.
[[nodiscard]] Child clone_until_exec(const CloneOptions& options, ChildMain main, void* arg);

// The same from a child that shares its creator's memory: async-signal-safe, on a stack of the
// creator's.  Returns 0 or a negative errno.
inline constexpr std::size_t kChildStack = 64 * 1024;
[[nodiscard]] int clone_from_child(char* stack, ChildMain main, void* arg) noexcept;

// Creator and child run side by side, and share descriptors as well: what the creator opens later,
// the child can use.
class SideBySide {
  public:
    SideBySide();
    SideBySide(const SideBySide&) = delete;
    SideBySide& operator=(const SideBySide&) = delete;
    ~SideBySide();  // waits for the child to leave the shared memory

    void start(const CloneOptions& options, ChildMain main, void* arg);

    // For a process of another PID namespace to start in the caller's stead (CLONE_PARENT): the
    // child becomes the creator's.  Async-signal-safe; returns a negative errno.
    [[nodiscard]] int start_for_parent(const CloneOptions& options, ChildMain main,
                                       void* arg) noexcept;

    // Whether there is a child that has not been taken yet: a process that was to start it may have
    // been killed before.
    [[nodiscard]] bool has_child() const noexcept;

    // Returns when the child has executed a program or ended.
    void wait_for_exec() noexcept;

    // The child that start made / that start_for_parent made, once that has returned.
    [[nodiscard]] Child take_child();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// A pidfd of the calling process / of any process.
[[nodiscard]] PidFd own_pidfd();
[[nodiscard]] PidFd open_pidfd(pid_t pid);
[[nodiscard]] std::optional<PidFd> try_open_pidfd(pid_t pid);  // empty: there is no such process

// The number of a process in the caller's PID namespace.  Throws SysError ESRCH when it is gone.
[[nodiscard]] pid_t pid_of(const PidFd& process);

// The user namespace of a child that has not been waited for.
[[nodiscard]] NsFd user_namespace_of(const Child& process);

// A number that no other process has while the machine runs, although its pid may be used again:
// the inode of its pidfd (kernel 6.9), or the time at which it started, in clock ticks.
[[nodiscard]] std::uint64_t serial_of(const PidFd& process);

// Reaps a process that has ended, if it is a child of the caller's.
void reap_if_own(const PidFd& process) noexcept;

// The children of the calling process, ended ones included (proc(5), children).
[[nodiscard]] std::vector<pid_t> own_children();

}  // namespace gaol::os
