// What a process may do to itself between clone and exec.  Each returns 0, a result, or -errno.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "gaol/os/filter.h"

namespace gaol::os::raw {

// Dies with its creator; -ESRCH when the creator (a pidfd) has gone already.
[[nodiscard]] int die_with(int creator) noexcept;

// From now on its creator may end before it.
[[nodiscard]] int outlive_creator() noexcept;

// setns(2) on a pidfd or a namespace; kinds are Namespace bits of os/clone.h.
[[nodiscard]] int join_namespaces(int fd, std::uint64_t kinds) noexcept;

// A cgroup namespace whose root is the caller's own group.
[[nodiscard]] int own_cgroup_namespace() noexcept;

// Ids and nothing left of others: groups, then gid, then uid (real, effective, saved).
[[nodiscard]] int become(uid_t uid, gid_t gid, const gid_t* groups, std::size_t count) noexcept;

[[nodiscard]] int set_host_name(const char* name, std::size_t length) noexcept;
[[nodiscard]] int set_domain_name(const char* name, std::size_t length) noexcept;

// No mount made here is seen elsewhere, nor the reverse.
[[nodiscard]] int keep_mounts_private() noexcept;

// Puts a detached mount over "/", and goes there.
[[nodiscard]] int cover_root(int mount) noexcept;

// Makes the current directory, a mount, the root, and lets go of all that was there before.
[[nodiscard]] int pivot_here() noexcept;

[[nodiscard]] int change_dir(const char* path) noexcept;
int new_session() noexcept;
[[nodiscard]] int make_controlling(int terminal) noexcept;

// A session keyring of its own: the creator's keys stay with the creator.
int own_keyring() noexcept;

// Leaves only the capabilities of keep (a bit each) to be had by this process and all that come
// after it.
[[nodiscard]] int limit_capabilities(std::uint64_t keep) noexcept;

[[nodiscard]] int install_filter(const Filter& filter) noexcept;

// Every signal at its default, ignored ones too / none blocked.
void default_signals() noexcept;
void unblock_signals() noexcept;

// Makes three descriptors 0, 1 and 2, whatever their numbers were.
[[nodiscard]] int set_standard_fds(int input, int output, int error) noexcept;

// Everything from first on closes at exec, in a table of descriptors that is the caller's own.
[[nodiscard]] int close_from_at_exec(unsigned first) noexcept;

// They return only when they fail.
[[nodiscard]] int exec_path(const char* path, char* const* argv, char* const* envp) noexcept;
[[nodiscard]] int exec_fd(int fd, char* const* argv, char* const* envp) noexcept;

// Opens inside the caller's root.
[[nodiscard]] int open_path(const char* path, int flags) noexcept;

[[nodiscard]] int write_file(const char* path, const char* text, std::size_t length) noexcept;

}  // namespace gaol::os::raw
