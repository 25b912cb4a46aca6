#include "gaol/proc/start.h"

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/os/clone.h"
#include "gaol/os/file.h"
#include "gaol/os/raw.h"
#include "gaol/os/raw_process.h"
#include "gaol/proc/image.h"
#include "gaol/proc/pid_namespace.h"

namespace gaol::proc {

namespace {

namespace raw = os::raw;

constexpr std::uint32_t kWait = 0;
constexpr std::uint32_t kGo = 1;
constexpr int kReadWrite = 2;  // O_RDWR, the same on every architecture of Linux

// Shared by creator and child until the child executes its program.
struct Birth {
    const StartRequest& request;
    const Image& image;
    os::SideBySide& side;
    int creator;  // pidfd
    std::uint64_t namespaces;
    std::uint32_t gate = kWait;  // the creator opens it when ids and mounts are ready
    bool at_exec = false;        // the child has come that far
    ChildFailure failure;
};

bool failed(Birth& birth, int error, const char* call) noexcept {
    if (error >= 0) {
        return false;
    }
    birth.failure = {.errnum = -error, .call = call};
    return true;
}

bool wait_for_creator(Birth& birth) noexcept {
    if (failed(birth, raw::die_with(birth.creator), "prctl")) {
        return false;
    }
    while (__atomic_load_n(&birth.gate, __ATOMIC_ACQUIRE) == kWait) {
        raw::futex_wait(&birth.gate, kWait);
    }
    return true;
}

bool take_root(Birth& birth) noexcept {
    const StartRequest& request = birth.request;
    if (failed(birth, raw::keep_mounts_private(), "mount") ||
        failed(birth, raw::cover_root(request.root), "move_mount")) {
        return false;
    }
    const RootHook& hook = request.below_root;
    if (hook.run != nullptr && failed(birth, hook.run(request.root, hook.arg), "mount")) {
        return false;
    }
    return !failed(birth, raw::pivot_here(), "pivot_root");
}

bool take_names(Birth& birth) noexcept {
    const StartRequest& request = birth.request;
    if ((birth.namespaces & os::Namespace::kUts) == 0) {
        return true;
    }
    const std::string& host = *request.hostname;
    const std::string& domain = *request.domainname;
    return !failed(birth, raw::set_host_name(host.data(), host.size()), "sethostname") &&
           !failed(birth, raw::set_domain_name(domain.data(), domain.size()), "setdomainname");
}

// A distribution's init wants a console.  Only in a descriptor table of its own: until
// close_from_at_exec the creator's standard streams are these as well.
bool take_console(Birth& birth) noexcept {
    int console = raw::open_path("/dev/console", kReadWrite);
    if (console < 0) {
        console = raw::open_path("/dev/null", kReadWrite);
    }
    return console < 0 || !failed(birth, raw::set_standard_fds(console, console, console), "dup");
}

void exec_first(Birth& birth) noexcept {
    const bool own_init = birth.request.program < 0;
    raw::default_signals();
    if (own_init) {
        // jailinit reads its signals from a queue: one that came before it blocks them itself would
        // be lost, because pid 1 ignores what it has no handler for.
        raw::unblock_signals();
    }
    if (failed(birth, raw::close_from_at_exec(own_init ? 3 : 0), "close_range") ||
        (own_init && !take_console(birth))) {
        return;
    }
    // A change of ids has undone it, but with the ids of the host there was none (prctl(2)).
    if (failed(birth, raw::outlive_creator(), "prctl")) {
        return;
    }
    birth.at_exec = true;
    failed(birth,
           own_init ? birth.image.exec()
                    : raw::exec_fd(birth.request.program, birth.image.argv(), birth.image.envp()),
           "exec");
}

int first_main(void* arg) noexcept {
    Birth& birth = *static_cast<Birth*>(arg);
    if (!wait_for_creator(birth) || failed(birth, raw::become(0, 0, nullptr, 0), "setuid") ||
        failed(birth, raw::own_cgroup_namespace(), "unshare")) {
        return 1;
    }
    raw::new_session();
    if (!take_root(birth) || !take_names(birth)) {
        return 1;
    }
    birth.failure = confine(birth.request.confinement);
    if (birth.failure.errnum == 0) {
        exec_first(birth);
    }
    return 1;
}

// A step inside the parent jail: a process that joins its namespaces, does one thing, and ends.
struct Inside {
    const os::PidFd& first;
    std::uint64_t namespaces;
    int (*act)(void*) noexcept;  // 0 or a negative errno
    void* arg;
    int error = 0;
};

int inside_main(void* arg) noexcept {
    Inside& step = *static_cast<Inside*>(arg);
    if (step.namespaces != 0) {
        step.error = raw::join_namespaces(step.first.get(), step.namespaces);
    }
    if (step.error == 0) {
        step.error = step.act(step.arg);
    }
    return 0;
}

// False: the process was killed, and may have come to its act or not.
bool run_inside(Inside step, const os::CloneOptions& options, const char* call) {
    os::Child child = os::clone_until_exec(options, inside_main, &step);
    const bool ended = child.wait().success();
    if (step.error < 0) {
        throw SysError(-step.error, call);
    }
    return ended;
}

JailError killed() {
    return {ECHILD, "a process that was to become the jail's first was killed"};
}

int bear_in_parent(void* arg) noexcept {
    Birth& birth = *static_cast<Birth*>(arg);
    // A user namespace can be made only by an id that the namespace around it knows.
    if (const int error = raw::become(0, 0, nullptr, 0); error < 0) {
        return error;
    }
    return birth.side.start_for_parent({.namespaces = birth.namespaces}, first_main, &birth);
}

void bear(Birth& birth) {
    const StartRequest& request = birth.request;
    if (request.above == nullptr) {
        birth.side.start({.namespaces = birth.namespaces, .cgroup = request.cgroup.get()},
                         first_main, &birth);
        return;
    }
    // The new namespaces must be children of the parent jail's: the one who makes them stands in
    // the parent's PID namespace (by birth) and user namespace (by setns), and in the new jail's
    // cgroup, which it could not choose any more once it is nobody on the host.
    // Names and System V objects that the new jail inherits are the parent jail's as well.
    const std::uint64_t users = request.above->own_user_namespace ? os::Namespace::kUser : 0;
    const InPidNamespace inside(request.above->first);
    const bool ended = run_inside(
        {.first = request.above->first,
         .namespaces = users | os::Namespace::kUts | os::Namespace::kIpc,
         .act = bear_in_parent,
         .arg = &birth},
        {.cgroup = request.cgroup.get(), .descriptors = os::Descriptors::Shared}, "clone");
    if (!ended && !birth.side.has_child()) {
        throw killed();
    }
}

// A child that has not got its go yet: it ends with this object.
class Unborn {
  public:
    explicit Unborn(os::Child& child) noexcept : child_(&child) {}
    Unborn(const Unborn&) = delete;
    Unborn& operator=(const Unborn&) = delete;
    ~Unborn() {
        if (child_ != nullptr) {
            (void)os::send_signal(child_->pidfd(), os::kSignalKill);
            (void)child_->wait();
        }
    }
    void release() noexcept { child_ = nullptr; }

