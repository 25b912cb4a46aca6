#include "gaol/model/hierarchy.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/model/jail_set_error.h"
#include "gaol/model/name.h"

namespace gaol {

namespace {

constexpr std::array<std::string_view, 3> kIpc{"sysvmsg", "sysvsem", "sysvshm"};

// What a new child takes over from its parent.
constexpr std::array<std::string_view, 7> kInherited{
    "devfs_ruleset", "linux.osname", "linux.osrelease", "linux.oss_version",
    "osreldate",     "osrelease",    "securelevel",
};

// Numbers that grow with the restriction: a child's is never below its parent's.
constexpr std::array<std::string_view, 2> kFloors{"securelevel", "enforce_statfs"};

bool is_permission(const Param& param) {
    return param.owner == Owner::Jail && param.name.starts_with("allow.");
}

bool may_differ(std::string_view name) {
    return name == "allow.unprivileged_proc_debug" || name == "allow.unprivileged_parent_tampering";
}

[[noreturn]] void not_permitted(std::string_view name, std::string_view reason) {
    throw jail_set_error(EPERM, std::string(name).append(": ").append(reason));
}

void check_numbers(const ParamValues& child, const ParamValues& parent) {
    for (const std::string_view name : kFloors) {
        if (child.number(name) < parent.number(name)) {
            not_permitted(name, "lower than the parent's " + std::to_string(parent.number(name)));
        }
    }
    const auto ruleset = parent.number("devfs_ruleset");
    if (ruleset != 0 && child.number("devfs_ruleset") != ruleset) {
        not_permitted("devfs_ruleset", "must be the parent's " + std::to_string(ruleset));
    }
    const auto room = parent.number("children.max");
    const auto wanted = child.number("children.max");
    if (wanted > 0 && wanted >= room) {
        not_permitted("children.max", "must be lower than the parent's " + std::to_string(room));
    }
}

}  // namespace

std::string full_name(std::string_view parent, std::string_view name) {
    std::string text(parent);
    if (!parent.empty()) {
        text += '.';
    }
    return text.append(name);
}

bool is_below(std::string_view name, std::string_view ancestor) noexcept {
    return ancestor.empty() ? !name.empty()
                            : name.size() > ancestor.size() + 1 && name.starts_with(ancestor) &&
                                  name[ancestor.size()] == '.';
}

std::optional<std::string_view> relative_name(std::string_view viewer,
                                              std::string_view name) noexcept {
    if (name == viewer) {
        return "0";
    }
    if (!is_below(name, viewer)) {
        return std::nullopt;
    }
    return viewer.empty() ? name : name.substr(viewer.size() + 1);
}

std::string renamed(std::string_view name, std::string_view from, std::string_view to) {
    if (name != from && !is_below(name, from)) {
        return std::string(name);
    }
    return std::string(to).append(name.substr(from.size()));
}

ParamValues host_values() {
    ParamValues host;
    for (const Param& param : all_params()) {
        if (is_permission(param)) {
            host.set(param.name, true);
        }
    }
    for (const std::string_view name : {"ip4", "ip6", "sysvmsg", "sysvsem", "sysvshm"}) {
        host.set(name, JailSys::Inherit);
    }
    host.set("children.max", std::int64_t{kMaxJid});
    host.set("enforce_statfs", std::int64_t{0});
    return host;
}

ParamValues child_defaults(const ParamValues& parent) {
    ParamValues child;
    for (const std::string_view name : kInherited) {
        if (parent.has(name)) {
            child.set(name, parent.get(name));
        }
    }
    for (const Param& param : all_params()) {
        if (is_permission(param) && child.flag(param.name) && !parent.flag(param.name)) {
            child.set(param.name, false);
        }
    }
    return child;
}

void check_against_parent(const ParamValues& child, const ParamValues& parent) {
    check_numbers(child, parent);
    for (const Param& param : all_params()) {
        if (is_permission(param) && !may_differ(param.name) && child.flag(param.name) &&
            !parent.flag(param.name)) {
            not_permitted(param.name, "the parent does not have it");
        }
    }
    for (const std::string_view name : kIpc) {
        if (child.jailsys(name) != JailSys::Disable && parent.jailsys(name) == JailSys::Disable) {
            not_permitted(name, "the parent does not have it");
        }
    }
}

ParamValues follow_parent(ParamValues child, const ParamValues& before, const ParamValues& after) {
    for (const std::string_view name : kFloors) {
        child.set(name, std::max(child.number(name), after.number(name)));
    }
    if (after.number("devfs_ruleset") != before.number("devfs_ruleset")) {
        child.set("devfs_ruleset", after.number("devfs_ruleset"));
    }
    const auto room = std::max<std::int64_t>(after.number("children.max") - 1, 0);
    child.set("children.max", std::min(child.number("children.max"), room));
    for (const Param& param : all_params()) {
        if (is_permission(param) && before.flag(param.name) && !after.flag(param.name)) {
            child.set(param.name, false);
        }
    }
    return child;
}

void check_child_limits(const std::vector<ChildCount>& ancestors) {
    const auto is_full = [](const ChildCount& count) { return count.current >= count.max; };
    if (std::any_of(ancestors.begin(), ancestors.end(), is_full)) {
        throw JailError(EPERM, "prison limit exceeded");
    }
}

std::size_t host_owner(const std::vector<const ParamValues*>& lineage) {
    const auto has_own = [](const ParamValues* values) {
        return values->jailsys("host") == JailSys::New;
    };
    const auto owner = std::find_if(lineage.begin(), lineage.end(), has_own);
    return static_cast<std::size_t>(std::distance(lineage.begin(), owner));
}

}  // namespace gaol
