// The registry against the kernel, in a gaol root directory of the test's own.
#include "gaol/registry/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "gaol/base/error.h"
#include "gaol/os/cgroup.h"

namespace gaol::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// The error number of the JailError that a function throws, 0 when it returns.
template <typename Function>
int refusal(Function function) {
    try {
        function();
    } catch (const JailError& error) {
        return error.errnum();
    }
    return 0;
}

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

// A gaol program that has just been started.
struct Program : Registry {
    explicit Program(const std::string& root) : Registry(root) { repair(); }
};

class RegistryTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override;
    void TearDown() override;

    [[nodiscard]] Program program() const { return Program(path_); }

    static Jail make(Registry& registry, const Wanted& wanted) {
        const Reservation room = registry.reserve(wanted);
        registry.publish(room, record_for(room));
        return std::move(registry.find(room.jid).value());
    }
    static Jail make(Registry& registry, const std::string& name) {
        return make(registry, Wanted{.name = name});
    }
    static bool remove(Registry& registry, int jid) {
        Jail jail = std::move(registry.find(jid).value());
        return registry.doom(jail) && registry.bury(jail);
    }

    [[nodiscard]] RootState state() const {
        return decode_root(os::get_xattr(*root_, attribute("root")).value_or("")).value();
    }
    [[nodiscard]] static std::string attribute(const std::string& name) {
        return "trusted.gaol." + name;
    }
    void remove_attributes(const std::string& beginning) const {
        for (const std::string& name : os::list_xattrs(*root_)) {
            if (name.rfind(attribute(beginning), 0) == 0) {
                os::remove_xattr(*root_, name);
            }
        }
    }
    static void remove_record(const Jail& jail) { os::remove_xattr(jail.dir, attribute("params")); }

    // Makes the groups that lead to it, with a process in the last one.  It lives until it is
    // killed, at the latest with the test's root.
    pid_t process_in(const std::string& path) const;

    [[nodiscard]] bool has_group(const std::string& path) const {
        return os::try_open_dir_at(*root_, path).has_value();
    }
    void expect_nothing_left() const;

    std::string path_;
    std::optional<os::DirFd> root_;
};

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

bool is_killed(pid_t pid) {
    int status = 0;
    return ::waitpid(pid, &status, 0) == pid && WIFSIGNALED(status);
}

bool is_alive(pid_t pid) {
    return ::waitpid(pid, nullptr, WNOHANG) == 0;
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

// --- jails come and go ---------------------------------------------------------------------------

TEST_F(RegistryTest, JailIsFoundByNumberAndName) {
    Program registry = program();
    const Jail jail = make(registry, "web");
    EXPECT_EQ(jail.record.jid, 1);
    Program other = program();
    EXPECT_EQ(other.find(1).value().record.name, "web");
    EXPECT_EQ(other.find_child(0, "web").value().record.jid, 1);
    EXPECT_FALSE(other.find_child(0, "we"));
    EXPECT_FALSE(other.find(2));
    EXPECT_THAT(jids(other.list()), ElementsAre(1));
}

TEST_F(RegistryTest, NothingIsLeftOfARemovedJail) {
    Program registry = program();
    make(registry, "web");
    EXPECT_TRUE(remove(registry, 1));
    EXPECT_FALSE(registry.find(1));
    EXPECT_FALSE(registry.find_child(0, "web"));
    expect_nothing_left();
}

TEST_F(RegistryTest, NumbersGoOnAndAreNotUsedAgainAtOnce) {
    Program registry = program();
    make(registry, "a");
    EXPECT_TRUE(remove(registry, 1));
    EXPECT_EQ(make(registry, "a").record.jid, 2);
    EXPECT_EQ(make(registry, Wanted{.jid = 3}).record.name, "3");
    EXPECT_EQ(make(registry, "b").record.jid, 4);
}

TEST_F(RegistryTest, NumbersBeginAgainBehindTheLast) {
    Program registry = program();
    make(registry, Wanted{.jid = 1});
    RootState at_end = state();
    at_end.last_jid = 999999;
    os::set_xattr(*root_, attribute("root"), encode(at_end));
    EXPECT_EQ(make(registry, "a").record.jid, 2);
}

TEST_F(RegistryTest, NumberAndNameAreTakenOnce) {
    Program registry = program();
    make(registry, Wanted{.jid = 7, .name = "a"});
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.jid = 7}); }), EEXIST);
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.name = "a"}); }), EEXIST);
    EXPECT_THAT(state().journal, IsEmpty());
}

