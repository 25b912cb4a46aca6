#include "gaol/proc/attach.h"

#include <cerrno>
#include <memory>

#include "gaol/base/error.h"
#include "gaol/os/clone.h"
#include "gaol/os/raw_process.h"
#include "gaol/proc/image.h"
#include "gaol/proc/pid_namespace.h"

namespace gaol::proc {

namespace {

namespace raw = os::raw;

// All that the child reads.  It lives in the creator's frame, which stands still until the exec.
struct Entry {
    const Command& command;
    const Image& image;
    int first = -1;  // pidfd of the jail's first process; -1: stay on the host
    std::uint64_t namespaces = 0;
    const Confinement* confinement = nullptr;
    char* stack = nullptr;  // for a child of the child, Parent::Init
    ChildFailure failure;
};

bool failed(Entry& entry, int error, const char* call) noexcept {
    if (error >= 0) {
        return false;
    }
    entry.failure = {.errnum = -error, .call = call};
    return true;
}

bool enter_jail(Entry& entry) noexcept {
    if (entry.first < 0) {
        return true;
    }
    if (failed(entry, raw::join_namespaces(entry.first, entry.namespaces), "setns")) {
        return false;
    }
    // To be root of the jail before anything is given up: joining a user namespace changes no ids.
    if (failed(entry, raw::become(0, 0, nullptr, 0), "setuid")) {
        return false;
    }
    entry.failure = confine(*entry.confinement);
    return entry.failure.errnum == 0;
}

bool set_session(Entry& entry) noexcept {
    const Command& command = entry.command;
    if (command.session == Session::New) {
        raw::new_session();
    }
    if (failed(entry, raw::set_standard_fds(command.input, command.output, command.error), "dup")) {
        return false;
    }
    return !command.controlling_terminal || !failed(entry, raw::make_controlling(0), "TIOCSCTTY");
}

bool set_credentials(Entry& entry) noexcept {
    if (!entry.command.credentials) {
        return true;
    }
    const Credentials& ids = *entry.command.credentials;
    return !failed(entry, raw::become(ids.uid, ids.gid, ids.groups.data(), ids.groups.size()),
                   "setuid");
}

int run_program(void* arg) noexcept {
    Entry& entry = *static_cast<Entry*>(arg);
    if (!set_session(entry) || !set_credentials(entry)) {
        return 1;
    }
    const std::string& cwd = entry.command.cwd;
    if (!cwd.empty() && failed(entry, raw::change_dir(cwd.c_str()), "chdir")) {
        return 1;
    }
    if (failed(entry, raw::close_from_at_exec(3), "close_range")) {
        return 1;
    }
    failed(entry, entry.image.exec(), "exec");
    return 1;
}

int child_main(void* arg) noexcept {
    Entry& entry = *static_cast<Entry*>(arg);
    raw::default_signals();
    raw::unblock_signals();
    if (!enter_jail(entry)) {
        return 1;
    }
    if (entry.stack == nullptr) {
        return run_program(&entry);
    }
    // When this process ends, the jail's first process is the nearest parent there is.
    failed(entry, os::clone_from_child(entry.stack, run_program, &entry), "clone");
    return 0;
}

std::string subject(const ChildFailure& failure, const Command& command) {
    const std::string_view call = failure.call;
    if (call == "exec") {
        return command.argv.empty() ? "" : command.argv[0];
    }
    return call == "chdir" ? command.cwd : "";
}

os::Child start(Entry& entry, const os::CloneOptions& options) {
    os::Child child = os::clone_until_exec(options, child_main, &entry);
    if (entry.failure.errnum != 0) {
        (void)child.wait();
        throw SysError(entry.failure.errnum, entry.failure.call,
                       subject(entry.failure, entry.command));
    }
    return child;
}

}  // namespace

os::Child attach(const Entrance& entrance, const Command& command) {
    const Image image(command.argv, command.env);
    Entry entry{.command = command,
                .image = image,
                .first = entrance.first.get(),
                .namespaces = entrance.namespaces,
                .confinement = &entrance.confinement};
    std::unique_ptr<char[]> stack;
    if (command.parent == Parent::Init) {
        stack = std::make_unique_for_overwrite<char[]>(os::kChildStack);
        entry.stack = stack.get();
    }
    const InPidNamespace inside(entrance.first);
    os::Child child = start(entry, {.namespaces = 0, .cgroup = entrance.cgroup.get()});
    if (command.parent == Parent::Init) {
        (void)child.wait();
    }
    return child;
}

os::Child run_on_host(const Command& command) {
    const Image image(command.argv, command.env);
    Entry entry{.command = command, .image = image};
    return start(entry, {});
}

}  // namespace gaol::proc
