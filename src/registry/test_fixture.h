// For tests: a gaol root directory of the test's own in the machine's cgroup2 hierarchy.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/registry/registry.h"

namespace gaol::registry {

// The error number of the JailError that a function throws, 0 when it returns.
template <typename Function>
int refusal(Function function) try {
    function();
    return 0;
} catch (const JailError& error) {
    return error.errnum();
}

[[nodiscard]] std::vector<int> jids(const std::vector<Jail>& jails);
[[nodiscard]] Record record_for(const Reservation& room);

// Whether a child of the test's ends by a signal / has not ended yet.
[[nodiscard]] bool is_killed(pid_t pid);
[[nodiscard]] bool is_alive(pid_t pid);

// A gaol program that has just been started.
struct Program : Registry {
    explicit Program(const std::string& root) : Registry(root) { repair(); }
};

class RegistryTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override;  // skips, with the reason, where there can be no such directory
    void TearDown() override;

    [[nodiscard]] Program program() const { return Program(path_); }

    // A jail without processes.
    static Jail make(Registry& registry, const Wanted& wanted);
    static Jail make(Registry& registry, const std::string& name);
    static bool remove(Registry& registry, int jid);

    [[nodiscard]] static std::string attribute(const std::string& name);
    [[nodiscard]] RootState state() const;
    void remove_attributes(const std::string& beginning) const;
    static void remove_record(const Jail& jail);

    // Makes the groups that lead to it, with a process in the last one.  It lives until it is
    // killed, at the latest with the test's root.
    [[nodiscard]] pid_t process_in(const std::string& path) const;

    [[nodiscard]] bool has_group(const std::string& path) const;
    void expect_nothing_left() const;

    std::string path_;
    std::optional<os::DirFd> root_;
};

}  // namespace gaol::registry
