// What may be asked of jailinit, the first process of a jail, by a signal.  It obeys only senders
// outside its PID namespace.  See jailinit(8).
//
// The numbers are those of two signals that otherwise come from a process's own timers, so nobody
// misses them among the signals that jailinit passes on.  They must not be real-time signals: one
// that finds the queue of pending signals full (RLIMIT_SIGPENDING, which processes of the jail can
// exhaust) is delivered without its sender, and then looks as if it came from outside.
#pragma once

#include <signal.h>

namespace gaol::os {

// Run the orderly stop, then end.  There is no way back.
inline constexpr int kStopJail = SIGTERM;

// End as soon as no process is left.  Also sent to have it look again: whoever entered the jail
// sends it after having waited for its own command, which jailinit is not the parent of.
inline constexpr int kNotPersistent = SIGVTALRM;

// Stay although no process is left.
inline constexpr int kPersistent = SIGPROF;

}  // namespace gaol::os
