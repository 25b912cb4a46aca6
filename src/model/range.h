// What a value of the right type may be: numbers in range, texts not too long.
#pragma once

#include "gaol/model/param.h"
#include "gaol/model/value.h"

namespace gaol {

// Throws JailError for a value that no jail could have, whoever asks: EINVAL with FreeBSD's text
// where it has one ("negative jid", "osreldate cannot be 0"), ENAMETOOLONG and EFBIG for a text
// over its limit.
void check_range(const Param& param, const Value& value);

}  // namespace gaol
