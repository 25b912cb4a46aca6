#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/model/jail_set_error.h"
#include "gaol/model/keyvalue.h"
#include "gaol/model/name.h"
#include "gaol/model/support.h"
#include "gaol/model/value.h"

namespace gaol {

namespace {

ParamRef known(const Setting& setting) {
    const auto ref = resolve_param(setting.name);
    if (!ref) {
        throw JailError(EINVAL, "unknown parameter: " + setting.name);
    }
    if (ref->param->when == When::ReadOnly) {
        throw JailError(EINVAL, "unknown parameter: " + setting.name + " (it can only be read)");
    }
    return *ref;
}

// `meta.k` removes the key, `meta.k = ""` gives it an empty value.
std::string edited(std::string_view buffer, const ParamRef& ref, const Setting& setting) {
    if (setting.values.empty()) {
        return keyvalue_erase(buffer, ref.key);
    }
    const auto value = std::get<std::string>(parse_value(ref, setting));
    if (value.find('\n') != std::string::npos) {
        throw jail_set_error(EINVAL, setting.name + ": the value must be one line");
    }
    std::string text = keyvalue_set(buffer, ref.key, value);
    check_keyvalue_size(ref.param->name, text);
    return text;
}

void apply_one(ParamValues& values, const Setting& setting) {
    const ParamRef ref = known(setting);
    check_request(ref, setting);
    if (!ref.key.empty()) {
        values.set(ref.param->name, edited(values.text(ref.param->name), ref, setting));
        return;
    }
    Value value = parse_value(ref, setting);
    if (ref.param->owner == Owner::Program) {
        return;
    }
    if (ref.param->name == "jid" && value == Value(std::int64_t{0})) {
        values.erase("jid");  // 0 asks for a free number
        return;
    }
    values.set(ref.param->name, std::move(value));
}

class Mentions {
  public:
    explicit Mentions(const Settings& settings) : settings_(settings) {}

    [[nodiscard]] bool name(std::string_view name) const {
        return any([name](std::string_view mentioned) { return mentioned == name; });
    }

    [[nodiscard]] bool below(std::string_view prefix) const {
        return any([prefix](std::string_view mentioned) { return mentioned.starts_with(prefix); });
    }

  private:
    template <typename Predicate>
    [[nodiscard]] bool any(Predicate wanted) const {
        return std::any_of(settings_.begin(), settings_.end(), [&wanted](const Setting& setting) {
            const auto ref = resolve_param(setting.name);
            return ref && wanted(ref->param->name);
        });
    }

    const Settings& settings_;
};

// A value of one's own means not having the parent's, whatever else the same call says.
void apply_implied(ParamValues& values, const Settings& settings) {
    const Mentions mentions(settings);
    if (mentions.below("host.")) {
        values.set("host", JailSys::New);
    }
    if (mentions.name("ip4.addr")) {
        values.set("ip4", JailSys::New);
    }
    if (mentions.name("ip6.addr")) {
        values.set("ip6", JailSys::New);
    }
    if (!mentions.name("allow.sysvipc")) {
        return;
    }
    const JailSys mode = values.flag("allow.sysvipc") ? JailSys::Inherit : JailSys::Disable;
    for (const std::string_view facility : {"sysvmsg", "sysvsem", "sysvshm"}) {
        if (!mentions.name(facility)) {
            values.set(facility, mode);
        }
    }
}

void check_identity(const ParamValues& values) {
    if (values.has("name")) {
        const auto jid = values.has("jid") ? values.number("jid") : 0;
        check_name(values.text("name"), static_cast<int>(jid));
    }
}

}  // namespace

void apply_settings(ParamValues& values, const Settings& settings) {
    ParamValues result = values;
    for (const Setting& setting : settings) {
        apply_one(result, setting);
    }
    apply_implied(result, settings);
    check_identity(result);
    values = std::move(result);
}

}  // namespace gaol