TEST_F(RegistryTest, JailInTheMakingIsNotSeen) {
    Program registry = program();
    const Reservation room = registry.reserve({.jid = 7, .name = "a"});
    Program other = program();
    EXPECT_FALSE(other.find(7));
    EXPECT_FALSE(other.find_child(0, "a"));
    EXPECT_THAT(other.list(), IsEmpty());
    EXPECT_EQ(other.reserve({.name = "b"}).jid, 1);
    registry.publish(room, record_for(room));
    EXPECT_TRUE(other.find(7));
}

// Another program that wants the same waits for the end, whichever it is.
TEST_F(RegistryTest, EndOfACreationDecidesWhoHasTheName) {
    for (const Wanted& wanted : {Wanted{.jid = 7}, Wanted{.name = "a"}}) {
        for (const bool fails : {true, false}) {
            Program registry = program();
            std::optional<Reservation> room = registry.reserve({.jid = 7, .name = "a"});
            const pid_t other = ::fork();
            if (other == 0) {
                Program late = program();
                ::_exit(refusal([&] { (void)late.reserve(wanted); }));
            }
            if (fails) {
                registry.abandon(*room);
            } else {
                registry.publish(*room, record_for(*room));
            }
            room.reset();
            int status = 0;
            EXPECT_EQ(::waitpid(other, &status, 0), other);
            EXPECT_EQ(WEXITSTATUS(status), fails ? 0 : EEXIST);
            EXPECT_TRUE(fails || remove(registry, 7));
        }
    }
}

TEST_F(RegistryTest, NothingIsLeftOfAnAbandonedReservation) {
    Program registry = program();
    registry.abandon(registry.reserve({.name = "a"}));
    expect_nothing_left();
}

TEST_F(RegistryTest, LimitsAreAskedBeforeAnythingIsMade) {
    Program registry = program();
    const auto full = [] { throw JailError(EPERM, "full"); };
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.name = "a", .admit = full}); }), EPERM);
    expect_nothing_left();
}

TEST_F(RegistryTest, RenamingMovesTheName) {
    Program registry = program();
    const Jail jail = make(registry, "a");
    make(registry, "b");
    Record record = jail.record;
    record.name = "b";
    EXPECT_EQ(refusal([&] { registry.rename(jail, record); }), EEXIST);
    record.name = "c";
    registry.rename(jail, record);
    EXPECT_FALSE(registry.find_child(0, "a"));
    EXPECT_EQ(registry.find_child(0, "c").value().record.jid, 1);
    EXPECT_EQ(make(registry, "a").record.jid, 3);
}

TEST_F(RegistryTest, DoomedJailIsDyingAndItsNameFree) {
    Program registry = program();
    Jail jail = make(registry, "a");
    const os::FileLock lock = registry.lock(jail);
    EXPECT_TRUE(registry.doom(jail));
    Program other = program();
    EXPECT_EQ(other.find(1).value().record.state, State::Dying);
    EXPECT_FALSE(other.find_child(0, "a"));
    EXPECT_EQ(make(other, "a").record.jid, 2);
}

