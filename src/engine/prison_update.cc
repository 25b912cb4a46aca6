// jail_set(JAIL_UPDATE).
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/engine/facility.h"
#include "gaol/engine/real_path.h"
#include "gaol/model/hierarchy.h"
#include "gaol/model/name.h"
#include "gaol/mount/devfs.h"
#include "gaol/os/jailinit_protocol.h"
#include "gaol/proc/names.h"

namespace gaol::engine {

namespace {

// The new record, with nothing changed in the world yet.
registry::Record changed_record(Facility& facility, const registry::Jail& jail,
                                const Settings& settings) {
    registry::Record record = jail.record;
    record.params.set("jid", std::int64_t{record.jid});
    record.params.set("name", facility.full_name(jail));
    apply_settings(record.params, settings);
    const std::string name = record.params.text("name");
    record.params.erase("jid");
    record.params.erase("name");
    check_against_parent(record.params, facility.parent_values(jail.parent));
    if (!name.empty()) {
        check_name(name, record.jid);
        record.name = last_component(name);
    }
    return record;
}

void check_parent_stays(Facility& facility, const registry::Jail& jail, const Settings& settings) {
    for (const Setting& setting : settings) {
        const bool renames = setting.name == "name" && !setting.values.empty();
        if (renames &&
            parent_name(setting.values.back()) != parent_name(facility.full_name(jail))) {
            throw JailError(EINVAL, "cannot change jail's parent");
        }
    }
}

void change_names(Facility& facility, const registry::Jail& jail, const registry::Record& record) {
    const ParamValues& before = jail.record.params;
    const ParamValues& after = record.params;
    if (before.text("host.hostname") == after.text("host.hostname") &&
        before.text("host.domainname") == after.text("host.domainname")) {
        return;
    }
    if (after.jailsys("host") == JailSys::Inherit) {
        throw JailError(EINVAL, "host.hostname: the jail has its parent's names (host = inherit)");
    }
    proc::set_names(facility.require_first(jail),
                    record.ids.count > 0 ? proc::UserNamespace::Own : proc::UserNamespace::Shared,
                    {.host = after.text("host.hostname"), .domain = after.text("host.domainname")});
}

// jailinit must know before the record says so: told too early it only stays longer, and `settle`
// tells it again that it may end.
void change_persistence(Facility& facility, const registry::Jail& jail,
                        const registry::Record& record) {
    if (!jail.record.params.flag("persist") && record.params.flag("persist")) {
        os::send_signal(facility.require_first(jail), os::kPersistent);
    }
}

// Last of all: what stands in the way in the jail's /dev is its root's doing and changes nothing
// else.
void change_env(Facility& facility, const registry::Jail& jail, const registry::Record& record) {
    const std::string env = record.params.text("env");
    if (env != jail.record.params.text("env")) {
        mount::rewrite_jail_env(facility.root(jail), env,
                                {.uid = record.ids.first, .gid = record.ids.first});
    }
}

// What the jails below may still have, level by level.
void constrain_children(Facility& facility, const registry::Jail& jail, const ParamValues& before,
                        const ParamValues& after) {
    for (const registry::Jail& child : facility.registry.children(jail)) {
        if (child.parent != jail.record.jid) {
            continue;
        }
        registry::Record record = child.record;
        record.params = follow_parent(record.params, before, after);
        if (!(record.params == child.record.params)) {
            facility.registry.store(child, record);
            constrain_children(facility, child, child.record.params, record.params);
        }
    }
}

// As creation would record it: another way to the same directory is no change.
Value recorded_value(const ParamRef& ref, const Setting& setting) {
    const Value value = parse_value(ref, setting);
    return ref.param->name == "path" ? real_path(std::get<std::string>(value)) : value;
}

}  // namespace

std::optional<std::string> create_only_change(const ParamValues& current,
                                              const Settings& settings) {
    for (const Setting& setting : settings) {
        const auto ref = resolve_param(setting.name);
        if (!ref || ref->param->when != When::Create || ref->param->owner != Owner::Jail) {
            continue;
        }
        if (!(recorded_value(*ref, setting) == current.get(ref->param->name))) {
            return std::string(ref->param->name);
        }
    }
    return std::nullopt;
}

void update_prison(Facility& facility, int jid, const Settings& settings) {
    registry::Jail jail = facility.require(jid);
    const os::FileLock lock = facility.registry.lock(jail);
    if (!facility.registry.reload(jail) || jail.record.state == registry::State::Dying) {
        throw JailError(ENOENT, "jail " + std::to_string(jid) + " not found");
    }
    ParamValues current = jail.record.params;
    current.set("jid", std::int64_t{jid});
    if (const auto name = create_only_change(current, settings)) {
        throw JailError(EINVAL, *name == "jid" ? "cannot change jid"
                                               : *name + " cannot be changed after creation");
    }
    check_parent_stays(facility, jail, settings);
    const registry::Record record = changed_record(facility, jail, settings);
    change_names(facility, jail, record);
    change_persistence(facility, jail, record);
    if (record.name != jail.record.name) {
        facility.registry.rename(jail, record);
    } else {
        facility.registry.store(jail, record);
    }
    constrain_children(facility, jail, jail.record.params, record.params);
    change_env(facility, jail, record);
}

}  // namespace gaol::engine
