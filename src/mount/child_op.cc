// Runs between clone and exec in memory shared with the parent: no libc, no allocation, no throw.
#include "gaol/mount/child_op.h"

#include <cerrno>

#include "gaol/os/raw_mount.h"

namespace gaol::mount {

namespace {

namespace raw = os::raw;

// The outcome of a step: a result or -errno, and the call that gave it.
struct Outcome {
    int result;
    const char* call;
};

bool failed(const Outcome& outcome) noexcept {
    return outcome.result < 0;
}

Outcome configure(int context, const ChildOp& op) noexcept {
    for (const char* const* option = op.options; option != nullptr && *option != nullptr;
         option += 2) {
        const char* value = option[1];
        const int result = *value == '\0' ? raw::fs_flag(context, option[0])
                                          : raw::fs_string(context, option[0], value);
        if (result < 0) {
            return {result, "fsconfig"};
        }
    }
    return {raw::fs_create(context), "fsconfig"};
}

// A new file system as a detached mount.
Outcome make_fs(const ChildOp& op) noexcept {
    const int context = raw::fs_open(op.fstype);
    if (context < 0) {
        return {context, "fsopen"};
    }
    Outcome outcome = configure(context, op);
    if (!failed(outcome)) {
        outcome = {raw::fs_mount(context, op.attributes), "fsmount"};
    }
    raw::close_fd(context);
    return outcome;
}

Outcome give_owner(int directory, const ChildOp& op, const raw::Place& from) noexcept {
    if ((op.inherit & (kInheritUid | kInheritGid)) != 0) {
        constexpr std::uint32_t kKeep = UINT32_MAX;
        const std::uint32_t uid = (op.inherit & kInheritUid) != 0 ? from.uid : kKeep;
        const std::uint32_t gid = (op.inherit & kInheritGid) != 0 ? from.gid : kKeep;
        const int result = raw::change_owner(directory, uid, gid);
        if (result < 0) {
            return {result, "fchown"};
        }
    }
    // The mode comes last: a change of owner takes set-id bits away.
    if ((op.inherit & kInheritMode) != 0) {
        return {raw::change_mode(directory, from.mode), "fchmod"};
    }
    return {0, "fchmod"};
}

Outcome inherit(int mount, const ChildOp& op, const raw::Place& from) noexcept {
    const int directory = raw::open_directory(mount);
    if (directory < 0) {
        return {directory, "openat"};
    }
    const Outcome outcome = give_owner(directory, op, from);
    raw::close_fd(directory);
    return outcome;
}

Outcome attach(int mount, int place, const ChildOp& op) noexcept {
    if (op.inherit != 0 || op.no_cover != 0) {
        const raw::Place found = raw::look(place);
        if (found.error < 0) {
            return {found.error, "statx"};
        }
        if (op.no_cover != 0 && found.is_mount_root != 0) {
            return {-EBUSY, "nocover"};
        }
        const Outcome outcome = op.inherit != 0 ? inherit(mount, op, found) : Outcome{0, ""};
        if (failed(outcome)) {
            return outcome;
        }
    }
    return {raw::attach(mount, place), "move_mount"};
}

Outcome run_at(int place, const ChildOp& op) noexcept {
    if (op.kind == ChildOp::Kind::Attach) {
        return attach(op.fd, place, op);
    }
    const Outcome made = make_fs(op);
    if (failed(made)) {
        return made;
    }
    const Outcome outcome = attach(made.result, place, op);
    raw::close_fd(made.result);
    return outcome;
}

Outcome seal(int place) noexcept {
    const int mount = raw::clone_read_only(place);
    if (mount < 0) {
        return {mount, "open_tree"};
    }
    const Outcome outcome{raw::attach(mount, place), "move_mount"};
    raw::close_fd(mount);
    return outcome;
}

Outcome run_one(int root, const ChildOp& op) noexcept {
    if (op.kind == ChildOp::Kind::Park) {
        return {raw::attach_at(op.fd, op.target), "move_mount"};
    }
    const int place = raw::open_beneath(root, op.target);
    if (place == -ENOENT && op.kind == ChildOp::Kind::Seal) {
        return {0, ""};
    }
    if (place < 0) {
        return {place, "openat2"};
    }
    const Outcome outcome = op.kind == ChildOp::Kind::Seal ? seal(place) : run_at(place, op);
    raw::close_fd(place);
    return outcome;
}

}  // namespace

ChildFailure run_child_ops(int root, const ChildOp* ops, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) {
        const Outcome outcome = run_one(root, ops[i]);
        if (failed(outcome)) {
            return {.errnum = -outcome.result, .op = static_cast<int>(i), .call = outcome.call};
        }
    }
    return {.errnum = 0, .op = -1, .call = ""};
}

}  // namespace gaol::mount
