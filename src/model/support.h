// What this version can do for a jail, and the words in which it refuses the rest.
#pragma once

#include "gaol/model/param.h"
#include "gaol/model/settings.h"
#include "gaol/model/value.h"

namespace gaol {

// Whether a setting wants nothing but what every jail has anyway: `allow.noraw_sockets`,
// `vnet = inherit`, `enforce_statfs = 2`.  True for whatever a Honoured row can hold.  Throws
// parse_value's errors.
[[nodiscard]] bool is_available(const ParamRef& ref, const Setting& setting);

// Throws JailError EOPNOTSUPP "NAME: not yet: NOTE" or "NAME: has no meaning on Linux: NOTE" unless
// is_available.
void check_request(const ParamRef& ref, const Setting& setting);

// Whether a new jail with all these values can be made.  Throws JailError EOPNOTSUPP for ip4 and
// ip6 other than inherit (their default is disable, so a jail must mention both), and EINVAL for
// System V facilities of which one is new and another inherited.
void check_supported(const ParamValues& values);

}  // namespace gaol
