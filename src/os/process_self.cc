#include "gaol/os/process_self.h"

#include <sys/prctl.h>

#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::os {

void hide_from_ptrace() {
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) {
        throw SysError(errno, "prctl");
    }
}

}  // namespace gaol::os
