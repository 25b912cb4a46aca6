// Which jails exist.  The kernel's cgroup tree is the only state: this reads it, changes it under
// its locks, and finishes what a killed program left undone.  It knows no rule of the facility.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/os/fd.h"
#include "gaol/os/file.h"
#include "gaol/registry/index.h"
#include "gaol/registry/record.h"
#include "gaol/registry/root_state.h"

namespace gaol::registry {

// The leaf of a jail's cgroup that holds its processes and is the root of its cgroup namespace.
inline constexpr const char* kSelf = "self";

// A jail's directory, open, with the record that it held when it was opened.
struct Jail {
    int parent = 0;
    os::DirFd dir;
    Record record;
};

// A jail in the making: it has a number, a name, ids, its directories and a lock, and nobody can
// see it yet.
struct Reservation {
    int jid = 0;
    int parent = 0;
    std::string name;  // last component
    IdRange ids;
    os::DirFd dir;
    os::DirFd self;
    os::FileLock lock;
};

struct Wanted {
    int jid = 0;  // 0: the next free one
    int parent = 0;
    std::string name;         // last component; empty: the jid
    std::uint32_t jails = 1;  // id ranges: one, and one for each child that it may have; 0: none
    std::function<void()> admit;  // the caller's limits, checked under the lock; throws to refuse
};

class Registry {
  public:
    // root: a directory of a cgroup2 hierarchy, made when absent; empty: the usual places.
    explicit Registry(const std::string& root);
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    // What is there.  Jails in the making are not; dying ones are.
    [[nodiscard]] std::optional<Jail> find(int jid) const;
    [[nodiscard]] std::optional<Jail> find_child(int parent, std::string_view name) const;
    [[nodiscard]] std::vector<Jail> list();
    [[nodiscard]] std::vector<Jail> children(const Jail& jail) const;  // all depths, parents first
    // Reads the record again, by the descriptor that is open; false when the jail is gone.
    [[nodiscard]] bool reload(Jail& jail) const;

    // Makes room for a new jail.  Waits for the end of a creation or removal of a jail that has the
    // number or name.  Throws JailError EEXIST (`jail 7 already exists`,
    // `jail "a" already exists`), EAGAIN ("no available jail IDs", "no free range of user ids").
    [[nodiscard]] Reservation reserve(const Wanted& wanted);

    // From here on there is the jail.  Throws JailError EAGAIN when somebody deleted the registry's
    // attributes meanwhile, so that the number, the name or the ids may be another's.
    void publish(const Reservation& reservation, const Record& record);

    // Gives everything back.  What cannot be is in the journal, for the next command to finish.
    void abandon(const Reservation& reservation) noexcept;

    // Held by whoever changes one jail for longer than a moment.
    [[nodiscard]] os::FileLock lock(const Jail& jail) const;
    [[nodiscard]] std::optional<os::FileLock> try_lock(const Jail& jail) const;
    void store(const Jail& jail, const Record& record) const;
    void rename(const Jail& jail, const Record& record);

    // Removal in three parts: from `doom` on the jail is dying and its name is free; `bury` takes
    // away the directories and everything that pointed to them, and is false when a process is
    // still there.  doom is false when somebody else has removed the jail.
    [[nodiscard]] bool doom(Jail& jail);
    [[nodiscard]] bool bury(const Jail& jail);

    // Finishes or undoes what killed programs left behind, and replaces what was deleted of the
    // state and the index.  Cheap when there is nothing.
    void repair();

  private:
    // What the directories say: jails, and directories of jails that have no record.
    struct Scan {
        std::vector<Jail> jails;
        std::vector<Unfinished> strays;
    };

    [[nodiscard]] std::optional<Jail> open(const os::Fd& above, int parent, int jid) const;
    [[nodiscard]] std::optional<os::DirFd> directory(int jid) const;  // 0: the root
    [[nodiscard]] bool gone(const Jail& jail) const;
    [[nodiscard]] std::optional<RootState> load_state() const;
    [[nodiscard]] RootState read_state() const;
    void write_state(const RootState& state) const;
    void collect(const os::Fd& dir, int parent, Scan& found) const;
    [[nodiscard]] bool is_stray(const os::Fd& above, int jid) const;

    // All that follow need the root directory's lock.
    [[nodiscard]] std::optional<os::DirFd> undecided(const Wanted& wanted,
                                                     const RootState& state) const;
    [[nodiscard]] Reservation reserve_locked(const Wanted& wanted, RootState state);
    int choose_jid(const Wanted& wanted, RootState& state);
    [[nodiscard]] IdRange choose_ids(const Wanted& wanted, RootState& state) const;
    [[nodiscard]] IdRange host_ids(int parent, const IdRange& ids) const;
    [[nodiscard]] bool occupied(int jid, RootState& state);
    [[nodiscard]] os::DirFd make_directories(int parent, int jid);
    void open_entry(const Jail& jail, std::string_view name);
    void close_entry(int jid);
    bool finish(const Unfinished& entry);
    void withdraw(const Unfinished& entry, std::string_view name) noexcept;
    [[nodiscard]] RootState repair_locked(Buckets whole);
    void rebuild(const std::optional<RootState>& known);
    [[nodiscard]] bool settle(const Unfinished& entry);
    void count_ids();
    [[nodiscard]] bool take_stray(const Unfinished& stray);
    bool take_away(const os::Fd& above, const Unfinished& entry, std::vector<IdRange>& freed);
    void free_ids(RootState& state, int parent, const std::vector<IdRange>& freed) const;

    os::DirFd root_;
    std::string prefix_;
    Index index_;
};

}  // namespace gaol::registry
