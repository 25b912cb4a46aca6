// Host and domain name of a jail that runs.
#pragma once

#include <string>

#include "gaol/os/fd.h"

namespace gaol::proc {

struct Names {
    std::string host;
    std::string domain;
};

// Sets both in the UTS namespace of a process.  own_user_namespace: which right is needed for it.
// Throws SysError.
enum class UserNamespace : bool { Shared, Own };
void set_names(const os::PidFd& member, UserNamespace users, const Names& names);

}  // namespace gaol::proc
