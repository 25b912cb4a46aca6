// The plan of a change to a running jail.
#pragma once

#include "gaol/engine/context.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

// One step: jail_set with everything that can be changed.  Throws JailError
// "P cannot be changed after creation", and for parameters that are unknown, malformed or cannot be
// honoured.
[[nodiscard]] Plan modify_plan(JailContext& jail);

}  // namespace gaol::engine
