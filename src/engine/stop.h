// The step of a removal that lets a jail's processes end by themselves.
#pragma once

#include "gaol/engine/program_params.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

// SIGTERM to each process of the jail, but not to those of its children, and up to stop.timeout
// seconds for them, and for what they may have started since, to end.  Where exec.init is the first
// process, no signal is sent: exec.stop has told it to shut down, and its end is waited for.  No
// step when stop.timeout is 0.
void add_stop(Plan& plan, const ProgramParams& params);

}  // namespace gaol::engine
