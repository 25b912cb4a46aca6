// Being the parent of processes of another PID namespace, for a while.
#pragma once

#include "gaol/os/fd.h"

namespace gaol::proc {

// While it lives, the children of this process are born into the namespace of `member`; its own
// stays what it was (pid_namespaces(7)).  Throws SysError.
class InPidNamespace {
  public:
    explicit InPidNamespace(const os::PidFd& member);
    InPidNamespace(const InPidNamespace&) = delete;
    InPidNamespace& operator=(const InPidNamespace&) = delete;
    ~InPidNamespace();

  private:
    os::Fd home_;
};

}  // namespace gaol::proc
