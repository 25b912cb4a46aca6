// Run at build time: prints, as C++ tables, a seccomp program for each set of System V facilities
// that a jail may lack.  All of them take the mount calls away: what is mounted into a jail by
// descriptor is not locked there, so root in it could make a read-only mount writable otherwise.
// libseccomp knows the numbers of every architecture that a process of this machine can use; the
// programs that start jails carry the result and not the library.
#include <seccomp.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>

namespace {

struct Step {
    std::uint16_t code;
    std::uint8_t jump_true;
    std::uint8_t jump_false;
    std::uint32_t operand;
};

using Context = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

void check(int result, const char* what) {
    if (result < 0) {
        std::fprintf(stderr, "sysv_filters: %s: error %d\n", what, -result);
        std::exit(1);
    }
}

void add_architectures(const Context& filter) {
    check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "binary tree");
    check(seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS)),
          "badarch");
    // x32 is left out, and answers ENOSYS: it is switched off in most kernels, and a third of the
    // program would be there for it.
    if (seccomp_arch_native() == SCMP_ARCH_X86_64) {
        check(seccomp_arch_add(filter.get(), SCMP_ARCH_X86), "i386");
    }
    if (seccomp_arch_native() == SCMP_ARCH_AARCH64) {
        check(seccomp_arch_add(filter.get(), SCMP_ARCH_ARM), "arm");
    }
}

// open_tree_attr(2) of Linux 6.15, which Debian 12's libseccomp does not know.  Its number is the
// same on every architecture.
constexpr unsigned kOpenTreeAttr = 467;

void deny(const Context& filter, int errnum, std::initializer_list<int> calls) {
    for (const int call : calls) {
        check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(static_cast<std::uint32_t>(errnum)),
                               call, 0),
              "rule");
    }
}

void deny_mounts(const Context& filter) {
    deny(filter, EPERM,
         {SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
          SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsconfig),
          SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr)});
}

void print_program(const Context& filter, unsigned number) {
    std::FILE* file = std::tmpfile();
    if (file == nullptr) {
        std::exit(1);
    }
    check(seccomp_export_bpf(filter.get(), fileno(file)), "export");
    std::rewind(file);
    std::printf("inline constexpr os::FilterStep kSysvSteps%u[] = {\n", number);
    // Before the library's program: load the number; if it is the one, refuse.
    std::printf("    {0x20, 0, 0, 0},\n    {0x15, 0, 1, %u},\n    {0x6, 0, 0, %#x},\n",
                kOpenTreeAttr, SCMP_ACT_ERRNO(EPERM));
    Step step{};
    while (std::fread(&step, sizeof step, 1, file) == 1) {
        std::printf("    {%#x, %u, %u, %#x},\n", step.code, step.jump_true, step.jump_false,
                    step.operand);
    }
    std::printf("};\n");
    std::fclose(file);
}

}  // namespace

int main() {
    std::printf("// Generated from src/security/gen/sysv_filters.cc.\n#pragma once\n\n");
    std::printf(
        "#include <array>\n\n#include \"gaol/os/filter.h\"\n\nnamespace gaol::security {\n\n");
    for (unsigned number = 0; number < 8; number++) {
        const Context filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
        add_architectures(filter);
        deny_mounts(filter);
        if ((number & 1) != 0) {
            deny(filter, ENOSYS,
                 {SCMP_SYS(msgget), SCMP_SYS(msgctl), SCMP_SYS(msgsnd), SCMP_SYS(msgrcv)});
        }
        if ((number & 2) != 0) {
            deny(filter, ENOSYS,
                 {SCMP_SYS(semget), SCMP_SYS(semctl), SCMP_SYS(semop), SCMP_SYS(semtimedop)});
        }
        if ((number & 4) != 0) {
            deny(filter, ENOSYS,
                 {SCMP_SYS(shmget), SCMP_SYS(shmctl), SCMP_SYS(shmat), SCMP_SYS(shmdt)});
        }
        print_program(filter, number);
    }
    std::printf(
        "\n// Index: bit 0 messages, bit 1 semaphores, bit 2 shared memory are denied.\n"
        "inline constexpr std::array<os::Filter, 8> kSysvFilters{{");
    for (unsigned number = 0; number < 8; number++) {
        std::printf("{kSysvSteps%u, sizeof kSysvSteps%u / sizeof kSysvSteps%u[0]}, ", number,
                    number, number);
    }
    std::printf("}};\n\n}  // namespace gaol::security\n");
    return 0;
}