// Two programs remove the same jail: whoever is late learns it from the descriptor that it has.
TEST_F(RegistryTest, RemovedJailCannotBeDoomedAgain) {
    Program registry = program();
    Jail late = make(registry, Wanted{.jid = 7, .name = "a"});
    EXPECT_TRUE(remove(registry, 7));
    const Jail next = make(registry, Wanted{.jid = 7, .name = "a"});
    EXPECT_FALSE(registry.reload(late));
    EXPECT_FALSE(registry.doom(late));
    EXPECT_TRUE(registry.bury(late));
    EXPECT_EQ(registry.find_child(0, "a").value().record.jid, 7);
}

// --- children ------------------------------------------------------------------------------------

TEST_F(RegistryTest, ChildIsBelowItsParent) {
    Program registry = program();
    make(registry, Wanted{.name = "a", .jails = 3});
    make(registry, Wanted{.parent = 1, .name = "b", .jails = 2});
    make(registry, Wanted{.parent = 2, .name = "b"});
    Program other = program();
    EXPECT_TRUE(has_group("1/2/3/self"));
    EXPECT_EQ(other.find(3).value().parent, 2);
    EXPECT_EQ(other.find_child(2, "b").value().record.jid, 3);
    EXPECT_FALSE(other.find_child(0, "b"));
    EXPECT_THAT(jids(other.list()), ElementsAre(1, 2, 3));
    EXPECT_THAT(jids(other.children(other.find(1).value())), ElementsAre(2, 3));
    EXPECT_TRUE(remove(other, 1));
    expect_nothing_left();
}

TEST_F(RegistryTest, IdsOfAChildArePartOfItsParents) {
    Program registry = program();
    const IdRange whole = make(registry, Wanted{.name = "a", .jails = 3}).record.ids;
    const IdRange first = make(registry, Wanted{.parent = 1, .name = "b"}).record.ids;
    const IdRange second = make(registry, Wanted{.parent = 1, .name = "c"}).record.ids;
    EXPECT_EQ(whole.count, 3 * kIdsPerJail);
    EXPECT_EQ(first.first, whole.first + kIdsPerJail);
    EXPECT_EQ(second.first, whole.first + 2 * kIdsPerJail);
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.parent = 1, .name = "d"}); }), EAGAIN);
    // Given back, they are the parent's again and not free on the host.
    EXPECT_TRUE(remove(registry, 2));
    EXPECT_EQ(make(registry, "e").record.ids.first, whole.first + whole.count);
    EXPECT_EQ(make(registry, Wanted{.parent = 1, .name = "f"}).record.ids, first);
}

TEST_F(RegistryTest, ChildOfAJailWithTheHostsIdsHasItsOwn) {
    Program registry = program();
    EXPECT_EQ(make(registry, Wanted{.name = "a", .jails = 0}).record.ids.count, 0U);
    EXPECT_EQ(make(registry, Wanted{.parent = 1, .name = "b"}).record.ids.first, kFirstId);
    EXPECT_EQ(make(registry, "c").record.ids.first, kFirstId + kIdsPerJail);
    EXPECT_TRUE(remove(registry, 3));
    EXPECT_TRUE(remove(registry, 1));
    expect_nothing_left();
}

TEST_F(RegistryTest, KilledCreationOfSuchAChildGivesItsIdsBack) {
    {
        Program registry = program();
        make(registry, Wanted{.name = "a", .jails = 0});
        (void)registry.reserve({.parent = 1, .name = "b"});
    }
    Program registry = program();
    EXPECT_THAT(state().id_slots, IsEmpty());
    EXPECT_TRUE(remove(registry, 1));
    expect_nothing_left();
}

// --- programs that were killed -------------------------------------------------------------------

TEST_F(RegistryTest, KilledCreationIsClearedAwayWithItsProcesses) {
    (void)program().reserve({.name = "a"});
    const pid_t first = process_in("1/self");
    Program registry = program();
    EXPECT_TRUE(is_killed(first));
    expect_nothing_left();
    EXPECT_EQ(make(registry, "a").record.jid, 2);
}

