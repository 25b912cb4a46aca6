#include "gaol/engine/prison.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <span>

#include "gaol/base/error.h"
#include "gaol/engine/facility.h"
#include "gaol/model/hierarchy.h"
#include "gaol/model/name.h"
#include "gaol/os/cgroup.h"
#include "gaol/os/clone.h"
#include "gaol/os/process_self.h"
#include "gaol/os/pty.h"
#include "gaol/proc/user.h"

namespace gaol::engine {

namespace {

// Jails below each jail, from a list with parents before their children.
std::map<int, std::size_t> count_descendants(const std::vector<registry::Jail>& jails) {
    std::map<int, int> above;
    std::map<int, std::size_t> counts;
    for (const registry::Jail& jail : jails) {
        above[jail.record.jid] = jail.parent;
        for (int at = jail.parent; at > 0; at = above[at]) {
            counts[at]++;
        }
    }
    return counts;
}

// Processes whose descriptors are held at a time, of a jail that may have any number of them.
constexpr std::size_t kHeldAtATime = 64;

// The numbers in the jail's group, without its first process.
std::vector<pid_t> own_pids(const os::DirFd& self, const registry::Jail& jail) {
    std::vector<pid_t> pids = os::cgroup_processes_below(self);
    std::erase_if(pids, [&](pid_t pid) { return pid <= 0 || pid == jail.record.first.pid; });
    return pids;
}

// A number may have gone to a stranger before its pidfd was opened.  One that still is in the group
// then is ours: its pidfd means that process, or one that has ended and hears no signal.
std::vector<Process> hold(const os::DirFd& self, std::span<const pid_t> pids) {
    std::vector<Process> processes;
    for (const pid_t pid : pids) {
        if (auto pidfd = os::try_open_pidfd(pid)) {
            processes.push_back({.pid = pid, .pidfd = std::move(*pidfd)});
        }
    }
    const std::vector<pid_t> now = os::cgroup_processes_below(self);
    const std::set<pid_t> present(now.begin(), now.end());
    std::erase_if(processes, [&](const Process& p) { return present.count(p.pid) == 0; });
    return processes;
}

}  // namespace

Prisons::Prisons(const std::string& root) : facility_(std::make_unique<Facility>(root)) {
    // Before its exec, a child that enters a jail is this program: nobody inside may look into it.
    os::hide_from_ptrace();
    facility_->registry.repair();
}

Prisons::~Prisons() = default;

std::optional<Prison> Prisons::get(int jid, Dying dying) const {
    const auto jail = facility_->find(jid, dying);
    if (!jail) {
        return std::nullopt;
    }
    return facility_->view(*jail, facility_->full_name(*jail),
                           facility_->registry.children(*jail).size());
}

std::optional<Prison> Prisons::get(std::string_view name, Dying dying) const {
    const auto jail = facility_->find(name, dying);
    if (!jail) {
        return std::nullopt;
    }
    return facility_->view(*jail, std::string(name), facility_->registry.children(*jail).size());
}

std::optional<Prison> Prisons::find(std::string_view text, Dying dying) const {
    const auto jid = jid_of(text);
    return jid ? get(*jid, dying) : get(text, dying);
}

std::vector<Prison> Prisons::list(Dying dying) const {
    std::vector<registry::Jail> jails = facility_->registry.list();
    std::map<int, std::size_t> counts = count_descendants(jails);
    std::map<int, std::string> names;
    std::vector<Prison> prisons;
    prisons.reserve(jails.size());
    for (registry::Jail& jail : jails) {
        const int jid = jail.record.jid;
        names[jid] =
            jail.parent == 0 ? jail.record.name : full_name(names[jail.parent], jail.record.name);
        if (const auto alive = facility_->shown(std::move(jail), dying)) {
            prisons.push_back(facility_->view(*alive, names[jid], counts[jid]));
        }
    }
    std::sort(prisons.begin(), prisons.end(),
              [](const Prison& a, const Prison& b) { return a.jid < b.jid; });
    return prisons;
}

Created Prisons::create(const Settings& settings, mount::Plan mounts) {
    return create_prison(*facility_, settings, std::move(mounts));
}

void Prisons::update(int jid, const Settings& settings) {
    update_prison(*facility_, jid, settings);
    settle(jid);
}

std::optional<std::string> Prisons::needs_restart(int jid, const Settings& settings) const {
    ParamValues current = facility_->require(jid).record.params;
    current.set("jid", std::int64_t{jid});
    return create_only_change(current, settings);
}

os::Child Prisons::attach(int jid, const proc::Command& command) {
    const registry::Jail jail = facility_->require(jid);
    const os::PidFd first = facility_->require_first(jail);
    const os::DirFd self = os::open_dir_at(jail.dir, registry::kSelf);
    return proc::attach({.first = first,
                         .cgroup = self,
                         .namespaces = joined_namespaces(jail),
                         .confinement = confinement(jail.record.params)},
                        command);
}

void Prisons::settle(int jid) {
    facility_->settle(jid);
}

void Prisons::remove(int jid) {
    if (auto jail = facility_->registry.find(jid)) {
        facility_->remove(*jail);
    } else {
        throw JailError(EINVAL, "jail " + std::to_string(jid) + " not found");
    }
}

std::vector<Process> Prisons::processes(int jid, std::size_t limit) const {
    const registry::Jail jail = facility_->require(jid);
    const os::DirFd self = os::open_dir_at(jail.dir, registry::kSelf);
    std::vector<pid_t> pids = own_pids(self, jail);
    pids.resize(std::min(pids.size(), limit));
    return hold(self, pids);
}

std::vector<pid_t> Prisons::signal_processes(int jid, int signal) {
    const registry::Jail jail = facility_->require(jid);
    const os::DirFd self = os::open_dir_at(jail.dir, registry::kSelf);
    const std::vector<pid_t> pids = own_pids(self, jail);
    std::vector<pid_t> reached;
    for (std::size_t start = 0; start < pids.size(); start += kHeldAtATime) {
        const std::size_t count = std::min(kHeldAtATime, pids.size() - start);
        for (const Process& process : hold(self, std::span(pids).subspan(start, count))) {
            if (os::send_signal(process.pidfd, signal)) {
                reached.push_back(process.pid);
            }
        }
    }
    return reached;
}

os::PidFd Prisons::first_process(int jid) const {
    return facility_->require_first(facility_->require(jid));
}

std::optional<proc::User> Prisons::user(int jid, const std::string& name) const {
    return proc::find_user(proc::read_user_files(facility_->root(facility_->require(jid))), name);
}

std::optional<proc::User> Prisons::user(int jid, uid_t uid) const {
    return proc::find_user(proc::read_user_files(facility_->root(facility_->require(jid))), uid);
}

std::optional<Prisons::Terminal> Prisons::open_terminal(int jid, uid_t owner) const {
    const registry::Jail jail = facility_->require(jid);
    const registry::IdRange& ids = jail.record.ids;
    const bool in_range = ids.count == 0 || owner < ids.count;
    auto pty =
        os::open_pty_in_root(facility_->root(jail), in_range ? ids.first + owner : ids.first);
    if (!pty) {
        return std::nullopt;
    }
    return Terminal{.master = std::move(pty->master), .peer = std::move(pty->peer)};
}

}  // namespace gaol::engine
