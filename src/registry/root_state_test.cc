#include "gaol/registry/root_state.h"

#include <gtest/gtest.h>

namespace gaol::registry {
namespace {

constexpr IdRange slot(std::uint32_t n, std::uint32_t jails = 1) {
    return {.first = kFirstId + n * kIdsPerJail, .count = jails * kIdsPerJail};
}

RootState full_state() {
    RootState state;
    state.last_jid = 999999;
    state.buckets = {.jids = 0x8000000000000001U, .names = 0x0123456789abcdefU};
    state.journal = {{.jid = 3, .parent = 0, .ids = slot(2)}, {.jid = 9, .parent = 3, .ids = {}}};
    state.mark_ids(slot(2));
    state.mark_ids(slot(77, 3));
    return state;
}

TEST(RootState, SurvivesEncoding) {
    const RootState state = full_state();
    const auto read = decode_root(encode(state));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->last_jid, state.last_jid);
    EXPECT_EQ(read->buckets, state.buckets);
    EXPECT_EQ(read->journal, state.journal);
    EXPECT_EQ(read->id_slots, state.id_slots);
}

TEST(RootState, EmptySurvives) {
    const auto read = decode_root(encode(RootState{}));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->journal.empty());
    EXPECT_TRUE(read->id_slots.empty());
}

TEST(RootState, NoPrefixIsAState) {
    const std::string bytes = encode(full_state());
    for (std::size_t size = 0; size < bytes.size(); size++) {
        EXPECT_FALSE(decode_root(bytes.substr(0, size))) << size;
    }
    EXPECT_FALSE(decode_root(bytes + 'x'));
}

TEST(RootState, OtherVersionIsNone) {
    std::string bytes = encode(full_state());
    bytes[0] = 2;
    EXPECT_FALSE(decode_root(bytes));
}

TEST(RootState, TooManySlotsAreNone) {
    RootState state;
    state.id_slots.assign(kIdSlots / 8 + 2, 0xff);
    EXPECT_FALSE(decode_root(encode(state)));
}

TEST(RootState, JournalKnowsItsJails) {
    EXPECT_TRUE(full_state().in_journal(9));
    EXPECT_FALSE(full_state().in_journal(2));
}

TEST(Ids, FirstFreeSlotIsTaken) {
    RootState state;
    EXPECT_EQ(state.take_ids(1), slot(0));
    EXPECT_EQ(state.take_ids(1), slot(1));
    state.free_ids(slot(0));
    EXPECT_EQ(state.take_ids(1), slot(0));
    EXPECT_EQ(state.take_ids(1), slot(2));
}

TEST(Ids, RunsAreTakenWhole) {
    RootState state;
    state.mark_ids(slot(2));
    state.mark_ids(slot(6));
    EXPECT_EQ(state.take_ids(3), slot(3, 3));
    EXPECT_EQ(state.take_ids(3), slot(7, 3));
    EXPECT_EQ(state.take_ids(2), slot(0, 2));
}

// Full bytes are passed over in one step, and that step ends a run.
TEST(Ids, RunDoesNotGoThroughFullByte) {
    RootState state;
    state.mark_ids(slot(8, 8));
    EXPECT_EQ(state.take_ids(9), slot(16, 9));
    EXPECT_EQ(state.take_ids(8), slot(0, 8));
}

TEST(Ids, AllSlotsCanBeTakenAndNoMore) {
    RootState state;
    EXPECT_EQ(state.take_ids(kIdSlots), slot(0, kIdSlots));
    EXPECT_EQ(state.take_ids(1), std::nullopt);
    EXPECT_TRUE(decode_root(encode(state)));
    state.free_ids(slot(kIdSlots - 1));
    EXPECT_EQ(state.take_ids(1), slot(kIdSlots - 1));
}

TEST(Ids, MoreThanThereAreIsRefused) {
    EXPECT_EQ(RootState{}.take_ids(kIdSlots + 1), std::nullopt);
}

TEST(Ids, EndBelowTheReservedOnes) {
    const IdRange last = slot(kIdSlots - 1);
    EXPECT_LT(std::uint64_t{last.first} + last.count, 0xfffffffeU);
}

TEST(Ids, FreeingForgets) {
    RootState state;
    state.mark_ids(slot(100, 30));
    state.free_ids(slot(100, 30));
    EXPECT_TRUE(state.id_slots.empty());
}

// What comes from a damaged record: no memory without bound, nobody else's slot.
TEST(Ids, StrangeRangesAreHarmless) {
    for (const IdRange& ids : {IdRange{.first = 0, .count = 0xffffffffU},
                               IdRange{.first = 0xffffffffU, .count = 0xffffffffU},
                               IdRange{.first = kFirstId, .count = 0}}) {
        RootState state;
        state.mark_ids(slot(5));
        state.mark_ids(ids);
        state.free_ids(ids);
        EXPECT_EQ(state.take_ids(6), slot(6, 6));
    }
}

TEST(Ids, RangeBeyondTheEndIsCut) {
    RootState state;
    state.mark_ids({.first = slot(kIdSlots - 1).first, .count = 0xffff0000U});
    EXPECT_TRUE(decode_root(encode(state)));
    state.free_ids({.first = slot(kIdSlots - 1).first, .count = 0xffff0000U});
    EXPECT_TRUE(state.id_slots.empty());
}

}  // namespace
}  // namespace gaol::registry
