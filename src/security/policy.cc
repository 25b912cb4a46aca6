#include "gaol/security/policy.h"

#include <array>

#include "gaol_generated/sysv_filters.h"

namespace gaol::security {

namespace {

// Numbers of capabilities(7).
constexpr std::uint64_t bit(unsigned capability) {
    return std::uint64_t{1} << capability;
}

constexpr std::uint64_t kServer = bit(0)      // CAP_CHOWN
                                  | bit(1)    // CAP_DAC_OVERRIDE
                                  | bit(3)    // CAP_FOWNER
                                  | bit(4)    // CAP_FSETID
                                  | bit(5)    // CAP_KILL
                                  | bit(6)    // CAP_SETGID
                                  | bit(7)    // CAP_SETUID
                                  | bit(8)    // CAP_SETPCAP
                                  | bit(10)   // CAP_NET_BIND_SERVICE
                                  | bit(18)   // CAP_SYS_CHROOT
                                  | bit(29)   // CAP_AUDIT_WRITE
                                  | bit(31);  // CAP_SETFCAP

}  // namespace

std::uint64_t capabilities(const ParamValues& params) {
    return params.jailsys("user") == JailSys::Inherit ? kServer : ~std::uint64_t{0};
}

os::Filter system_calls(const ParamValues& params) {
    std::size_t denied = 0;
    const std::array<const char*, 3> facilities{"sysvmsg", "sysvsem", "sysvshm"};
    for (std::size_t n = 0; n < facilities.size(); n++) {
        denied |= params.jailsys(facilities[n]) == JailSys::Disable ? std::size_t{1} << n : 0;
    }
    return kSysvFilters[denied];
}

}  // namespace gaol::security
