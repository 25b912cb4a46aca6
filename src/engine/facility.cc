#include "gaol/engine/facility.h"

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/model/hierarchy.h"
#include "gaol/model/name.h"
#include "gaol/os/cgroup.h"
#include "gaol/os/clone.h"
#include "gaol/os/jailinit_protocol.h"
#include "gaol/os/uname.h"
#include "gaol/security/policy.h"

namespace gaol::engine {

namespace {

constexpr std::size_t kMaxRelease = 31;  // jail(8): osrelease is 1 to 31 bytes long

constexpr int kLeaveMilliseconds = 5000;  // for processes that were killed
constexpr int kEndMilliseconds = 2000;    // for a first process that has nothing left to wait for

constexpr int kPathOnly = 010000000 | 0200000;  // O_PATH | O_DIRECTORY, asm-generic

// The caller's own commands in a jail.  The first process of a PID namespace ends only when every
// process of it has been reaped, and these can be reaped by nobody else.
std::vector<os::PidFd> own_commands(const registry::Jail& jail) {
    std::vector<os::PidFd> commands;
    const std::vector<pid_t> children = os::own_children();
    if (children.size() <= 1) {
        return commands;  // the first process at the most
    }
    const auto members = os::cgroup_processes_below(os::open_dir_at(jail.dir, registry::kSelf));
    for (const pid_t pid : children) {
        if (pid != jail.record.first.pid &&
            std::find(members.begin(), members.end(), pid) != members.end()) {
            commands.push_back(os::open_pidfd(pid));
        }
    }
    return commands;
}

}  // namespace

proc::Confinement confinement(const ParamValues& params) {
    return {.capabilities = security::capabilities(params),
            .filter = security::system_calls(params)};
}

std::uint64_t joined_namespaces(const registry::Jail& jail) {
    using os::Namespace;
    const std::uint64_t always =
        Namespace::kMount | Namespace::kUts | Namespace::kIpc | Namespace::kCgroup;
    return jail.record.ids.count > 0 ? always | Namespace::kUser : always;
}

std::optional<registry::Jail> Facility::shown(std::optional<registry::Jail> jail, Dying dying) {
    if (!jail) {
        return std::nullopt;
    }
    if (!os::cgroup_populated(jail->dir)) {
        // Gone, or a removal is about to say so.  Whoever meets it clears it away.
        clear_if_empty(*jail);
        return std::nullopt;
    }
    if (jail->record.state == registry::State::Dying && dying == Dying::Hide) {
        return std::nullopt;
    }
    return jail;
}

std::optional<registry::Jail> Facility::find(int jid, Dying dying) {
    return shown(registry.find(jid), dying);
}

std::optional<registry::Jail> Facility::find(std::string_view name, Dying dying) {
    std::optional<registry::Jail> jail;
    int parent = 0;
    for (const std::string& component : split(name, '.')) {
        jail = registry.find_child(parent, component);
        if (!jail) {
            return std::nullopt;
        }
        parent = jail->record.jid;
    }
    return shown(std::move(jail), dying);
}

registry::Jail Facility::require(int jid) {
    auto jail = find(jid, Dying::Hide);
    if (!jail) {
        throw JailError(ENOENT, "jail " + std::to_string(jid) + " not found");
    }
    return std::move(*jail);
}

std::string Facility::full_name(const registry::Jail& jail) const {
    std::string name = jail.record.name;
    for (int above = jail.parent; above > 0;) {
        const auto parent = registry.find(above);
        if (!parent) {
            break;
        }
        name = gaol::full_name(parent->record.name, name);
        above = parent->parent;
    }
    return name;
}

Prison Facility::view(const registry::Jail& jail, std::string name, std::size_t children) const {
    Prison prison{.jid = jail.record.jid,
                  .name = std::move(name),
                  .parent = jail.parent,
                  .dying = jail.record.state == registry::State::Dying,
                  .params = jail.record.params};
    prison.params.set("jid", std::int64_t{prison.jid});
    prison.params.set("name", prison.name);
    prison.params.set("parent", std::int64_t{prison.parent});
    prison.params.set("dying", prison.dying);
    prison.params.set("children.cur", static_cast<std::int64_t>(children));
    return prison;
}

ParamValues Facility::parent_values(int parent) {
    if (parent > 0) {
        return require(parent).record.params;
    }
    ParamValues host = host_values();
    const os::KernelName kernel = os::kernel_name();
    host.set("osrelease", kernel.release.substr(0, kMaxRelease));
    host.set("osreldate", kernel.version);
    host.set("linux.osrelease", kernel.release);
    return host;
}

std::optional<os::PidFd> Facility::first(const registry::Jail& jail) const {
    const registry::FirstProcess& process = jail.record.first;
    auto pidfd = process.pid > 0 ? os::try_open_pidfd(process.pid) : std::nullopt;
    if (!pidfd || os::serial_of(*pidfd) != process.serial || os::wait_gone(*pidfd, 0)) {
        return std::nullopt;
    }
    return pidfd;
}

os::PidFd Facility::require_first(const registry::Jail& jail) const {
    auto pidfd = first(jail);
    if (!pidfd) {
        throw JailError(ENOENT, "jail " + std::to_string(jail.record.jid) + " not found");
    }
    return std::move(*pidfd);
}

os::DirFd Facility::root(const registry::Jail& jail) const {
    const os::PidFd process = require_first(jail);
    const std::string path = "/proc/" + std::to_string(jail.record.first.pid) + "/root";
    os::DirFd root(os::open_file(path, kPathOnly).release());
    // Still alive after the open: so the number meant this process while it was used.
    if (os::wait_gone(process, 0)) {
        throw JailError(ENOENT, "jail " + std::to_string(jail.record.jid) + " not found");
    }
    return root;
}

void Facility::settle(int jid) {
    auto jail = jid > 0 ? registry.find(jid) : std::nullopt;
    if (!jail || jail->record.params.flag("persist") ||
        jail->record.state == registry::State::Dying) {
        return;
    }
    const auto process = first(*jail);
    if (process) {
        if (!os::send_signal(*process, os::kNotPersistent) ||
            (os::cgroup_processes(os::open_dir_at(jail->dir, registry::kSelf)).size() <= 1 &&
             os::subdirectories(jail->dir) <= 1)) {
            // Nothing but the first process is left, so it ends now that it has been told.
            (void)os::wait_gone(*process, kEndMilliseconds);
            os::reap_if_own(*process);
        }
    }
    (void)clear_if_empty(*jail);
}

void Facility::remove(registry::Jail& jail) {
    if (destroy(jail)) {
        // It may have been all that its parent lived for.
        settle(jail.parent);
    }
}

bool Facility::destroy(registry::Jail& jail) {
    const os::FileLock lock = registry.lock(jail);
    if (!registry.reload(jail)) {
        return true;  // somebody was faster
    }
    const auto process = first(jail);
    if (!registry.doom(jail)) {
        return true;
    }
    const std::vector<os::PidFd> commands = own_commands(jail);
    os::cgroup_kill(jail.dir);
    if (!os::cgroup_wait_empty(jail.dir, kLeaveMilliseconds)) {
        return false;  // something cannot die: it stays as dying, in the journal
    }
    for (const os::PidFd& command : commands) {
        (void)os::wait_gone(command, kLeaveMilliseconds);
        os::reap_if_own(command);
    }
    if (process) {
        // Its namespaces go with it; what is mounted there may be wanted again at once.
        (void)os::wait_gone(*process, kLeaveMilliseconds);
        os::reap_if_own(*process);
    }
    return registry.bury(jail);
}

bool Facility::clear_if_empty(registry::Jail& jail) {
    if (!destroy_if_empty(jail)) {
        return false;
    }
    settle(jail.parent);
    return true;
}

bool Facility::destroy_if_empty(registry::Jail& jail) {
    const auto lock = registry.try_lock(jail);
    if (!lock || os::cgroup_populated(jail.dir)) {
        return false;
    }
    return !registry.reload(jail) || !registry.doom(jail) || registry.bury(jail);
}

}  // namespace gaol::engine
