// jail_set(JAIL_CREATE).
#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/engine/facility.h"
#include "gaol/engine/real_path.h"
#include "gaol/model/hierarchy.h"
#include "gaol/model/name.h"
#include "gaol/model/support.h"
#include "gaol/os/cgroup.h"
#include "gaol/os/clone.h"
#include "gaol/os/program_file.h"
#include "gaol/proc/start.h"

namespace gaol::engine {

namespace {

// What is asked for, with everything that can be known before anything is made.
struct Wish {
    int jid = 0;
    std::string full_name;  // empty: the jid
    int parent = 0;
    ParamValues params;  // without the four above
};

Wish read_wish(Facility& facility, const Settings& settings) {
    // Names first: what a child starts from depends on whose child it is.
    ParamValues named;
    apply_settings(named, settings);
    Wish wish{.jid = static_cast<int>(named.has("jid") ? named.number("jid") : 0),
              .full_name = named.has("name") ? named.text("name") : ""};
    // A name that is a number asks for that jid.
    if (const auto jid = jid_of(wish.full_name); jid && wish.jid == 0) {
        wish.jid = *jid;
    }
    if (!wish.full_name.empty()) {
        check_name(wish.full_name, wish.jid);
    }
    const std::string_view above = parent_name(wish.full_name);
    if (!above.empty()) {
        const auto parent = facility.find(above, Dying::Hide);
        if (!parent) {
            throw JailError(ENOENT, "jail \"" + std::string(above) + "\" not found");
        }
        wish.parent = parent->record.jid;
    }
    wish.params = child_defaults(facility.parent_values(wish.parent));
    apply_settings(wish.params, settings);
    wish.params.erase("jid");
    wish.params.erase("name");
    if (wish.params.has("path")) {
        wish.params.set("path", real_path(wish.params.text("path")));
    }
    return wish;
}

void check_wish(Facility& facility, const Wish& wish) {
    if (!wish.params.flag("persist")) {
        throw JailError(EINVAL, "new jail must persist or attach");
    }
    check_supported(wish.params);
    check_against_parent(wish.params, facility.parent_values(wish.parent));
}

// The registry refuses what is taken.  Looking first clears a dead jail of that name or number
// away.
void make_way(Facility& facility, const Wish& wish) {
    if (wish.jid > 0) {
        (void)facility.find(wish.jid, Dying::Hide);
    }
    if (!wish.full_name.empty()) {
        (void)facility.find(wish.full_name, Dying::Hide);
    }
}

// children.cur and children.max from the parent upwards; called under the registry's lock, so two
// creations cannot both take the last place.
void check_limits(Facility& facility, int parent) {
    std::vector<ChildCount> ancestors;
    while (parent > 0) {
        const auto jail = facility.registry.find(parent);
        if (!jail) {
            throw JailError(ENOENT, "jail " + std::to_string(parent) + " not found");
        }
        ancestors.push_back(
            {.current = static_cast<std::int64_t>(facility.registry.children(*jail).size()),
             .max = jail->record.params.number("children.max")});
        parent = jail->parent;
    }
    check_child_limits(ancestors);
}

std::uint32_t id_ranges(const ParamValues& params) {
    if (params.jailsys("user") == JailSys::Inherit) {
        return 0;
    }
    const std::int64_t children = params.number("children.max");
    return static_cast<std::uint32_t>(std::min<std::int64_t>(children, registry::kIdSlots)) + 1;
}

std::uint64_t own_namespaces(const ParamValues& params) {
    using os::Namespace;
    std::uint64_t own = Namespace::kMount | Namespace::kPid;
    if (params.jailsys("host") != JailSys::Inherit) {
        own |= Namespace::kUts;
    }
    // One IPC namespace holds all three facilities; a disabled one is taken away by seccomp.
    if (params.jailsys("sysvshm") != JailSys::Inherit &&
        params.jailsys("sysvmsg") != JailSys::Inherit &&
        params.jailsys("sysvsem") != JailSys::Inherit) {
        own |= Namespace::kIpc;
    }
    return own;
}

// Everything that the first process needs, in one frame that outlives it.
class Starter {
  public:
    Starter(Facility& facility, const Wish& wish, mount::Plan mounts)
        : facility_(facility), wish_(wish), mounts_(std::move(mounts)) {}

    os::Child start(const registry::Reservation& room);

    // What the user should know of the mounts, once started.
    [[nodiscard]] std::vector<std::string> take_notes() { return std::move(notes_); }

  private:
    [[nodiscard]] int program();
    [[nodiscard]] std::vector<std::string> arguments() const;
    [[nodiscard]] proc::IdMap map_ids(const registry::Reservation& room) const;
    static int below_root(int root, void* arg) noexcept;

