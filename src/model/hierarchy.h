// Jails in jails: their names, and the rules between a parent and its child.  A child never has
// more than its parent, from the first moment and after every change (jail(8), Hierarchical Jails).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/model/value.h"

namespace gaol {

// "parent.name"; the name alone below the host, whose own name is empty.
[[nodiscard]] std::string full_name(std::string_view parent, std::string_view name);

// Whether the first is below the second, at any depth.  Every jail is below the host ("").
[[nodiscard]] bool is_below(std::string_view name, std::string_view ancestor) noexcept;

// A full name as a process in the jail `viewer` ("" is the host) sees it: what stands after the
// viewer's own name, or "0" for the viewer itself.  Empty when it cannot be seen from there.
[[nodiscard]] std::optional<std::string_view> relative_name(std::string_view viewer,
                                                            std::string_view name) noexcept;

// The name of a jail after the jail `from` has been renamed to `to`: changed for that jail and
// those below it.
[[nodiscard]] std::string renamed(std::string_view name, std::string_view from,
                                  std::string_view to);

// The host as a parent: it has every permission and no limit but the number of jids.
[[nodiscard]] ParamValues host_values();

// What a new jail has before its settings are applied: the defaults, and from its parent the secure
// level, the devfs rules, the releases to show, and the lack of any default permission.
[[nodiscard]] ParamValues child_defaults(const ParamValues& parent);

// Throws JailError EPERM, naming the parameter, when a child has more than its parent: a lower
// secure level or enforce_statfs, other devfs rules, room for as many children, a permission or a
// System V facility that the parent lacks.  allow.unprivileged_proc_debug and
// allow.unprivileged_parent_tampering may differ, as on FreeBSD.
void check_against_parent(const ParamValues& child, const ParamValues& parent);

// A child's parameters after those of its parent have changed.  To be carried on to the children of
// the child with its own values before and after.
[[nodiscard]] ParamValues follow_parent(ParamValues child, const ParamValues& before,
                                        const ParamValues& after);

// children.cur and children.max of one jail.
struct ChildCount {
    std::int64_t current;
    std::int64_t max;
};

// Throws JailError EPERM "prison limit exceeded" when one of these, from the creator's jail
// upwards, has no room for another jail below it.
void check_child_limits(const std::vector<ChildCount>& ancestors);

// The one whose host.* values a jail has, as an index of `lineage`: the jail itself, its parent,
// and so on up to a jail of the host.  lineage.size() stands for the host.
[[nodiscard]] std::size_t host_owner(const std::vector<const ParamValues*>& lineage);

}  // namespace gaol
