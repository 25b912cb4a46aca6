// The failures of jail_set(2) for which FreeBSD's kernel gives an error number and no text.
#pragma once

#include <string_view>

#include "gaol/base/error.h"

namespace gaol {

// "jail_set: Operation not permitted (DETAIL)": the words that libjail prints for the number, and
// after them what we know about the reason.
[[nodiscard]] JailError jail_set_error(int errnum, std::string_view detail);

}  // namespace gaol
