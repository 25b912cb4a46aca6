// Jails come and go, one and many, in the kernel's own tree.
#include "gaol/registry/registry.h"

#include <gmock/gmock.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "gaol/registry/test_fixture.h"

namespace gaol::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
