#include "gaol/os/clone.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/os/file.h"
#include "gaol/os/raw.h"

namespace gaol::os {

namespace {

constexpr std::size_t kStackSize = kChildStack;

// Handlers are the creator's functions: CLONE_CLEAR_SIGHAND (kernel 5.5) leaves none; signals that
// are ignored it leaves ignored, which default_signals() of the child changes.
clone_args arguments(const CloneOptions& options, std::uint64_t flags, char* stack) {
    clone_args args{};
    args.flags = options.namespaces | flags | CLONE_PIDFD | CLONE_VM | CLONE_CLEAR_SIGHAND;
    args.exit_signal = SIGCHLD;
    args.stack = reinterpret_cast<std::uint64_t>(stack);
    args.stack_size = kStackSize;
    if (options.descriptors == Descriptors::Shared) {
        args.flags |= CLONE_FILES;
    }
    if (options.cgroup >= 0) {
        args.flags |= CLONE_INTO_CGROUP;
        args.cgroup = static_cast<__u64>(options.cgroup);
    }
    return args;
}

// Signals wait while memory is shared: a handler of the creator's must not run in the child.
class BlockedSignals {
  public:
    BlockedSignals() {
        sigset_t all;
        ::sigfillset(&all);
        ::sigprocmask(SIG_SETMASK, &all, &before_);
    }
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;
    ~BlockedSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_{};
};

}  // namespace

Child clone_until_exec(const CloneOptions& options, ChildMain main, void* arg) {
    // Not on the caller's own stack: the child never returns from its frames, and what a sanitizer
    // has marked there would stay marked.
    const auto stack = std::make_unique_for_overwrite<char[]>(kStackSize);
    int pidfd = -1;
    clone_args args = arguments(options, CLONE_VFORK, stack.get());
    args.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
    const BlockedSignals blocked;
    const long pid = raw::clone3(&args, sizeof args, main, arg);
    if (pid < 0) {
        throw SysError(static_cast<int>(-pid), "clone");
    }
    return {static_cast<pid_t>(pid), PidFd(pidfd)};
}

int clone_from_child(char* stack, ChildMain main, void* arg) noexcept {
    clone_args args{};
    args.flags = CLONE_VM | CLONE_VFORK;
    args.exit_signal = SIGCHLD;
    args.stack = reinterpret_cast<std::uint64_t>(stack);
    args.stack_size = kChildStack;
    const long pid = raw::clone3(&args, sizeof args, main, arg);
    return pid < 0 ? static_cast<int>(pid) : 0;
}

struct SideBySide::Impl {
    alignas(16) char stack[kStackSize];
    // Set by the kernel when there is a child, cleared, with a wake-up, at its exec or exit.
    std::uint32_t tid = 0;
    int pidfd = -1;
    pid_t pid = 0;  // 0: another process started it and knows another number
    sigset_t before{};

    clone_args prepare(const CloneOptions& options, std::uint64_t flags) {
        clone_args args = arguments(
            options, flags | CLONE_FILES | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID, stack);
        args.parent_tid = reinterpret_cast<std::uint64_t>(&tid);
        args.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
        args.child_tid = reinterpret_cast<std::uint64_t>(&tid);
        return args;
    }
};

SideBySide::SideBySide() : impl_(std::make_unique_for_overwrite<Impl>()) {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, &impl_->before);
}

SideBySide::~SideBySide() {
    const PidFd unclaimed(impl_->pidfd);
    if (unclaimed.valid()) {
        // Nobody took the child, so nobody will ever give it its go.
        ::syscall(SYS_pidfd_send_signal, unclaimed.get(), SIGKILL, nullptr, 0);
    }
    wait_for_exec();
    if (unclaimed.valid()) {
        reap_if_own(unclaimed);
    }
    ::sigprocmask(SIG_SETMASK, &impl_->before, nullptr);
}

void SideBySide::start(const CloneOptions& options, ChildMain main, void* arg) {
    clone_args args = impl_->prepare(options, 0);
    const long pid = raw::clone3(&args, sizeof args, main, arg);
    if (pid < 0) {
        throw SysError(static_cast<int>(-pid), "clone");
    }
    impl_->pid = static_cast<pid_t>(pid);
}

