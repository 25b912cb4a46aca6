// What a new jail's first process does to its mount table: a prepared, trivially copyable list.
// It is filled on the host's side and carried out after clone by raw system calls only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace gaol::mount {

// Attributes of the mount point that a new tmpfs takes over, as on FreeBSD (tmpfs(5)).
enum Inherit : std::uint8_t {
    kInheritNothing = 0,
    kInheritMode = 1,
    kInheritUid = 2,
    kInheritGid = 4,
};

// One operation.  Texts belong to the Plan that made the operation.  target is a path inside the
// jail without a leading '/': it is resolved with openat2(RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS)
// from the root's descriptor, so nothing that the jail's owner planted leads out of it.
struct ChildOp {
    enum class Kind : std::uint8_t {
        Attach,  // attach the detached mount fd at target
        Park,    // attach fd at target outside the root, where it goes away with the old root
        NewFs,   // a fresh file system of type fstype, owned by the jail's user namespace
        Seal,    // what is at target, if anything is, becomes read-only
    };
    Kind kind;
    std::uint8_t inherit;   // Attach: Inherit bits
    std::uint8_t no_cover;  // not 0: target may not be a mount point already
    int fd;                 // Attach, Park
    const char* target;
    const char* fstype;          // NewFs
    const char* const* options;  // NewFs: key, value, key, value ..., nullptr; value "" is a flag
    std::uint64_t attributes;    // NewFs: MOUNT_ATTR_*
    int line;                    // which line of the plan it belongs to; -1: the root's own
};
static_assert(std::is_trivially_copyable_v<ChildOp>);

// errnum 0: all were carried out.
struct ChildFailure {
    int errnum;
    int op;            // index of the operation that failed
    const char* call;  // name of the system call or of the option nocover, a literal
};

// Async-signal-safe, no allocation.  root: the jail's root, already attached in this mount
// namespace.
[[nodiscard]] ChildFailure run_child_ops(int root, const ChildOp* ops, std::size_t count) noexcept;

}  // namespace gaol::mount
