#include "gaol/registry/root_state.h"

#include <algorithm>

#include "gaol/base/bytes.h"

namespace gaol::registry {

namespace {

constexpr std::uint8_t kVersion = 1;

bool taken(const std::vector<std::uint8_t>& slots, std::uint32_t slot) {
    return slot / 8 < slots.size() && (slots[slot / 8] >> slot % 8 & 1) != 0;
}

std::uint32_t first_slot(const IdRange& ids) {
    return (ids.first - kFirstId) / kIdsPerJail;
}

bool ours(const IdRange& ids) {
    return ids.count > 0 && ids.first >= kFirstId && first_slot(ids) < kIdSlots;
}

}  // namespace

bool RootState::in_journal(int jid) const {
    return std::any_of(journal.begin(), journal.end(),
                       [jid](const Unfinished& entry) { return entry.jid == jid; });
}

std::optional<IdRange> RootState::take_ids(std::uint32_t jails) {
    std::uint32_t run = 0;
    for (std::uint32_t slot = 0; slot < kIdSlots; slot++) {
        if (slot % 8 == 0 && slot / 8 < id_slots.size() && id_slots[slot / 8] == 0xff) {
            run = 0;
            slot += 7;
            continue;
        }
        run = taken(id_slots, slot) ? 0 : run + 1;
        if (run == jails) {
            const IdRange ids{.first = kFirstId + (slot + 1 - jails) * kIdsPerJail,
                              .count = jails * kIdsPerJail};
            mark_ids(ids);
            return ids;
        }
    }
    return std::nullopt;
}

void RootState::mark_ids(const IdRange& ids) {
    if (!ours(ids)) {
        return;
    }
    const std::uint32_t last = std::min(first_slot(ids) + ids.count / kIdsPerJail, kIdSlots);
    id_slots.resize(std::max<std::size_t>(id_slots.size(), (last + 7) / 8));
    for (std::uint32_t n = first_slot(ids); n < last; n++) {
        id_slots[n / 8] = static_cast<std::uint8_t>(id_slots[n / 8] | 1U << n % 8);
    }
}

void RootState::free_ids(const IdRange& ids) {
    if (!ours(ids)) {
        return;
    }
    for (std::uint32_t n = 0; n < ids.count / kIdsPerJail; n++) {
        const std::uint32_t slot = first_slot(ids) + n;
        if (slot / 8 < id_slots.size()) {
            id_slots[slot / 8] = static_cast<std::uint8_t>(id_slots[slot / 8] & ~(1U << slot % 8));
        }
    }
    while (!id_slots.empty() && id_slots.back() == 0) {
        id_slots.pop_back();
    }
}

std::string encode(const RootState& state) {
    ByteWriter out;
    out.u8(kVersion);
    out.u32(static_cast<std::uint32_t>(state.last_jid));
    out.u64(state.buckets.jids);
    out.u64(state.buckets.names);
    out.u16(static_cast<std::uint16_t>(state.journal.size()));
    for (const Unfinished& entry : state.journal) {
        out.u32(static_cast<std::uint32_t>(entry.jid));
        out.u32(static_cast<std::uint32_t>(entry.parent));
        out.u32(entry.ids.first);
        out.u32(entry.ids.count);
    }
    out.text({reinterpret_cast<const char*>(state.id_slots.data()), state.id_slots.size()});
    return std::move(out).take();
}

std::optional<RootState> decode_root(std::string_view bytes) {
    ByteReader in(bytes);
    if (in.u8() != kVersion) {
        return std::nullopt;
    }
    RootState state;
    state.last_jid = static_cast<int>(in.u32());
    state.buckets = {.jids = in.u64(), .names = in.u64()};
    for (std::uint16_t left = in.u16(); left > 0 && in.good(); left--) {
        Unfinished entry;
        entry.jid = static_cast<int>(in.u32());
        entry.parent = static_cast<int>(in.u32());
        entry.ids = {.first = in.u32(), .count = in.u32()};
        state.journal.push_back(entry);
    }
    const std::string_view slots = in.text();
    state.id_slots.assign(slots.begin(), slots.end());
    if (!in.good() || !in.at_end() || slots.size() > kIdSlots / 8 + 1) {
        return std::nullopt;
    }
    return state;
}

}  // namespace gaol::registry
