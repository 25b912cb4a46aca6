// The plan of a jail's creation.
#pragma once

#include "gaol/engine/context.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

// Checks everything that can be known beforehand: throws JailError for parameters that are unknown,
// malformed or cannot be honoured.  Nothing is touched, and no Prisons are needed.
[[nodiscard]] Plan create_plan(JailContext& jail);

}  // namespace gaol::engine
