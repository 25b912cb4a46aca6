// What the parts of the facility share: the registry, and how a jail is looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/engine/prison.h"
#include "gaol/os/fd.h"
#include "gaol/proc/attach.h"
#include "gaol/proc/confine.h"
#include "gaol/registry/registry.h"

namespace gaol::engine {

struct Facility {
    explicit Facility(const std::string& root) : registry(root) {}

    registry::Registry registry;
    os::Fd first_program;         // jailinit, once it has been needed
    os::Fd sealed_first_program;  // the same for jails with the host's ids

    // Every look-up passes here: an alive jail in which nothing lives any more is cleared away and
    // not found; a dying one is found if the caller wants to see it.
    [[nodiscard]] std::optional<registry::Jail> find(int jid, Dying dying);
    [[nodiscard]] std::optional<registry::Jail> find(std::string_view name, Dying dying);
    [[nodiscard]] std::optional<registry::Jail> shown(std::optional<registry::Jail> jail,
                                                      Dying dying);

    // As find, or JailError EINVAL / ENOENT `jail N not found`.
    [[nodiscard]] registry::Jail require(int jid);

    [[nodiscard]] std::string full_name(const registry::Jail& jail) const;
    [[nodiscard]] Prison view(const registry::Jail& jail, std::string name,
                              std::size_t children) const;

    // The parameters of the jail above, or the host's.
    [[nodiscard]] ParamValues parent_values(int parent);

    // The first process, verified; empty when it is gone.
    [[nodiscard]] std::optional<os::PidFd> first(const registry::Jail& jail) const;
    [[nodiscard]] os::PidFd require_first(const registry::Jail& jail) const;

    // The jail's root as its first process has it.
    [[nodiscard]] os::DirFd root(const registry::Jail& jail) const;

    // Both go on to the parent, which may have lived for this jail only.  clear_if_empty: false
    // when it could not be, because it lives or somebody else has it in hand.
    void remove(registry::Jail& jail);
    bool clear_if_empty(registry::Jail& jail);

    // Lets a jail that is not persistent and has nothing left to run end, and clears it away.
    void settle(int jid);

  private:
    bool destroy(registry::Jail& jail);
    bool destroy_if_empty(registry::Jail& jail);
};

// What all processes of a jail are held to.
[[nodiscard]] proc::Confinement confinement(const ParamValues& params);

// The namespaces that the jail does not share with the one that looks at it from outside.
[[nodiscard]] std::uint64_t joined_namespaces(const registry::Jail& jail);

// Parts of create and update, each in its own file.
Created create_prison(Facility& facility, const Settings& settings, mount::Plan mounts);
void update_prison(Facility& facility, int jid, const Settings& settings);

// The first create-only parameter of settings that differs from the jail's.
[[nodiscard]] std::optional<std::string> create_only_change(const ParamValues& current,
                                                            const Settings& settings);

}  // namespace gaol::engine
