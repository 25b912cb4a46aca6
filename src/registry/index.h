// Which jails exist, by number and by name: two tables in extended attributes of the gaol root
// directory, cut into buckets so that a look-up reads and a change writes a small part only.  The
// entries are hints that are believed when they say "no" and verified when they say "yes".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gaol/os/fd.h"

namespace gaol::registry {

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

    // Throws both tables away: what is left of a root directory without jails.
    void clear();

  private:
    const os::Fd& root_;
    const std::string& prefix_;
};

}  // namespace gaol::registry
