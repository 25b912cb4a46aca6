#include "gaol/os/cgroup.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <mntent.h>
#include <poll.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/os/file.h"

namespace gaol::os {

namespace {

constexpr std::size_t kProcsLimit = std::size_t{64} << 20;

bool cgroup2_at(const char* path) {
    struct statfs status {};
    return ::statfs(path, &status) == 0 && status.f_type == CGROUP2_SUPER_MAGIC;
}

// What a descriptor of a removed group answers: ENOENT to an open, ENODEV to a read.
bool removed(int errnum) {
    return errnum == ENOENT || errnum == ENODEV;
}

// A file of a group; invalid when the group has been removed.
Fd open_group_file(const Fd& dir, const char* name, int flags) {
    const int fd = ::openat(dir.get(), name, flags | O_CLOEXEC);
    if (fd < 0 && !removed(errno)) {
        throw SysError(errno, "open", name);
    }
    return Fd(fd);
}

bool populated(const Fd& events) {
    char text[256];
    const ssize_t size = ::pread(events.get(), text, sizeof text - 1, 0);
    if (size < 0) {
        if (removed(errno)) {
            return false;
        }
        throw SysError(errno, "read", "cgroup.events");
    }
    text[size] = '\0';
    return std::strstr(text, "populated 1") != nullptr;
}

}  // namespace

std::optional<std::string> cgroup2_mount() {
    for (const char* usual : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
        if (cgroup2_at(usual)) {
            return usual;
        }
    }
    const std::unique_ptr<FILE, int (*)(FILE*)> table(::setmntent("/proc/self/mounts", "re"),
                                                      ::endmntent);
    char buffer[8192];
    mntent entry{};
    while (table && ::getmntent_r(table.get(), &entry, buffer, sizeof buffer) != nullptr) {
        if (std::strcmp(entry.mnt_type, "cgroup2") == 0) {
            return entry.mnt_dir;
        }
    }
    return std::nullopt;
}

bool is_cgroup2(const Fd& dir) {
    struct statfs status {};
    return ::fstatfs(dir.get(), &status) == 0 && status.f_type == CGROUP2_SUPER_MAGIC;
}

bool cgroup_populated(const Fd& dir) {
    const Fd events = open_group_file(dir, "cgroup.events", O_RDONLY);
    return events.valid() && populated(events);
}

bool cgroup_wait_empty(const Fd& dir, int milliseconds) {
    const Fd events = open_group_file(dir, "cgroup.events", O_RDONLY);
    pollfd entry{.fd = events.get(), .events = POLLPRI, .revents = 0};
    while (events.valid() && populated(events)) {
        // Each read arms the next notification: no change can fall between.
        const int ready = ::poll(&entry, 1, milliseconds);
        if (ready == 0) {
            return !populated(events);
        }
        if (ready < 0 && errno != EINTR) {
            throw SysError(errno, "poll", "cgroup.events");
        }
    }
    return true;
}

std::vector<pid_t> cgroup_processes(const Fd& dir) {
    const Fd file = open_at(dir, "cgroup.procs", O_RDONLY);
    std::vector<pid_t> pids;
    for (const std::string& line : split_words(read_all(file, "cgroup.procs", kProcsLimit))) {
        if (const auto pid = parse_int(line)) {
            pids.push_back(static_cast<pid_t>(*pid));
        }
    }
    return pids;
}

std::vector<pid_t> cgroup_processes_below(const Fd& dir) {
    std::vector<pid_t> pids = cgroup_processes(dir);
    if (subdirectories(dir) > 0) {
        for (const std::string& name : list_dir(dir)) {
            if (const auto group = try_open_dir_at(dir, name)) {
                const std::vector<pid_t> more = cgroup_processes_below(*group);
                pids.insert(pids.end(), more.begin(), more.end());
            }
        }
    }
    return pids;
}

void cgroup_kill(const Fd& dir) {
    const Fd file = open_group_file(dir, "cgroup.kill", O_WRONLY);
    if (file.valid() && ::write(file.get(), "1", 1) < 0 && !removed(errno)) {
        throw SysError(errno, "write", "cgroup.kill");
    }
}

namespace {

// The first group below dir, if any: the link count spares reading a directory without, and the
// usual name the reading of most others.
std::optional<std::string> first_group(const Fd& dir, const std::string& usual) {
    if (subdirectories(dir) == 0) {
        return std::nullopt;
    }
    if (try_open_dir_at(dir, usual)) {
        return usual;
    }
    for (const std::string& name : list_dir(dir)) {
        if (try_open_dir_at(dir, name)) {
            return name;
        }
    }
    return std::nullopt;
}

}  // namespace

bool cgroup_remove(const Fd& dir, const std::string& name, const std::string& usual) {
    auto group = try_open_dir_at(dir, name);
    if (!group) {
        return false;
    }
    // Down to a leaf and up again by "..": a tree of any depth takes one descriptor.
    std::vector<std::string> below;
    for (;;) {
        if (const auto next = first_group(*group, usual)) {
            group = open_dir_at(*group, *next);
            below.push_back(*next);
            continue;
        }
        if (below.empty()) {
            return remove_dir_at(dir, name);
        }
        group = open_dir_at(*group, "..");
        remove_dir_at(*group, below.back());
        below.pop_back();
    }
}

void cgroup_delegate(const Fd& dir, uid_t owner, gid_t group) {
    for (const char* name : {".", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"}) {
        if (::fchownat(dir.get(), name, owner, group, 0) < 0) {
            throw SysError(errno, "chown", name);
        }
    }
}

}  // namespace gaol::os
