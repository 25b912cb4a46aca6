// The one way into a jail.  A process that starts a jail and a process that enters one go through
// `enter` and through nothing else, in one order, so that no guard can be forgotten on one of the
// two paths.
#pragma once

#include <cstdint>

#include "gaol/os/filter.h"

namespace gaol::proc {

// What a process in a jail may never have or do, whatever its user.
struct Confinement {
    std::uint64_t capabilities = ~std::uint64_t{0};  // the bounding set, a bit each
    os::Filter filter;                               // seccomp
};

// What happened between clone and exec.  call is a literal; errnum 0: nothing went wrong.
struct ChildFailure {
    int errnum = 0;
    const char* call = "";
};

// Gives up what the policy does not allow.  Called last before the descriptors are sealed and the
// program runs, by a process that is still root of the jail's user namespace: the filter is
// installed by right of CAP_SYS_ADMIN and not with no_new_privs, so that set-id programs work.
[[nodiscard]] ChildFailure confine(const Confinement& confinement) noexcept;

}  // namespace gaol::proc
