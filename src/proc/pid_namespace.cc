#include "gaol/proc/pid_namespace.h"

#include "gaol/base/error.h"
#include "gaol/os/clone.h"
#include "gaol/os/file.h"
#include "gaol/os/raw_process.h"

namespace gaol::proc {

InPidNamespace::InPidNamespace(const os::PidFd& member)
    : home_(os::open_file("/proc/self/ns/pid", 0)) {
    if (const int error = os::raw::join_namespaces(member.get(), os::Namespace::kPid); error < 0) {
        throw SysError(-error, "setns");
    }
}

InPidNamespace::~InPidNamespace() {
    // Going home cannot fail: the own namespace is always an allowed choice.
    (void)os::raw::join_namespaces(home_.get(), os::Namespace::kPid);
}

}  // namespace gaol::proc
