#include "gaol/os/raw_process.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <termios.h>

#include <cerrno>

#include "gaol/os/raw.h"

namespace gaol::os::raw {

namespace {

constexpr std::size_t kMaskSize = 8;  // of the kernel's sigset_t

int result(long value) noexcept {
    return static_cast<int>(value);
}

// The kernel's struct sigaction, which is not the C library's.
struct KernelAction {
    void* handler;
    unsigned long flags;
    void* restorer;
    unsigned long mask;
};

}  // namespace

int die_with(int creator) noexcept {
    if (const long error = sys(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL); error < 0) {
        return result(error);
    }
    // The creator may have gone between clone and prctl: then no signal will ever come.
    pollfd entry{.fd = creator, .events = POLLIN, .revents = 0};
    timespec now{};
    const long gone = sys(SYS_ppoll, &entry, 1, &now, nullptr, 0);
    return gone == 0 ? 0 : -ESRCH;
}

int outlive_creator() noexcept {
    return result(sys(SYS_prctl, PR_SET_PDEATHSIG, 0));
}

int join_namespaces(int fd, std::uint64_t kinds) noexcept {
    return result(sys(SYS_setns, fd, kinds));
}

int own_cgroup_namespace() noexcept {
    return result(sys(SYS_unshare, CLONE_NEWCGROUP));
}

int become(uid_t uid, gid_t gid, const gid_t* groups, std::size_t count) noexcept {
    long error = sys(SYS_setgroups, count, groups);
    if (error == 0) {
        error = sys(SYS_setresgid, gid, gid, gid);
    }
    if (error == 0) {
        error = sys(SYS_setresuid, uid, uid, uid);
    }
    return result(error);
}

int set_host_name(const char* name, std::size_t length) noexcept {
    return result(sys(SYS_sethostname, name, length));
}

int set_domain_name(const char* name, std::size_t length) noexcept {
    return result(sys(SYS_setdomainname, name, length));
}

int keep_mounts_private() noexcept {
    return result(sys(SYS_mount, nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
}

int cover_root(int mount) noexcept {
    const long error = sys(SYS_move_mount, mount, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH);
    return error < 0 ? result(error) : result(sys(SYS_fchdir, mount));
}

int pivot_here() noexcept {
    long error = sys(SYS_pivot_root, ".", ".");
    if (error == 0) {
        // The old root lies on top of the new one now, and is what "." means.
        error = sys(SYS_umount2, ".", MNT_DETACH);
    }
    return error < 0 ? result(error) : result(sys(SYS_chdir, "/"));
}

int change_dir(const char* path) noexcept {
    return result(sys(SYS_chdir, path));
}

int new_session() noexcept {
    return result(sys(SYS_setsid));
}

int make_controlling(int terminal) noexcept {
    return result(sys(SYS_ioctl, terminal, TIOCSCTTY, 0));
}

int own_keyring() noexcept {
    return result(sys(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr));
}

int limit_capabilities(std::uint64_t keep) noexcept {
    for (int capability = 0; capability < 64; capability++) {
        if ((keep >> capability & 1) != 0) {
            continue;
        }
        const long error = sys(SYS_prctl, PR_CAPBSET_DROP, capability, 0, 0, 0);
        if (error == -EINVAL) {
            break;  // past the last one that this kernel knows
        }
        if (error < 0) {
            return result(error);
        }
    }
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const auto low = static_cast<std::uint32_t>(keep);
    const auto high = static_cast<std::uint32_t>(keep >> 32);
    __user_cap_data_struct data[2]{{.effective = low, .permitted = low, .inheritable = 0},
                                   {.effective = high, .permitted = high, .inheritable = 0}};
    __user_cap_data_struct held[2]{};
    if (const long error = sys(SYS_capget, &header, held); error < 0) {
        return result(error);
    }
    for (int half = 0; half < 2; half++) {
        data[half].effective &= held[half].permitted;
        data[half].permitted &= held[half].permitted;
    }
    return result(sys(SYS_capset, &header, data));
}

int install_filter(const Filter& filter) noexcept {
    static_assert(sizeof(FilterStep) == sizeof(sock_filter));
    const struct {
        unsigned short count;
        const FilterStep* steps;
    } program{filter.count, filter.steps};
    return result(sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

void default_signals() noexcept {
    constexpr KernelAction kDefault{};
    constexpr int kLast = 64;
    for (int signal = 1; signal <= kLast; signal++) {
        sys(SYS_rt_sigaction, signal, &kDefault, nullptr, kMaskSize);
    }
}

void unblock_signals() noexcept {
    constexpr unsigned long kNone = 0;
    sys(SYS_rt_sigprocmask, SIG_SETMASK, &kNone, nullptr, kMaskSize);
}

int set_standard_fds(int input, int output, int error) noexcept {
    int fds[3] = {input, output, error};
    // Out of the way first, so that none is overwritten before its turn.
    for (int& fd : fds) {
        fd = result(sys(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 3));
        if (fd < 0) {
            return fd;
        }
    }
    for (int number = 0; number < 3; number++) {
        if (const long failed = sys(SYS_dup3, fds[number], number, 0); failed < 0) {
            return result(failed);
        }
    }
    return 0;
}

int close_from_at_exec(unsigned first) noexcept {
    return result(sys(SYS_close_range, first, ~0U, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC));
}

int exec_path(const char* path, char* const* argv, char* const* envp) noexcept {
    return result(sys(SYS_execve, path, argv, envp));
}

int exec_fd(int fd, char* const* argv, char* const* envp) noexcept {
    return result(sys(SYS_execveat, fd, "", argv, envp, AT_EMPTY_PATH));
}

int open_path(const char* path, int flags) noexcept {
    return result(sys(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0));
}

int write_file(const char* path, const char* text, std::size_t length) noexcept {
    const int file = open_path(path, O_WRONLY);
    if (file < 0) {
        return file;
    }
    const long written = sys(SYS_write, file, text, length);
    sys(SYS_close, file);
    return written < 0 ? result(written) : 0;
}

}  // namespace gaol::os::raw
