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

// How often a process may come in between the kill and the removal: with jexec(8), say.
constexpr int kRemoveTries = 10;

bool empty(const os::Fd& dir) {
    if (!os::cgroup_populated(dir)) {
        return true;
    }
    os::cgroup_kill(dir);
    return os::cgroup_wait_empty(dir, kLeaveMilliseconds);
}

bool remove_group(const os::Fd& above, const std::string& name) {
    for (int tries = 0; tries < kRemoveTries; tries++) {
        try {
            os::cgroup_remove(above, name, kSelf);
            return true;
        } catch (const SysError& error) {
            if (error.errnum() != EBUSY) {
                throw;
            }
            if (!empty(os::open_dir_at(above, name))) {
                return false;
            }
        }
    }
    return false;
}

}  // namespace

// Kills what lives there and removes the directories, children first, each with its index entries
// before its directory: a stop between the two leaves an entry less, never an entry too many.
bool Registry::take_away(const os::Fd& above, const Unfinished& entry,
                         std::vector<IdRange>& freed) {
    const std::string name = std::to_string(entry.jid);
    const auto dir = os::try_open_dir_at(above, name);
    if (!dir) {
        return true;
    }
    if (!empty(*dir)) {
        return false;
    }
    if (os::subdirectories(*dir) > 1) {
        for (const std::string& below : os::list_dir(*dir)) {
            if (const auto child = jid_of(below)) {
                take_away(*dir, {.jid = *child, .parent = entry.jid, .ids = {}}, freed);
            }
        }
    }
    if (const auto jail = open(above, entry.parent, entry.jid)) {
        index_.drop_name(entry.parent, jail->record.name, entry.jid);
        freed.push_back(jail->record.ids);
    }
    index_.drop_jid(entry.jid);
    os::remove_xattr(*dir, prefix_ + "params");
    return remove_group(above, name);
}

// Takes the jail of a journal entry away and closes the entry.  False: a process is still there;
// the entry stays and the next command tries again.
bool Registry::finish(const Unfinished& wanted) {
    RootState state = read_state();
    const auto same = [&](const Unfinished& entry) { return entry.jid == wanted.jid; };
    const auto entry = std::find_if(state.journal.begin(), state.journal.end(), same);
    const auto above = directory(wanted.parent);
    std::vector<IdRange> freed;
    if (above && !take_away(*above, wanted, freed)) {
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

void Registry::free_ids(RootState& state, int parent, const std::vector<IdRange>& freed) const {
    for (const IdRange& ids : freed) {
        state.free_ids(host_ids(parent, ids));
    }
}

// A directory that lost its record: to be treated as a creation that was killed.
bool Registry::take_stray(const Unfinished& stray) {
    RootState state = read_state();
    const auto above = directory(stray.parent);
    if (!above || !is_stray(*above, stray.jid)) {
        return false;
    }
    std::erase_if(state.journal, [&](const Unfinished& e) { return e.jid == stray.jid; });
    state.journal.push_back(stray);
    write_state(state);
    if (!settle(stray)) {
        return false;
    }
    count_ids();
    return true;
}

// Which ids are taken, from what has them: for when a record was lost that said so.
void Registry::count_ids() {
    RootState state = read_state();
    Scan scan;
    collect(root_, 0, scan);
    state.id_slots.clear();
    for (const Jail& jail : scan.jails) {
        state.mark_ids(jail.record.ids);
    }
    for (const Unfinished& entry : state.journal) {
        state.mark_ids(entry.ids);
    }
    write_state(state);
}

bool Registry::settle(const Unfinished& entry) {
    const auto above = directory(entry.parent);
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

RootState Registry::repair_locked(Buckets whole) {
    const auto known = load_state();
    if (!known || !whole.contain(known->buckets)) {
        rebuild(known);
    }
    const std::vector<Unfinished> journal = read_state().journal;
    for (const Unfinished& entry : journal) {
        (void)settle(entry);
    }
    return read_state();
}

void Registry::repair() {
    const auto known = load_state();
    if (known && known->journal.empty() && index_.present().contain(known->buckets)) {
        return;
    }
    const os::FileLock lock = os::lock_dir(root_);
    (void)repair_locked(index_.present());
}

// The tables, and what is lost of the state, anew from what the directories say.
void Registry::rebuild(const std::optional<RootState>& known) {
    RootState state = known.value_or(RootState{});
    // More buckets than there are: a stop on the way leaves a state that asks for this again.
    state.buckets = Buckets::all();
    write_state(state);
    index_.clear();
    Scan scan;
    collect(root_, 0, scan);
    for (const Jail& jail : scan.jails) {
        const Record& record = jail.record;
        index_.add_jid(record.jid, jail.parent);
        state.mark_ids(record.ids);
        state.last_jid = known ? known->last_jid : std::max(state.last_jid, record.jid);
        if (record.state == State::Alive) {
            index_.add_name(jail.parent, record.name, record.jid);
        } else {
            scan.strays.push_back({.jid = record.jid, .parent = jail.parent, .ids = {}});
        }
    }
    for (const Unfinished& stray : scan.strays) {
        index_.add_jid(stray.jid, stray.parent);
        if (!state.in_journal(stray.jid)) {
            state.journal.push_back(stray);
        }
    }
    state.buckets = index_.present();
    write_state(state);
}

}  // namespace gaol::registry
