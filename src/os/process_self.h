// The calling process itself.
#pragma once

namespace gaol::os {

// Only the host's root may trace this process or read its memory and descriptors, whichever
// namespaces it enters later (PR_SET_DUMPABLE; the memory's user namespace stays the host's).  The
// programs that it executes are not concerned.
void hide_from_ptrace();

}  // namespace gaol::os
