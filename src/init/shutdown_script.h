// /etc/rc.shutdown of the jail.
#pragma once

namespace gaol::init {

// Starts "/etc/rc.shutdown jail" as a child, by /bin/sh if it cannot be executed itself, and
// returns its process id; 0 if there is no such regular file or no process can be made.
[[nodiscard]] long start_shutdown_script() noexcept;

}  // namespace gaol::init
