// What killed programs and other hands leave behind.
#include <gmock/gmock.h>

#include <cerrno>

#include "gaol/registry/test_fixture.h"

namespace gaol::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

}  // namespace
}  // namespace gaol::registry