TEST_F(RegistryTest, CreationThatGoesOnIsLeftAlone) {
    Program registry = program();
    const Reservation room = registry.reserve({.name = "a"});
    const pid_t first = process_in("1/self");
    (void)program();
    EXPECT_TRUE(is_alive(first));
    registry.publish(room, record_for(room));
    (void)program();
    EXPECT_TRUE(is_alive(first));
}

TEST_F(RegistryTest, KilledRemovalIsFinished) {
    {
        Program registry = program();
        Jail jail = make(registry, "a");
        EXPECT_TRUE(registry.doom(jail));
    }
    const pid_t first = process_in("1/self");
    (void)program();
    EXPECT_TRUE(is_killed(first));
    expect_nothing_left();
}

// The record says the new name already, the index still the old one.
TEST_F(RegistryTest, KilledRenamingIsFinished) {
    Program registry = program();
    const Jail jail = make(registry, "a");
    RootState unfinished = state();
    unfinished.journal.push_back({.jid = 1, .parent = 0, .ids = jail.record.ids});
    os::set_xattr(*root_, attribute("root"), encode(unfinished));
    Record record = jail.record;
    record.name = "b";
    registry.store(jail, record);
    Program other = program();
    EXPECT_EQ(other.find_child(0, "b").value().record.jid, 1);
    EXPECT_FALSE(other.find_child(0, "a"));
    EXPECT_THAT(state().journal, IsEmpty());
    EXPECT_TRUE(remove(other, 1));
    expect_nothing_left();
}

// --- attributes that were deleted ----------------------------------------------------------------

class DeletedAttributes : public RegistryTest {};

// After the deletion everything is found, and nothing is given out twice.
TEST_P(DeletedAttributes, AreReplaced) {
    Program before = program();
    make(before, Wanted{.name = "a", .jails = 2});
    make(before, Wanted{.parent = 1, .name = "b"});
    make(before, Wanted{.jid = 7, .name = "c"});
    remove_attributes(GetParam());

    Program registry = program();
    EXPECT_THAT(jids(registry.list()), UnorderedElementsAre(1, 2, 7));
    EXPECT_EQ(registry.find(2).value().parent, 1);
    EXPECT_EQ(registry.find_child(0, "a").value().record.jid, 1);
    EXPECT_EQ(registry.find_child(1, "b").value().record.jid, 2);
    for (const int jid : {1, 2, 7}) {
        EXPECT_EQ(refusal([&] { (void)registry.reserve({.jid = jid}); }), EEXIST) << jid;
    }
    for (const char* name : {"a", "c"}) {
        EXPECT_EQ(refusal([&] { (void)registry.reserve({.name = name}); }), EEXIST) << name;
    }
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.parent = 1, .name = "b"}); }), EEXIST);
    EXPECT_EQ(make(registry, "d").record.ids.first, kFirstId + 3 * kIdsPerJail);
    for (const Jail& jail : registry.list()) {
        if (jail.parent == 0) {
            EXPECT_TRUE(remove(registry, jail.record.jid));
        }
    }
    expect_nothing_left();
}

INSTANTIATE_TEST_SUITE_P(Each, DeletedAttributes,
                         testing::Values("", "root", "jids.", "names.", "jids.1", "names.4"),
                         [](const auto& given) {
                             std::string name = given.param.empty() ? "all" : given.param;
                             std::erase(name, '.');
                             return name;
                         });

TEST_F(RegistryTest, DamagedStateIsReplaced) {
    Program before = program();
    make(before, "a");
    os::set_xattr(*root_, attribute("root"), "garbage");
    Program registry = program();
    EXPECT_EQ(registry.find_child(0, "a").value().record.jid, 1);
    EXPECT_EQ(make(registry, "b").record.ids.first, kFirstId + kIdsPerJail);
}

