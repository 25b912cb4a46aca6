// Which jails exist, by number and by name: two tables in extended attributes of the gaol root
// directory, cut into buckets so that a look-up reads and a change writes a small part only.  The
// entries are hints that are believed when they say "no" and verified when they say "yes".  A
// bucket that was once written stays, empty or not, and the root state knows which those are: so a
// "no" of a bucket that somebody has deleted is told from a true one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gaol/os/fd.h"

namespace gaol::registry {

// Bit n: bucket n of the table is there.
struct Buckets {
    std::uint64_t jids = 0;
    std::uint64_t names = 0;

    void add(const Buckets& others) noexcept {
        jids |= others.jids;
        names |= others.names;
    }
    [[nodiscard]] bool contain(const Buckets& others) const noexcept {
        return (others.jids & ~jids) == 0 && (others.names & ~names) == 0;
    }
    bool operator==(const Buckets&) const = default;

    [[nodiscard]] static Buckets all() noexcept { return {~std::uint64_t{0}, ~std::uint64_t{0}}; }
};

class Index {
  public:
    // root: the gaol root directory; prefix: "trusted.gaol." or "user.gaol.".  Both must outlive
    // it.
    Index(const os::Fd& root, const std::string& prefix) : root_(root), prefix_(prefix) {}

    // Parent of a jail, 0 for the host; empty when there is no such jail.
    [[nodiscard]] std::optional<int> parent_of(int jid) const;

    // Jid of the child of parent whose last component is name, as far as the hash can tell.
    [[nodiscard]] std::optional<int> child(int parent, std::string_view name) const;

    // Changes need the lock of the root directory.  Adding replaces, dropping may find nothing.
    void add_jid(int jid, int parent);
    void drop_jid(int jid);
    void add_name(int parent, std::string_view name, int jid);
    void drop_name(int parent, std::string_view name, int jid);

    // Every name that leads to jid: for repair, when the name itself is not known.
    void drop_names_of(int jid);

    // The buckets that an entry of this jid and name goes to / those that are there.
    [[nodiscard]] static Buckets buckets_of(int jid, std::string_view name) noexcept;
    [[nodiscard]] Buckets present() const;

    // Throws both tables away, to be written anew.
    void clear();

  private:
    const os::Fd& root_;
    const std::string& prefix_;
};

}  // namespace gaol::registry
