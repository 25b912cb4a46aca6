// What the gaol root directory itself remembers, in one extended attribute, so that every change of
// it is atomic: the last automatic jid, which id ranges are taken, the buckets of the index, and
// the journal of operations that have begun and not ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/registry/index.h"
#include "gaol/registry/record.h"

namespace gaol::registry {

// Ids are given to jails in ranges of this many, as many as 16-bit ids need.
inline constexpr std::uint32_t kIdsPerJail = 65536;

// The ranges start above what distributions give to users (subuid(5)) and systemd-nspawn to
// containers, and end below the ids that 32-bit signed programs read as -1 and -2.
inline constexpr std::uint32_t kFirstId = 0x80000000U;
inline constexpr std::uint32_t kIdSlots = 32766;

// An operation that has begun.  Whoever finds one whose jail directory nobody has locked finishes
// it: a jail without a record, or dying, is taken away; the index of any other is made to agree.
struct Unfinished {
    int jid = 0;
    int parent = 0;
    IdRange ids;  // to be free again with the jail; none when they are a part of its parent's

    bool operator==(const Unfinished&) const = default;
};

struct RootState {
    int last_jid = 0;
    Buckets buckets;  // of the index, that have been written
    std::vector<Unfinished> journal;
    std::vector<std::uint8_t> id_slots;  // bit n: slot n is taken; shorter than kIdSlots bits

    [[nodiscard]] bool in_journal(int jid) const;

    // The first run of free slots, marked as taken.  Empty: there is none so long.
    [[nodiscard]] std::optional<IdRange> take_ids(std::uint32_t jails);
    void mark_ids(const IdRange& ids);
    void free_ids(const IdRange& ids);
};

[[nodiscard]] std::string encode(const RootState& state);
[[nodiscard]] std::optional<RootState> decode_root(std::string_view bytes);

}  // namespace gaol::registry
