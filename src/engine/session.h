// A command in a jail on the caller's own standard input, output and error: what jexec(8) does.
#pragma once

#include "gaol/engine/prison.h"
#include "gaol/os/child.h"
#include "gaol/proc/command.h"

namespace gaol::engine {

// Runs the command and waits for it, as os::StdioRelay says: no terminal of the caller's comes into
// the jail.  A terminal is replaced by one of the jail's own devpts, or by one of the host's where
// the jail has none; of that only the descriptor of its inner side is in the jail.  The command
// gets a session of its own, so that /dev/tty cannot lead to the caller's terminal either.  The
// command's descriptors and session are set here.  Throws as Prisons::attach does.
[[nodiscard]] os::ExitStatus run_session(Prisons& prisons, int jid, proc::Command command);

}  // namespace gaol::engine
