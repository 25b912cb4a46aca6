#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gaol/os/cgroup.h"
#include "gaol/registry/test_fixture.h"

namespace gaol::registry {

using ::testing::IsEmpty;

std::vector<int> jids(const std::vector<Jail>& jails) {
    std::vector<int> numbers;
    numbers.reserve(jails.size());
    for (const Jail& jail : jails) {
        numbers.push_back(jail.record.jid);
    }
    return numbers;
}

Record record_for(const Reservation& room) {
    Record record{.jid = room.jid, .name = room.name, .ids = room.ids};
    record.params.set("persist", true);
    return record;
}

bool is_killed(pid_t pid) {
    int status = 0;
    return ::waitpid(pid, &status, 0) == pid && WIFSIGNALED(status);
}

bool is_alive(pid_t pid) {
    return ::waitpid(pid, nullptr, WNOHANG) == 0;
}

Jail RegistryTest::make(Registry& registry, const Wanted& wanted) {
    const Reservation room = registry.reserve(wanted);
    registry.publish(room, record_for(room));
    return std::move(registry.find(room.jid).value());
}

Jail RegistryTest::make(Registry& registry, const std::string& name) {
    return make(registry, Wanted{.name = name});
}

bool RegistryTest::remove(Registry& registry, int jid) {
    Jail jail = std::move(registry.find(jid).value());
    return registry.doom(jail) && registry.bury(jail);
}

std::string RegistryTest::attribute(const std::string& name) {
    return "trusted.gaol." + name;
}

RootState RegistryTest::state() const {
    return decode_root(os::get_xattr(*root_, attribute("root")).value_or("")).value();
}

void RegistryTest::remove_attributes(const std::string& beginning) const {
    for (const std::string& name : os::list_xattrs(*root_)) {
        if (name.rfind(attribute(beginning), 0) == 0) {
            os::remove_xattr(*root_, name);
        }
    }
}

void RegistryTest::remove_record(const Jail& jail) {
    os::remove_xattr(jail.dir, attribute("params"));
}

bool RegistryTest::has_group(const std::string& path) const {
    return os::try_open_dir_at(*root_, path).has_value();
}

void RegistryTest::SetUp() {
    const auto mount = os::cgroup2_mount();
    if (::geteuid() != 0 || !mount) {
        GTEST_SKIP() << (mount ? "needs root" : "needs a cgroup2 mount");
    }
    path_ = *mount + "/gaol-unit-" + std::to_string(::getpid());
    os::make_dir_at(os::Fd(), path_, 0755);
    root_ = os::open_dir(path_);
}

void RegistryTest::TearDown() {
    if (!root_) {
        return;
    }
    os::cgroup_kill(*root_);
    EXPECT_TRUE(os::cgroup_wait_empty(*root_, 5000));
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    const std::size_t slash = path_.rfind('/');
    os::cgroup_remove(os::open_dir(path_.substr(0, slash)), path_.substr(slash + 1), kSelf);
}

pid_t RegistryTest::process_in(const std::string& path) const {
    for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', at + 1)) {
        os::make_dir_at(*root_, path.substr(0, at), 0755);
    }
    os::make_dir_at(*root_, path, 0755);
    const pid_t pid = ::fork();
    if (pid == 0) {
        for (;;) {
            ::pause();
        }
    }
    os::write_at(os::open_dir_at(*root_, path), "cgroup.procs", std::to_string(pid));
    return pid;
}

void RegistryTest::expect_nothing_left() const {
    EXPECT_EQ(os::subdirectories(*root_), 0U);
    EXPECT_THAT(state().journal, IsEmpty());
    EXPECT_THAT(state().id_slots, IsEmpty());
    for (const std::string& name : os::list_xattrs(*root_)) {
        if (name != attribute("root")) {
            EXPECT_EQ(os::get_xattr(*root_, name), "") << name;
        }
    }
}

}  // namespace gaol::registry