  private:
    os::Child* child_;
};

struct MapText {
    std::string path;
    std::string text;
};

int write_map(void* arg) noexcept {
    const auto& maps = *static_cast<const std::pair<MapText, MapText>*>(arg);
    const MapText& gids = maps.first;
    const MapText& uids = maps.second;
    const int error = raw::write_file(gids.path.c_str(), gids.text.data(), gids.text.size());
    return error < 0 ? error
                     : raw::write_file(uids.path.c_str(), uids.text.data(), uids.text.size());
}

void map_ids(const StartRequest& request, pid_t pid) {
    const std::string proc = "/proc/" + std::to_string(pid);
    const std::string text = strf("0 %u %u\n", request.ids.first, request.ids.count);
    std::pair<MapText, MapText> maps{{proc + "/gid_map", text}, {proc + "/uid_map", text}};
    if (request.above != nullptr && request.above->own_user_namespace) {
        // user_namespaces(7): the map is written from the namespace above or from the new one.
        if (!run_inside({.first = request.above->first,
                         .namespaces = os::Namespace::kUser,
                         .act = write_map,
                         .arg = &maps},
                        {}, "uid_map")) {
            throw killed();
        }
    } else if (const int error = write_map(&maps); error < 0) {
        throw SysError(-error, "uid_map");
    }
}

void open_gate(Birth& birth) {
    __atomic_store_n(&birth.gate, kGo, __ATOMIC_RELEASE);
    raw::futex_wake(&birth.gate);
}

}  // namespace

os::Child start(const StartRequest& request) {
    const Image image(request.argv,
                      {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                       "TERM=linux", "container=gaol"});
    const os::PidFd creator = os::own_pidfd();
    const bool own_users = request.ids.count > 0;
    os::SideBySide side;
    Birth birth{.request = request,
                .image = image,
                .side = side,
                .creator = creator.get(),
                .namespaces = request.namespaces | (own_users ? os::Namespace::kUser : 0)};
    bear(birth);
    os::Child first = side.take_child();
    Unborn unborn(first);
    if (own_users) {
        map_ids(request, first.pid());
        request.on_user_namespace(os::user_namespace_of(first));
    }
    unborn.release();
    open_gate(birth);
    side.wait_for_exec();
    if (birth.failure.errnum != 0) {
        (void)first.wait();
        throw SysError(birth.failure.errnum, birth.failure.call);
    }
    if (!birth.at_exec) {
        (void)first.wait();
        throw killed();
    }
    return first;
}

}  // namespace gaol::proc