int SideBySide::start_for_parent(const CloneOptions& options, ChildMain main, void* arg) noexcept {
    clone_args args = impl_->prepare(options, CLONE_PARENT);
    args.exit_signal = 0;  // CLONE_PARENT takes the caller's own
    const long pid = raw::clone3(&args, sizeof args, main, arg);
    return pid < 0 ? static_cast<int>(pid) : 0;
}

bool SideBySide::has_child() const noexcept {
    return impl_->pidfd >= 0;
}

void SideBySide::wait_for_exec() noexcept {
    while (const std::uint32_t tid = __atomic_load_n(&impl_->tid, __ATOMIC_ACQUIRE)) {
        raw::futex_wait(&impl_->tid, tid);
    }
}

Child SideBySide::take_child() {
    PidFd pidfd(std::exchange(impl_->pidfd, -1));
    const pid_t pid = impl_->pid > 0 ? impl_->pid : pid_of(pidfd);
    return {pid, std::move(pidfd)};
}

PidFd own_pidfd() {
    return open_pidfd(::getpid());
}

std::optional<PidFd> try_open_pidfd(pid_t pid) {
    const long fd = ::syscall(SYS_pidfd_open, pid, 0);
    if (fd >= 0) {
        return PidFd(static_cast<int>(fd));
    }
    if (errno == ESRCH) {
        return std::nullopt;
    }
    throw SysError(errno, "pidfd_open", std::to_string(pid));
}

PidFd open_pidfd(pid_t pid) {
    auto pidfd = try_open_pidfd(pid);
    if (!pidfd) {
        throw SysError(ESRCH, "pidfd_open", std::to_string(pid));
    }
    return std::move(*pidfd);
}

pid_t pid_of(const PidFd& process) {
    const std::string path = "/proc/self/fdinfo/" + std::to_string(process.get());
    const std::string info = read_all(open_file(path, O_RDONLY), path, 4096);
    const std::size_t at = info.find("\nPid:");
    const auto pid = at == std::string::npos ? std::nullopt
                                             : parse_int(trim(std::string_view(info).substr(
                                                   at + 5, info.find('\n', at + 1) - at - 5)));
    if (!pid || *pid <= 0) {
        throw SysError(ESRCH, "pidfd");
    }
    return static_cast<pid_t>(*pid);
}

NsFd user_namespace_of(const Child& process) {
    constexpr unsigned long kGetUserNamespace = 0xff09;  // PIDFD_GET_USER_NAMESPACE, kernel 6.11
    const int fd = ::ioctl(process.pidfd().get(), kGetUserNamespace, 0);
    if (fd >= 0) {
        return NsFd(fd);
    }
    return NsFd(open_file("/proc/" + std::to_string(process.pid()) + "/ns/user", 0).release());
}

std::uint64_t serial_of(const PidFd& process) {
    constexpr long kPidFs = 0x50494446;  // PID_FS_MAGIC of linux/magic.h
    struct statfs fs {};
    struct stat status {};
    if (::fstatfs(process.get(), &fs) == 0 && fs.f_type == kPidFs &&
        ::fstat(process.get(), &status) == 0) {
        return status.st_ino;
    }
    const std::string path = "/proc/" + std::to_string(pid_of(process)) + "/stat";
    const std::string text = read_all(open_file(path, O_RDONLY), path, 4096);
    // The name of the program, field 2, is in parentheses and may hold anything.
    const std::vector<std::string> fields = split_words(text.substr(text.rfind(')') + 1));
    const auto started = fields.size() > 19 ? parse_uint(fields[19]) : std::nullopt;  // field 22
    if (!started) {
        throw SysError(ESRCH, "read", path);
    }
    return *started;
}

std::vector<pid_t> own_children() {
    const std::string path = "/proc/self/task/" + std::to_string(::getpid()) + "/children";
    const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::vector<pid_t> pids;
    if (!file.valid()) {
        return pids;  // a kernel without CONFIG_PROC_CHILDREN
    }
    for (const std::string& word : split_words(read_all(file, path, 1U << 20))) {
        if (const auto pid = parse_int(word)) {
            pids.push_back(static_cast<pid_t>(*pid));
        }
    }
    return pids;
}

void reap_if_own(const PidFd& process) noexcept {
    siginfo_t info{};
    constexpr auto kByPidFd = static_cast<idtype_t>(3);
    ::waitid(kByPidFd, static_cast<id_t>(process.get()), &info, WEXITED | WNOHANG);
}

}  // namespace gaol::os
