// jailinit: the first process of a jail's PID namespace.  No C library, no heap, no writable data
// but the stack, so that a jail costs next to no memory and starts at once.
#include <linux/prctl.h>

#include "gaol/init/first_process.h"
#include "gaol/init/options.h"
#include "gaol/init/syscall.h"

namespace gaol::init {
namespace {

template <unsigned long Size>
[[noreturn]] void fail(const char (&message)[Size]) noexcept {
    sys::write(2, message, Size - 1);
    sys::exit(1);
}

// Failures are of no account here: what does not work leaves the jail usable.
void settle() noexcept {
    sys::set_signal_mask(sys::kAllSignals);
    sys::default_action(SIGCHLD);  // if inherited as ignored, the end of children would go unseen
    sys::close_all();
    sys::new_session();
    sys::change_directory("/");
    sys::file_mask(022);
    sys::control(PR_SET_NAME, sys::address("jailinit"));  // execveat(2) names it after a number
    sys::control(PR_SET_DUMPABLE, 0);  // not to be traced with nothing but the same user id
}

}  // namespace

// What the kernel puts on the stack: argc, then the words of argv, then a null.
extern "C" [[noreturn, gnu::used]] void jailinit_start(const long* stack) noexcept {
    const int argc = static_cast<int>(stack[0]);
    const Options options = parse_options(argc, reinterpret_cast<const char* const*>(stack + 1));
    if (options.usage == Usage::Wrong) {
        fail("usage: jailinit [-p] [-t seconds]\n");
    }
    if (sys::process_id() != 1) {
        // Its kill(-1) would reach the processes of somebody else.
        fail("jailinit: not the first process of a PID namespace\n");
    }
    settle();
    FirstProcess(options).run();
    sys::exit(0);
}

}  // namespace gaol::init

#if defined(__x86_64__)
asm(".globl _start\n"
    "_start:\n"
    "    xor %ebp, %ebp\n"
    "    mov %rsp, %rdi\n"
    "    and $-16, %rsp\n"
    "    call jailinit_start\n");
#elif defined(__aarch64__)
asm(".globl _start\n"
    "_start:\n"
    "    mov x29, #0\n"
    "    mov x30, #0\n"
    "    mov x0, sp\n"
    "    bl jailinit_start\n");
#endif
