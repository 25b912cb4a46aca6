#include "gaol/os/raw.h"

#include <linux/futex.h>

#include <climits>

namespace gaol::os::raw {

#if defined(__x86_64__)

long call(long number, const Args& args) noexcept {
    long result = 0;
    register long r10 __asm__("r10") = args.d;
    register long r8 __asm__("r8") = args.e;
    register long r9 __asm__("r9") = args.f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(args.a), "S"(args.b), "d"(args.c), "r"(r10), "r"(r8),
                       "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

long clone3(void* args, std::size_t size, int (*fn)(void*) noexcept, void* arg) noexcept {
    long result = 0;
    register int (*r12)(void*) noexcept __asm__("r12") = fn;
    register void* r13 __asm__("r13") = arg;
    __asm__ volatile(
        "syscall\n\t"
        "test %%rax, %%rax\n\t"
        "jnz 1f\n\t"
        "xor %%ebp, %%ebp\n\t"
        "mov %%r13, %%rdi\n\t"
        "call *%%r12\n\t"
        "mov %%eax, %%edi\n\t"
        "mov %[exit], %%eax\n\t"
        "syscall\n\t"
        "hlt\n"
        "1:"
        : "=a"(result)
        : "a"(long{SYS_clone3}), "D"(args), "S"(size), "r"(r12), "r"(r13), [exit] "i"(SYS_exit)
        : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

long call(long number, const Args& args) noexcept {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = args.a;
    register long x1 __asm__("x1") = args.b;
    register long x2 __asm__("x2") = args.c;
    register long x3 __asm__("x3") = args.d;
    register long x4 __asm__("x4") = args.e;
    register long x5 __asm__("x5") = args.f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

long clone3(void* args, std::size_t size, int (*fn)(void*) noexcept, void* arg) noexcept {
    register long x8 __asm__("x8") = SYS_clone3;
    register void* x0 __asm__("x0") = args;
    register std::size_t x1 __asm__("x1") = size;
    register int (*x10)(void*) noexcept __asm__("x10") = fn;
    register void* x11 __asm__("x11") = arg;
    __asm__ volatile(
        "svc #0\n\t"
        "cbnz x0, 1f\n\t"
        "mov x29, xzr\n\t"
        "mov x0, x11\n\t"
        "blr x10\n\t"
        "mov x8, %[exit]\n\t"
        "svc #0\n"
        "1:"
        : "+r"(x0)
        : "r"(x8), "r"(x1), "r"(x10), "r"(x11), [exit] "i"(SYS_exit)
        : "memory", "x30");
    return reinterpret_cast<long>(x0);
}

#else
#error "gaol knows x86-64 and aarch64"
#endif

void futex_wait(const std::uint32_t* word, std::uint32_t expected) noexcept {
    sys(SYS_futex, word, FUTEX_WAIT, expected, nullptr);
}

void futex_wake(std::uint32_t* word) noexcept {
    sys(SYS_futex, word, FUTEX_WAKE, INT_MAX);
}

}  // namespace gaol::os::raw
