// The plans of a jail's removal, and of cleaning up after one that has vanished.
#pragma once

#include "gaol/engine/context.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

// The jail's mounts, and later its addresses, vanish with it: there is nothing to take back between
// exec.poststop and exec.release.  Throws JailError for malformed parameters.
[[nodiscard]] Plan remove_plan(JailContext& jail);

// What follows the removal itself.
[[nodiscard]] Plan clean_up_plan(JailContext& jail);

// Removes a jail whose creation is rolled back.
void undo_creation(JailContext& jail);

}  // namespace gaol::engine