TEST_F(RegistryTest, DyingJailIsRememberedWithoutTheState) {
    {
        Program before = program();
        Jail jail = make(before, "a");
        EXPECT_TRUE(before.doom(jail));
    }
    remove_attributes("");
    (void)program();
    expect_nothing_left();
}

// Its number, name and ids may be another's by now.
TEST_F(RegistryTest, DeletionFailsTheCreationThatGoesOn) {
    Program registry = program();
    const Reservation room = registry.reserve({.name = "a"});
    remove_attributes("");
    (void)program();
    EXPECT_EQ(refusal([&] { registry.publish(room, record_for(room)); }), EAGAIN);
    registry.abandon(room);
    expect_nothing_left();
}

TEST_F(RegistryTest, JailWithoutItsRecordIsClearedAwayByAListing) {
    Program before = program();
    remove_record(make(before, "a"));
    const pid_t first = process_in("1/self");
    Program registry = program();
    EXPECT_THAT(registry.list(), IsEmpty());
    EXPECT_TRUE(is_killed(first));
    EXPECT_FALSE(has_group("1"));
    EXPECT_THAT(state().id_slots, IsEmpty());
}

TEST_F(RegistryTest, JailWithoutItsRecordGivesWayToItsSuccessor) {
    Program before = program();
    remove_record(make(before, "a"));
    remove_record(make(before, Wanted{.jid = 7, .name = "b"}));
    const pid_t first = process_in("1/self");
    Program registry = program();
    EXPECT_EQ(make(registry, "a").record.jid, 2);
    EXPECT_TRUE(is_killed(first));
    EXPECT_EQ(make(registry, Wanted{.jid = 7, .name = "c"}).record.jid, 7);
}

// It may be that of a later version.
TEST_F(RegistryTest, JailWithAnUnreadableRecordIsNotTouched) {
    Program before = program();
    const Jail jail = make(before, "a");
    os::set_xattr(jail.dir, attribute("params"), "\x02 what comes after this version");
    const pid_t first = process_in("1/self");
    remove_attributes("");
    Program registry = program();
    EXPECT_THAT(registry.list(), IsEmpty());
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.jid = 1}); }), EEXIST);
    EXPECT_EQ(make(registry, "b").record.jid, 2);
    EXPECT_TRUE(is_alive(first));
}

// --- what others put there -----------------------------------------------------------------------

TEST_F(RegistryTest, GroupMadeByHandIsNoJail) {
    const pid_t stranger = process_in("1");
    const pid_t nested = process_in("2/work");
    const pid_t named = process_in("web");
    const auto all_alive = [&] {
        return is_alive(stranger) && is_alive(nested) && is_alive(named);
    };
    Program registry = program();
    EXPECT_THAT(registry.list(), IsEmpty());
    EXPECT_FALSE(registry.find(1));
    EXPECT_EQ(make(registry, "web").record.jid, 3);  // passed over
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.jid = 1}); }), EEXIST);
    EXPECT_TRUE(all_alive());
    remove_attributes("");
    EXPECT_THAT(jids(program().list()), ElementsAre(3));
    EXPECT_TRUE(all_alive());
}

TEST_F(RegistryTest, GroupMadeByHandInAJailIsNoJail) {
    Program registry = program();
    make(registry, Wanted{.name = "a", .jails = 2});
    const pid_t stranger = process_in("1/2");
    EXPECT_THAT(jids(registry.list()), ElementsAre(1));
    EXPECT_EQ(refusal([&] { (void)registry.reserve({.jid = 2, .parent = 1}); }), EEXIST);
    EXPECT_EQ(make(registry, Wanted{.parent = 1, .name = "b"}).record.jid, 3);
    EXPECT_TRUE(is_alive(stranger));
    EXPECT_TRUE(remove(registry, 1));  // all that is in a jail goes with it
    EXPECT_TRUE(is_killed(stranger));
    expect_nothing_left();
}

TEST(Registry, RootMustBeInACgroupHierarchy) {
    EXPECT_EQ(refusal([] { const Registry registry("/tmp"); }), EINVAL);
}

