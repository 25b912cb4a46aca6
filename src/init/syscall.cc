#include "gaol/init/syscall.h"

namespace gaol::init::sys {

#if defined(__x86_64__)

long call(long number, const Arguments& args) noexcept {
    long result = number;
    register long r10 asm("r10") = args.d;
    register long r8 asm("r8") = args.e;
    asm volatile("syscall"
                 : "+a"(result)
                 : "D"(args.a), "S"(args.b), "d"(args.c), "r"(r10), "r"(r8)
                 : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

long call(long number, const Arguments& args) noexcept {
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = args.a;
    register long x1 asm("x1") = args.b;
    register long x2 asm("x2") = args.c;
    register long x3 asm("x3") = args.d;
    register long x4 asm("x4") = args.e;
    asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}

#else
#error "jailinit knows the system calls of x86-64 and aarch64 only"
#endif

}  // namespace gaol::init::sys
