#include "gaol/proc/confine.h"

#include "gaol/os/raw_process.h"

namespace gaol::proc {

ChildFailure confine(const Confinement& confinement) noexcept {
    os::raw::own_keyring();  // a kernel without keyrings has none to share
    if (confinement.filter.count > 0) {
        if (const int error = os::raw::install_filter(confinement.filter); error < 0) {
            return {.errnum = -error, .call = "seccomp"};
        }
    }
    if (const int error = os::raw::limit_capabilities(confinement.capabilities); error < 0) {
        return {.errnum = -error, .call = "capset"};
    }
    return {};
}

}  // namespace gaol::proc
