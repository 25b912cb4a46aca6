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
    try {
        os::set_xattr(root, name, encode(RootState{}));
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

JailError exists(int jid) {
    return {EEXIST, "jail " + std::to_string(jid) + " already exists"};
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

void Registry::collect(const os::Fd& dir, int parent, std::vector<Jail>& found) const {
    for (const std::string& name : os::list_dir(dir)) {
        const auto jid = jid_of(name);
        auto jail = jid ? open(dir, parent, *jid) : std::nullopt;
        if (!jail) {
            continue;
        }
        const bool nested = os::subdirectories(jail->dir) > 1;
        found.push_back(std::move(*jail));
        if (nested) {
            // By number: the vector may move its elements while the children are added.
            collect(os::open_dir_at(dir, name), *jid, found);
        }
    }
}

std::vector<Jail> Registry::list() const {
    std::vector<Jail> found;
    collect(root_, 0, found);
    return found;
}

std::vector<Jail> Registry::children(const Jail& jail) const {
    std::vector<Jail> found;
    if (os::subdirectories(jail.dir) > 1) {
        collect(jail.dir, jail.record.jid, found);
    }
    return found;
}

std::optional<Jail> Registry::reload(const Jail& jail) const {
    auto record = decode(os::get_xattr(jail.dir, prefix_ + "params").value_or(""));
    if (!record) {
        return std::nullopt;
    }
    return Jail{
        .parent = jail.parent, .dir = os::open_dir_at(jail.dir, "."), .record = std::move(*record)};
}

RootState Registry::read_state() const {
    const auto bytes = os::get_xattr(root_, prefix_ + "root");
    return bytes ? decode_root(*bytes).value_or(RootState{}) : RootState{};
}

void Registry::write_state(const RootState& state) const {
    os::set_xattr(root_, prefix_ + "root", encode(state));
}

int Registry::choose_jid(const Wanted& wanted, RootState& state) const {
    if (wanted.jid > 0) {
        if (index_.parent_of(wanted.jid) && directory(wanted.jid)) {
            throw exists(wanted.jid);
        }
        return wanted.jid;
    }
    for (int tries = 0; tries < kMaxJid; tries++) {
        state.last_jid = state.last_jid % kMaxJid + 1;
        if (!index_.parent_of(state.last_jid)) {
            return state.last_jid;
        }
    }
    throw JailError(EAGAIN, "no available jail IDs");
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

Reservation Registry::reserve(const Wanted& wanted) {
    const os::FileLock lock = os::lock_dir(root_);
    RootState state = read_state();
    repair_locked(state);
    if (wanted.admit) {
        wanted.admit();
    }
    const int jid = choose_jid(wanted, state);
    const std::string name = wanted.name.empty() ? std::to_string(jid) : wanted.name;
    if (const auto other = index_.child(wanted.parent, name); other && directory(*other)) {
        throw JailError(EEXIST, "jail \"" + name + "\" already exists");
    }
    const IdRange ids = choose_ids(wanted, state);
    state.journal.push_back(
        {.jid = jid, .parent = wanted.parent, .ids = wanted.parent == 0 ? ids : IdRange{}});
    write_state(state);
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
}

os::DirFd Registry::make_directories(int parent, int jid) {
    const auto above = parent == 0 ? os::open_dir_at(root_, ".") : directory(parent);
    if (!above) {
        throw JailError(ENOENT, "jail " + std::to_string(parent) + " not found");
    }
    const std::string name = std::to_string(jid);
    if (!os::make_dir_at(*above, name, 0755)) {
        // Not in the index, hence nobody's: left by hand or by a registry that was wiped.
        std::vector<IdRange> nobodys;
        take_away(*above, jid, nobodys);
        os::make_dir_at(*above, name, 0755);
    }
    os::DirFd dir = os::open_dir_at(*above, name);
    os::make_dir_at(dir, kSelf, 0755);
    return dir;
}

void Registry::publish(const Reservation& reservation, const Record& record) {
    os::set_xattr(reservation.dir, prefix_ + "params", encode(record));
    const os::FileLock lock = os::lock_dir(root_);
    close_entry(reservation.jid);
}

void Registry::close_entry(int jid) {
    RootState state = read_state();
    std::erase_if(state.journal, [jid](const Unfinished& entry) { return entry.jid == jid; });
    write_state(state);
}

void Registry::abandon(const Reservation& reservation) {
    const os::FileLock lock = os::lock_dir(root_);
    finish({.jid = reservation.jid, .parent = reservation.parent, .ids = {}});
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
    if (other && *other != record.jid && directory(*other)) {
        throw JailError(EEXIST, "jail \"" + record.name + "\" already exists");
    }
    open_entry(jail);
    store(jail, record);
    index_.drop_name(jail.parent, jail.record.name, record.jid);
    index_.add_name(jail.parent, record.name, record.jid);
    close_entry(record.jid);
}

void Registry::open_entry(const Jail& jail) {
    RootState state = read_state();
    const int jid = jail.record.jid;
    std::erase_if(state.journal, [jid](const Unfinished& entry) { return entry.jid == jid; });
    state.journal.push_back(
        {.jid = jid, .parent = jail.parent, .ids = jail.parent == 0 ? jail.record.ids : IdRange{}});
    write_state(state);
}

void Registry::doom(Jail& jail) {
    const os::FileLock lock = os::lock_dir(root_);
    open_entry(jail);
    jail.record.state = State::Dying;
    store(jail, jail.record);
    index_.drop_name(jail.parent, jail.record.name, jail.record.jid);
}

bool Registry::bury(const Jail& jail) {
    const os::FileLock lock = os::lock_dir(root_);
    return finish({.jid = jail.record.jid, .parent = jail.parent, .ids = {}});
}

}  // namespace gaol::registry
