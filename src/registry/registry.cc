#include "gaol/registry/registry.h"

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/model/name.h"
#include "gaol/os/cgroup.h"

namespace gaol::registry {

namespace {

constexpr int kMaxDepth = 32;  // as deep as user namespaces nest (user_namespaces(7))

os::DirFd open_root(const std::string& wished) {
    std::string path = wished;
    if (path.empty()) {
        const auto mount = os::cgroup2_mount();
        if (!mount) {
            throw JailError(ENODEV,
                            "no cgroup2 hierarchy is mounted; mount one with: "
                            "mount -t cgroup2 none /sys/fs/cgroup");
        }
        // A systemd host gives gaol a subtree of its own by the unit gaol.service.
        const std::string unit = *mount + "/system.slice/gaol.service";
        path = (os::try_open_dir(unit) ? unit : *mount) + "/gaol";
    }
    auto root = os::try_open_dir(path);
    if (!root) {
        os::make_dir_at(os::Fd(), path, 0755);
        root = os::open_dir(path);
    }
    if (!os::is_cgroup2(*root)) {
        throw JailError(EINVAL, path + ": not in a cgroup2 hierarchy");
    }
    return std::move(*root);
}

// trusted.* cannot be read or written from inside a user namespace, which is why it is preferred;
// it needs CAP_SYS_ADMIN, which a gaol that is itself in one does not have.
std::string choose_prefix(const os::Fd& root) {
    const std::string name = "trusted.gaol.root";
    if (os::get_xattr(root, name)) {
        return "trusted.gaol.";
    }
    // Either there is no state yet, or somebody deleted it: bytes that are none make `repair` look.
    const os::FileLock lock = os::lock_dir(root);
    try {
        if (!os::get_xattr(root, name)) {
            os::set_xattr(root, name, "");
        }
    } catch (const SysError& error) {
        if (error.errnum() != EPERM) {
            throw;
        }
        return "user.gaol.";
    }
    return "trusted.gaol.";
}

// A part of the parent's range that no child has: the first 65,536 ids are the parent's own.
std::optional<IdRange> free_part(const IdRange& whole, const std::vector<Jail>& children,
                                 std::uint32_t jails) {
    const std::uint32_t size = jails * kIdsPerJail;
    for (std::uint32_t at = kIdsPerJail; at + size <= whole.count; at += kIdsPerJail) {
        const IdRange part{.first = whole.first + at, .count = size};
        const bool used = std::any_of(children.begin(), children.end(), [&](const Jail& child) {
            const IdRange& ids = child.record.ids;
            return ids.first < part.first + part.count && part.first < ids.first + ids.count;
        });
        if (!used) {
            return part;
        }
    }
    return std::nullopt;
}

}  // namespace

Registry::Registry(const std::string& root)
    : root_(open_root(root)), prefix_(choose_prefix(root_)), index_(root_, prefix_) {}

std::optional<Jail> Registry::open(const os::Fd& above, int parent, int jid) const {
    auto dir = os::try_open_dir_at(above, std::to_string(jid));
    if (!dir) {
        return std::nullopt;
    }
    auto record = decode(os::get_xattr(*dir, prefix_ + "params").value_or(""));
    if (!record || record->jid != jid) {
        return std::nullopt;
    }
    return Jail{.parent = parent, .dir = std::move(*dir), .record = std::move(*record)};
}

std::optional<os::DirFd> Registry::directory(int jid) const {
    if (jid == 0) {
        return os::open_dir_at(root_, ".");
    }
    if (auto dir = os::try_open_dir_at(root_, std::to_string(jid))) {
        return dir;
    }
    // Nested: the index knows the way.  A loop cannot be in it, and would end all the same.
    std::string path = std::to_string(jid);
    auto parent = index_.parent_of(jid);
    for (int depth = 0; parent && *parent > 0 && depth < kMaxDepth; depth++) {
        path = std::to_string(*parent) + "/" + path;
        parent = index_.parent_of(*parent);
    }
    return os::try_open_dir_at(root_, path);
}

std::optional<Jail> Registry::find(int jid) const {
    if (auto jail = open(root_, 0, jid)) {
        return jail;
    }
    const auto parent = index_.parent_of(jid);
    if (!parent || *parent == 0) {
        return std::nullopt;
    }
    const auto above = directory(*parent);
    return above ? open(*above, *parent, jid) : std::nullopt;
}

std::optional<Jail> Registry::find_child(int parent, std::string_view name) const {
    const auto jid = index_.child(parent, name);
    if (!jid) {
        return std::nullopt;
    }
    auto jail = find(*jid);
    if (!jail || jail->parent != parent || jail->record.name != name) {
        return std::nullopt;
    }
    return jail;
}

// Gaol's own directories are told from others, which are nobody's to touch, by their leaf.  A
// record that cannot be read is a record: a later version may have written it.
bool Registry::is_stray(const os::Fd& above, int jid) const {
    const auto dir = os::try_open_dir_at(above, std::to_string(jid));
    return dir && os::try_open_dir_at(*dir, kSelf) && !os::get_xattr(*dir, prefix_ + "params");
}

void Registry::collect(const os::Fd& dir, int parent, Scan& found) const {
    for (const std::string& name : os::list_dir(dir)) {
        const auto jid = jid_of(name);
        auto jail = jid ? open(dir, parent, *jid) : std::nullopt;
        if (!jail) {
            if (jid && is_stray(dir, *jid)) {
                found.strays.push_back({.jid = *jid, .parent = parent, .ids = {}});
            }
            continue;
        }
        const bool nested = os::subdirectories(jail->dir) > 1;
        found.jails.push_back(std::move(*jail));
        if (nested) {
            if (const auto below = os::try_open_dir_at(dir, name)) {
                collect(*below, *jid, found);
            }
        }
    }
}

std::vector<Jail> Registry::list() {
    Scan found;
    collect(root_, 0, found);
    const RootState state = found.strays.empty() ? RootState{} : read_state();
    for (const Unfinished& stray : found.strays) {
        if (!state.in_journal(stray.jid)) {
            const os::FileLock lock = os::lock_dir(root_);
            (void)take_stray(stray);
        }
    }
    return std::move(found.jails);
}

std::vector<Jail> Registry::children(const Jail& jail) const {
    Scan found;
    if (os::subdirectories(jail.dir) > 1) {
        collect(jail.dir, jail.record.jid, found);
    }
    return std::move(found.jails);
}

// The record is taken away before the directory, so a descriptor of a removed one shows it.
bool Registry::gone(const Jail& jail) const {
    return !os::get_xattr(jail.dir, prefix_ + "params");
}

bool Registry::reload(Jail& jail) const {
    auto record = decode(os::get_xattr(jail.dir, prefix_ + "params").value_or(""));
    if (!record) {
        return false;
    }
    jail.record = std::move(*record);
    return true;
}

std::optional<RootState> Registry::load_state() const {
    const auto bytes = os::get_xattr(root_, prefix_ + "root");
    return bytes ? decode_root(*bytes) : std::nullopt;
}

RootState Registry::read_state() const {
    return load_state().value_or(RootState{});
}

void Registry::write_state(const RootState& state) const {
    os::set_xattr(root_, prefix_ + "root", encode(state));
}

int Registry::choose_jid(const Wanted& wanted, RootState& state) {
    const auto above = directory(wanted.parent);
    const auto strange = [&](int jid) {
        return above && os::try_open_dir_at(*above, std::to_string(jid)).has_value();
    };
    if (wanted.jid > 0) {
        const std::string jail = "jail " + std::to_string(wanted.jid);
        if (occupied(wanted.jid, state) && find(wanted.jid)) {
            throw JailError(EEXIST, jail + " already exists");
        }
        if (directory(wanted.jid) || strange(wanted.jid)) {
            throw JailError(EEXIST, jail + ": there is a cgroup of that number that is no jail");
        }
        return wanted.jid;
    }
    for (int tries = 0; tries < kMaxJid; tries++) {
        state.last_jid = state.last_jid % kMaxJid + 1;
        const int jid = state.last_jid;
        if (!index_.parent_of(jid) && !directory(jid) && !strange(jid)) {
            return jid;
        }
    }
    throw JailError(EAGAIN, "no available jail IDs");
}

// Whether there is a directory of that number, after one that lost its record has been cleared
// away.
bool Registry::occupied(int jid, RootState& state) {
    const int parent = index_.parent_of(jid).value_or(0);
    const auto above = directory(parent);
    if (above && is_stray(*above, jid) && !state.in_journal(jid)) {
        (void)take_stray({.jid = jid, .parent = parent, .ids = {}});
        state = read_state();
    }
    return directory(jid).has_value();
}

IdRange Registry::choose_ids(const Wanted& wanted, RootState& state) const {
    if (wanted.jails == 0) {
        return {};
    }
    const auto parent = find(wanted.parent);
    const bool nested = parent && parent->record.ids.count > 0;
    const auto ids = nested ? free_part(parent->record.ids, children(*parent), wanted.jails)
                            : state.take_ids(wanted.jails);
    if (!ids) {
        throw JailError(EAGAIN, "no free range of user ids");
    }
    return *ids;
}

// Ids within those of a jail above are that jail's to give again, and not free on the host.
IdRange Registry::host_ids(int parent, const IdRange& ids) const {
    const auto above = parent > 0 ? find(parent) : std::nullopt;
    return above && above->record.ids.count > 0 ? IdRange{} : ids;
}

// The directory of the jail that has the number or the name, if it is being made or removed: then
// only the end of that says whether they are free.  What was killed ends as well, when its last
// process has left.
std::optional<os::DirFd> Registry::undecided(const Wanted& wanted, const RootState& state) const {
    if (state.journal.empty()) {
        return std::nullopt;
    }
    const int named =
        wanted.name.empty() ? 0 : index_.child(wanted.parent, wanted.name).value_or(0);
    for (const int jid : {wanted.jid, named}) {
        auto dir = jid > 0 && state.in_journal(jid) ? directory(jid) : std::nullopt;
        if (dir && !os::try_lock_dir(*dir)) {
            return dir;
        }
    }
    return std::nullopt;
}

Reservation Registry::reserve(const Wanted& wanted) {
    for (;;) {
        std::optional<os::FileLock> lock = os::lock_dir(root_);
        // The tables were looked through when this registry was opened; here the journal counts.
        RootState state = repair_locked(Buckets::all());
        const auto busy = undecided(wanted, state);
        if (!busy) {
            return reserve_locked(wanted, std::move(state));
        }
        lock.reset();
        (void)os::lock_dir(*busy);
    }
}

Reservation Registry::reserve_locked(const Wanted& wanted, RootState state) {
    if (wanted.admit) {
        wanted.admit();
    }
    const int jid = choose_jid(wanted, state);
    const std::string name = wanted.name.empty() ? std::to_string(jid) : wanted.name;
    if (const auto other = index_.child(wanted.parent, name); other && occupied(*other, state)) {
        throw JailError(EEXIST, "jail \"" + name + "\" already exists");
    }
    const IdRange ids = choose_ids(wanted, state);
    const Unfinished entry{
        .jid = jid, .parent = wanted.parent, .ids = host_ids(wanted.parent, ids)};
    state.journal.push_back(entry);
    state.buckets.add(Index::buckets_of(jid, name));
    write_state(state);
    try {
        index_.add_jid(jid, wanted.parent);
        index_.add_name(wanted.parent, name, jid);
        os::DirFd dir = make_directories(wanted.parent, jid);
        os::DirFd self = os::open_dir_at(dir, kSelf);
        os::FileLock own = os::lock_dir(dir);
        return {.jid = jid,
                .parent = wanted.parent,
                .name = name,
                .ids = ids,
                .dir = std::move(dir),
                .self = std::move(self),
                .lock = std::move(own)};
    } catch (const std::runtime_error&) {
        withdraw(entry, name);
        throw;
    }
}

os::DirFd Registry::make_directories(int parent, int jid) {
    const auto above = directory(parent);
    if (!above) {
        throw JailError(ENOENT, "jail " + std::to_string(parent) + " not found");
    }
    const std::string name = std::to_string(jid);
    if (!os::make_dir_at(*above, name, 0755)) {
        throw JailError(EEXIST,
                        "jail " + name + ": there is a cgroup of that number that is no jail");
    }
    os::DirFd dir = os::open_dir_at(*above, name);
    os::make_dir_at(dir, kSelf, 0755);
    return dir;
}

void Registry::publish(const Reservation& reservation, const Record& record) {
    const os::FileLock lock = os::lock_dir(root_);
    const Unfinished mine{.jid = reservation.jid,
                          .parent = reservation.parent,
                          .ids = host_ids(reservation.parent, reservation.ids)};
    const RootState state = read_state();
    if (std::find(state.journal.begin(), state.journal.end(), mine) == state.journal.end() ||
        index_.child(reservation.parent, reservation.name) != reservation.jid) {
        throw JailError(EAGAIN, "the registry's attributes were deleted while the jail was made");
    }
    os::set_xattr(reservation.dir, prefix_ + "params", encode(record));
    close_entry(reservation.jid);
}

void Registry::close_entry(int jid) {
    RootState state = read_state();
    std::erase_if(state.journal, [jid](const Unfinished& entry) { return entry.jid == jid; });
    write_state(state);
}

void Registry::abandon(const Reservation& reservation) noexcept {
    try {
        const os::FileLock lock = os::lock_dir(root_);
        withdraw({.jid = reservation.jid, .parent = reservation.parent, .ids = {}},
                 reservation.name);
    } catch (const SysError&) {
        return;  // no lock: it stays in the journal
    }
}

void Registry::withdraw(const Unfinished& entry, std::string_view name) noexcept {
    try {
        index_.drop_name(entry.parent, name, entry.jid);
        finish(entry);
    } catch (const std::runtime_error&) {
        return;  // it stays in the journal, and the first error is the one to tell
    }
}

os::FileLock Registry::lock(const Jail& jail) const {
    return os::lock_dir(jail.dir);
}

std::optional<os::FileLock> Registry::try_lock(const Jail& jail) const {
    return os::try_lock_dir(jail.dir);
}

void Registry::store(const Jail& jail, const Record& record) const {
    os::set_xattr(jail.dir, prefix_ + "params", encode(record));
}

void Registry::rename(const Jail& jail, const Record& record) {
    const os::FileLock lock = os::lock_dir(root_);
    const auto other = index_.child(jail.parent, record.name);
    RootState state = read_state();
    if (other && *other != record.jid && occupied(*other, state)) {
        throw JailError(EEXIST, "jail \"" + record.name + "\" already exists");
    }
    open_entry(jail, record.name);
    store(jail, record);
    index_.drop_name(jail.parent, jail.record.name, record.jid);
    index_.add_name(jail.parent, record.name, record.jid);
    close_entry(record.jid);
}

void Registry::open_entry(const Jail& jail, std::string_view name) {
    RootState state = read_state();
    const int jid = jail.record.jid;
    std::erase_if(state.journal, [jid](const Unfinished& entry) { return entry.jid == jid; });
    state.journal.push_back(
        {.jid = jid, .parent = jail.parent, .ids = host_ids(jail.parent, jail.record.ids)});
    state.buckets.add(Index::buckets_of(jid, name));
    write_state(state);
}

bool Registry::doom(Jail& jail) {
    const os::FileLock lock = os::lock_dir(root_);
    if (gone(jail)) {
        return false;
    }
    open_entry(jail, jail.record.name);
    jail.record.state = State::Dying;
    store(jail, jail.record);
    index_.drop_name(jail.parent, jail.record.name, jail.record.jid);
    return true;
}

bool Registry::bury(const Jail& jail) {
    const os::FileLock lock = os::lock_dir(root_);
    return gone(jail) || finish({.jid = jail.record.jid, .parent = jail.parent, .ids = {}});
}

}  // namespace gaol::registry