// --- without the right to trusted attributes -----------------------------------------------------

// Becomes root of a user namespace of its own, who owns the files of the host's root.
bool enter_user_namespace() {
    const os::DirFd self = os::open_dir("/proc/self");
    if (::unshare(CLONE_NEWUSER) != 0) {
        return false;
    }
    os::write_at(self, "setgroups", "deny");
    os::write_at(self, "gid_map", "0 0 1");
    os::write_at(self, "uid_map", "0 0 1");
    return true;
}

// As many jails as use every bucket: the kernel limits the number of user attributes.
void make_and_remove_many(Program& registry) {
    constexpr int kJails = 300;
    for (int n = 1; n <= kJails; n++) {
        const Reservation room = registry.reserve({.name = "jail" + std::to_string(n)});
        registry.publish(room, record_for(room));
    }
    EXPECT_EQ(registry.list().size(), std::size_t{kJails});
    for (int n = 1; n <= kJails; n++) {
        auto jail = registry.find_child(0, "jail" + std::to_string(n));
        ASSERT_TRUE(jail);
        EXPECT_TRUE(registry.doom(*jail) && registry.bury(*jail));
    }
    EXPECT_THAT(registry.list(), IsEmpty());
}

TEST_F(RegistryTest, UserAttributesWork) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        if (!enter_user_namespace()) {
            ::_exit(77);
        }
        Program registry = program();
        make_and_remove_many(registry);
        EXPECT_TRUE(os::get_xattr(*root_, "user.gaol.root"));
        ::_exit(HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        GTEST_SKIP() << "user namespaces are not allowed here";
    }
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(os::get_xattr(*root_, attribute("root")));
    EXPECT_EQ(os::subdirectories(*root_), 0U);
}

// --- many ----------------------------------------------------------------------------------------

TEST_F(RegistryTest, HundredsHaveTheirOwnNumbersNamesAndIds) {
    Program registry = program();
    std::set<std::uint32_t> ids;
    for (int n = 1; n <= 300; n++) {
        ids.insert(make(registry, "jail" + std::to_string(n)).record.ids.first);
    }
    EXPECT_EQ(ids.size(), 300U);
    for (int n = 1; n <= 300; n++) {
        EXPECT_EQ(registry.find_child(0, "jail" + std::to_string(n)).value().record.jid, n);
    }
    EXPECT_EQ(registry.list().size(), 300U);
    for (int n = 1; n <= 300; n++) {
        EXPECT_TRUE(remove(registry, n));
    }
    expect_nothing_left();
}

// Makes a jail and removes it.  False: somebody else has that name.
bool make_and_remove(Program& registry, const std::string& name) {
    try {
        const Reservation room = registry.reserve({.name = name});
        registry.publish(room, record_for(room));
        Jail jail = std::move(registry.find(room.jid).value());
        return registry.doom(jail) && registry.bury(jail);
    } catch (const JailError& error) {
        EXPECT_EQ(error.errnum(), EEXIST);
        return false;
    }
}

// Every other jail has the name that all the programs want.
TEST_F(RegistryTest, ManyProgramsAtOnce) {
    constexpr int kPrograms = 8;
    constexpr int kRounds = 40;
    for (int n = 0; n < kPrograms; n++) {
        if (::fork() == 0) {
            int won = 0;
            for (int round = 0; round < kRounds; round++) {
                Program registry = program();
                won += make_and_remove(registry, round % 2 == 0 ? "" : "same") ? 1 : 0;
            }
            ::_exit(won >= kRounds / 2 && !HasFailure() ? 0 : 1);
        }
    }
    for (int n = 0; n < kPrograms; n++) {
        int status = 0;
        ASSERT_GT(::wait(&status), 0);
        EXPECT_EQ(status, 0);
    }
    (void)program();
    expect_nothing_left();
}

}  // namespace
}  // namespace gaol::registry
