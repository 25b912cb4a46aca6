// Finishing what killed programs left behind.  Trust: a jail directory that nobody has locked and
// that the journal names belongs to a program that is gone, because every program holds the lock of
// the jail that it works on for as long as the journal names it.
#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/model/name.h"
#include "gaol/os/cgroup.h"
#include "gaol/registry/registry.h"

namespace gaol::registry {

namespace {

// How long processes that were killed may take to leave while the root directory is locked.
constexpr int kLeaveMilliseconds = 500;

}  // namespace

// Kills what lives there and removes the directories, children first, each with its index entries
// before its directory: a stop between the two leaves an entry less, never an entry too many.
bool Registry::take_away(const os::Fd& above, int jid, std::vector<IdRange>& freed) {
    const auto dir = os::try_open_dir_at(above, std::to_string(jid));
    if (!dir) {
        return true;
    }
    if (os::cgroup_populated(*dir)) {
        os::cgroup_kill(*dir);
        if (!os::cgroup_wait_empty(*dir, kLeaveMilliseconds)) {
            return false;
        }
    }
    if (os::subdirectories(*dir) > 1) {
        for (const std::string& name : os::list_dir(*dir)) {
            if (const auto child = jid_of(name)) {
                take_away(*dir, *child, freed);
            }
        }
    }
    if (const auto jail = open(above, 0, jid)) {
        index_.drop_name(index_.parent_of(jid).value_or(0), jail->record.name, jid);
        freed.push_back(jail->record.ids);
    }
    index_.drop_jid(jid);
    return os::cgroup_remove(above, std::to_string(jid));
}

// Takes the jail of a journal entry away and closes the entry.  False: a process is still there;
// the entry stays and the next command tries again.
bool Registry::finish(const Unfinished& wanted) {
    RootState state = read_state();
    const auto same = [&](const Unfinished& entry) { return entry.jid == wanted.jid; };
    const auto entry = std::find_if(state.journal.begin(), state.journal.end(), same);
    const auto above = wanted.parent == 0 ? os::open_dir_at(root_, ".") : directory(wanted.parent);
    std::vector<IdRange> freed;
    if (above && !take_away(*above, wanted.jid, freed)) {
        return false;
    }
    index_.drop_jid(wanted.jid);
    if (entry != state.journal.end()) {
        freed.push_back(entry->ids);
        state.journal.erase(entry);
    }
    free_ids(state, wanted.parent, freed);
    write_state(state);
    return true;
}

// Ranges within the range of a jail above are that jail's to give again, and not free on the host.
void Registry::free_ids(RootState& state, int parent, const std::vector<IdRange>& freed) const {
    const auto above = find(parent);
    const IdRange kept = above ? above->record.ids : IdRange{};
    for (const IdRange& ids : freed) {
        if (kept.count == 0 || ids.first < kept.first || ids.first - kept.first >= kept.count) {
            state.free_ids(ids);
        }
    }
}

bool Registry::settle(const Unfinished& entry) {
    const auto above = entry.parent == 0 ? os::open_dir_at(root_, ".") : directory(entry.parent);
    const auto dir = above ? os::try_open_dir_at(*above, std::to_string(entry.jid)) : std::nullopt;
    if (!dir) {
        index_.drop_names_of(entry.jid);
        return finish(entry);
    }
    const auto lock = os::try_lock_dir(*dir);
    if (!lock) {
        return false;
    }
    const auto jail = open(*above, entry.parent, entry.jid);
    index_.drop_names_of(entry.jid);
    if (!jail || jail->record.state == State::Dying) {
        return finish(entry);
    }
    index_.add_jid(entry.jid, entry.parent);
    index_.add_name(entry.parent, jail->record.name, entry.jid);
    close_entry(entry.jid);
    return true;
}

void Registry::repair_locked(RootState& state) {
    if (!os::get_xattr(root_, prefix_ + "root")) {
        rebuild();
        state = read_state();
    }
    if (state.journal.empty()) {
        return;
    }
    const std::vector<Unfinished> journal = state.journal;
    for (const Unfinished& entry : journal) {
        if (settle(entry)) {
            state = read_state();
        }
    }
}

void Registry::repair() {
    const auto bytes = os::get_xattr(root_, prefix_ + "root");
    const auto known = bytes ? decode_root(*bytes) : std::nullopt;
    if (known && known->journal.empty()) {
        return;
    }
    const os::FileLock lock = os::lock_dir(root_);
    if (!known) {
        os::remove_xattr(root_, prefix_ + "root");
    }
    RootState state = read_state();
    repair_locked(state);
}

// The tables and the state anew from what the directories say.
void Registry::rebuild() {
    RootState state;
    index_.clear();
    for (const std::string& name : os::list_dir(root_)) {
        const auto jid = jid_of(name);
        if (jid && !open(root_, 0, *jid)) {
            state.journal.push_back({.jid = *jid, .parent = 0, .ids = {}});
        }
    }
    for (const Jail& jail : list()) {
        index_.add_jid(jail.record.jid, jail.parent);
        index_.add_name(jail.parent, jail.record.name, jail.record.jid);
        state.last_jid = std::max(state.last_jid, jail.record.jid);
        state.mark_ids(jail.record.ids);
    }
    write_state(state);
}

}  // namespace gaol::registry
