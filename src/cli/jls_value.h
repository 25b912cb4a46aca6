// The value of one jls(8) column for one jail.
#pragma once

#include <optional>
#include <string>

#include "gaol/cli/format_jls.h"

namespace gaol::cli {

// As the jail has it: for a key of meta or env its text, empty optional when the key is missing;
// for a "no" form the opposite.
[[nodiscard]] std::optional<Value> jls_value(const engine::Prison& prison, const JlsColumn& column);

// Whether jail(8) can be given the column's value (-s).
[[nodiscard]] bool jls_settable(const engine::Prison& prison, const JlsColumn& column);

}  // namespace gaol::cli
