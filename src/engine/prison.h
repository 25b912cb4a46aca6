// The jail facility itself: what jail_set(2), jail_get(2), jail_attach(2) and jail_remove(2) are on
// FreeBSD.  Every rule of the facility is checked here, whoever calls; jail(8), jls(8) and jexec(8)
// are programs over this and nothing below it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/model/settings.h"
#include "gaol/model/value.h"
#include "gaol/mount/plan.h"
#include "gaol/os/child.h"
#include "gaol/proc/command.h"

namespace gaol::engine {

// A jail as it was when it was looked at.
struct Prison {
    int jid = 0;
    std::string name;  // full name, relative to the viewer
    int parent = 0;    // jid; 0 for the viewer itself
    bool dying = false;
    ParamValues params;  // every parameter that has a value, computed ones included: path, parent,
                         // children.cur, persist, host.hostname ...
};

enum class Dying : std::uint8_t { Hide, Show };

// One of a jail's processes.
struct Process {
    pid_t pid;
    os::PidFd pidfd;
};

// A jail that was made.
struct Created {
    int jid = 0;
    std::vector<std::string> notes;  // what the user should know: mounts that had to be left out
};

class Prisons {
  public:
    // root: the gaol root cgroup, empty for the usual search (GAOL_CGROUP_ROOT is the caller's
    // business).  Makes it when it is absent.  Throws SysError, or JailError when no cgroup2
    // hierarchy is mounted.
    explicit Prisons(const std::string& root = {});
    ~Prisons();

    // jail_get.  A jail is looked for by jid or by full name.
    [[nodiscard]] std::optional<Prison> get(int jid, Dying dying = Dying::Hide) const;
    [[nodiscard]] std::optional<Prison> get(std::string_view name, Dying dying = Dying::Hide) const;
    // jid_of(text) says which of both; the form that programs want.
    [[nodiscard]] std::optional<Prison> find(std::string_view text,
                                             Dying dying = Dying::Hide) const;
    [[nodiscard]] std::vector<Prison> list(Dying dying = Dying::Hide) const;  // ascending jids

    // jail_set(JAIL_CREATE): settings of Owner::Jail (others are passed over); mounts holds the
    // root and all that is mounted below it.  Throws JailError with the texts of
    // FreeBSD's kernel ("jail \"a\" already exists", "prison limit exceeded", ...).
    Created create(const Settings& settings, mount::Plan mounts);

    // jail_set(JAIL_UPDATE).  A jail that is made not persistent and has nothing to run is removed.
    void update(int jid, const Settings& settings);

    // The first create-only parameter of settings whose value differs from the jail's; empty: none.
    [[nodiscard]] std::optional<std::string> needs_restart(int jid, const Settings& settings) const;

    // jail_attach and exec.  Throws JailError EINVAL when there is no such jail, SysError for the
    // program as run_on_host does.
    [[nodiscard]] os::Child attach(int jid, const proc::Command& command);

    // To be called after each attached command has ended: lets a jail that is not persistent and
    // has nothing left to run end, and clears it away.
    void settle(int jid);

    // jail_remove: kills everything in it, children included, and takes it away.  When a process
    // cannot die (uninterruptible in the kernel) the jail stays as dying.
    void remove(int jid);

    // The jail's own processes, without its first process and those of child jails; at most limit
    // of them, as each takes a descriptor.
    [[nodiscard]] std::vector<Process> processes(int jid, std::size_t limit) const;

    // Sends a signal to each of them; gives those that got it.
    std::vector<pid_t> signal_processes(int jid, int signal);

    // The jail's first process: readable once it has ended.
    [[nodiscard]] os::PidFd first_process(int jid) const;

    // A user of the jail's own passwd(5) and group(5), read without running anything of the jail.
    [[nodiscard]] std::optional<proc::User> user(int jid, const std::string& name) const;
    [[nodiscard]] std::optional<proc::User> user(int jid, uid_t uid) const;

    // A new terminal of the jail's own devpts (jexec), which belongs to a user of the jail.  Empty
    // when the jail has no devpts.
    struct Terminal {
        os::Fd master;
        os::Fd peer;  // to become 0, 1, 2 of the command
    };
    [[nodiscard]] std::optional<Terminal> open_terminal(int jid, uid_t owner = 0) const;

  private:
    std::unique_ptr<struct Facility> facility_;
};

}  // namespace gaol::engine