    Facility& facility_;
    const Wish& wish_;
    mount::Plan mounts_;
    mount::ChildFailure failure_{};
    std::vector<std::string> notes_;
};

int Starter::program() {
    if (wish_.params.has("exec.init")) {
        return -1;
    }
    // In an own user namespace nobody is the file's owner.  With the host's ids root could write to
    // it by /proc/1/exe, so that it is shown through a read-only mount; letting go of one costs a
    // grace period of the kernel.
    const bool shared_ids = wish_.params.jailsys("user") == JailSys::Inherit;
    os::Fd& program = shared_ids ? facility_.sealed_first_program : facility_.first_program;
    if (!program.valid()) {
        program = os::open_program(os::program_dir() + "/../libexec/jailinit",
                                   shared_ids ? os::Seal::ReadOnlyMount : os::Seal::None);
    }
    return program.get();
}

std::vector<std::string> Starter::arguments() const {
    if (wish_.params.has("exec.init")) {
        return {wish_.params.text("exec.init")};
    }
    // Persistent until its creator says otherwise: `persist` is on while a jail is made.
    return {"jailinit", "-p"};
}

proc::IdMap Starter::map_ids(const registry::Reservation& room) const {
    if (room.ids.count == 0) {
        return {};
    }
    const auto parent = facility_.registry.find(wish_.parent);
    const std::uint32_t base = parent ? parent->record.ids.first : 0;
    return {.first = room.ids.first - base, .count = room.ids.count};
}

int Starter::below_root(int root, void* arg) noexcept {
    Starter& self = *static_cast<Starter*>(arg);
    const auto& ops = self.mounts_.ops();
    self.failure_ = mount::run_child_ops(root, ops.data(), ops.size());
    return -self.failure_.errnum;
}

os::Child Starter::start(const registry::Reservation& room) {
    const std::string hostname = wish_.params.text("host.hostname");
    const std::string domainname = wish_.params.text("host.domainname");
    std::optional<os::PidFd> above;
    std::optional<proc::Above> parent;
    if (wish_.parent > 0) {
        const registry::Jail jail = facility_.require(wish_.parent);
        above = facility_.require_first(jail);
        parent.emplace(
            proc::Above{.first = *above, .own_user_namespace = jail.record.ids.count > 0});
    }
    const mount::RootIds ids{.uid = room.ids.first, .gid = room.ids.first};
    if (room.ids.count == 0) {
        mounts_.share_users();
    }
    mounts_.write_env(wish_.params.text("env"), ids);
    const proc::StartRequest request{.cgroup = room.self,
                                     .namespaces = own_namespaces(wish_.params),
                                     .ids = map_ids(room),
                                     .above = parent ? &*parent : nullptr,
                                     .root = mounts_.root_fd(),
                                     .below_root = {.run = below_root, .arg = this},
                                     .hostname = &hostname,
                                     .domainname = &domainname,
                                     .program = program(),
                                     .argv = arguments(),
                                     .confinement = confinement(wish_.params),
                                     .on_user_namespace = [this, ids](const os::NsFd& users) {
                                         notes_ = mounts_.idmap(users, ids);
                                     }};
    try {
        return proc::start(request);
    } catch (const SysError&) {
        if (failure_.errnum != 0) {
            throw JailError(failure_.errnum, mounts_.describe(failure_));
        }
        throw;
    }
}

// The room goes back when the start fails.
class Room {
  public:
    Room(registry::Registry& registry, registry::Reservation reservation)
        : registry_(registry), reservation_(std::move(reservation)) {}
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    ~Room() {
        if (reservation_) {
            registry_.abandon(*reservation_);
        }
    }
    [[nodiscard]] const registry::Reservation& get() const { return *reservation_; }
    void publish(const registry::Record& record) {
        registry_.publish(*reservation_, record);
        reservation_.reset();
    }

  private:
    registry::Registry& registry_;
    std::optional<registry::Reservation> reservation_;
};

}  // namespace

Created create_prison(Facility& facility, const Settings& settings, mount::Plan mounts) {
    const Wish wish = read_wish(facility, settings);
    check_wish(facility, wish);
    make_way(facility, wish);
    Room room(facility.registry,
              facility.registry.reserve({.jid = wish.jid,
                                         .parent = wish.parent,
                                         .name = std::string(last_component(wish.full_name)),
                                         .jails = id_ranges(wish.params),
                                         .admit = [&] { check_limits(facility, wish.parent); }}));
    const registry::Reservation& got = room.get();
    os::cgroup_delegate(got.self, got.ids.first, got.ids.first);
    Starter starter(facility, wish, std::move(mounts));
    os::Child first = starter.start(got);
    const int jid = got.jid;
    room.publish({.jid = jid,
                  .name = got.name,
                  .state = registry::State::Alive,
                  .first = {.pid = first.pid(), .serial = os::serial_of(first.pidfd())},
                  .ids = got.ids,
                  .params = wish.params});
    return {.jid = jid, .notes = starter.take_notes()};
}

}  // namespace gaol::engine
