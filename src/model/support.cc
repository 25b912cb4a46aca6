#include "gaol/model/support.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "gaol/base/error.h"
#include "gaol/model/jail_set_error.h"

namespace gaol {

namespace {

// Rows that are shown and of which only some values have the effect that their note describes.
struct Accepted {
    std::string_view name;
    std::int64_t first;
    std::int64_t second;
};

constexpr std::array kAccepted{
    Accepted{"devfs_ruleset", 0, 4},
    Accepted{"enforce_statfs", 1, 2},
};

// A list asks for nothing when it names nothing; its texts need not be understood for that.
bool is_empty_list(const Setting& setting) {
    return std::all_of(setting.values.begin(), setting.values.end(),
                       [](const std::string& text) { return text.empty() || text == "-"; });
}

bool is_list(Kind kind) {
    return kind == Kind::AddrList || kind == Kind::List;
}

bool is_shown_value(const Param& param, const Value& value) {
    const auto* row = std::find_if(kAccepted.begin(), kAccepted.end(),
                                   [&param](const Accepted& a) { return a.name == param.name; });
    if (row == kAccepted.end()) {
        return true;
    }
    const auto number = std::get<std::int64_t>(value);
    return number == row->first || number == row->second;
}

void check_ip(const ParamValues& values, const std::string& family) {
    const JailSys mode = values.jailsys(family);
    if (mode == JailSys::Inherit) {
        return;
    }
    const std::string asked = mode == JailSys::Disable ? "disable, the default," : "new";
    throw JailError(EOPNOTSUPP, family + ": not yet: " + asked +
                                    " would hold the jail to addresses of its own; write \"" +
                                    family + " = inherit;\" to give it the host's");
}

void check_ipc(const ParamValues& values) {
    const std::array modes{values.jailsys("sysvmsg"), values.jailsys("sysvsem"),
                           values.jailsys("sysvshm")};
    const auto uses = [&modes](JailSys mode) {
        return std::find(modes.begin(), modes.end(), mode) != modes.end();
    };
    if (uses(JailSys::New) && uses(JailSys::Inherit)) {
        throw jail_set_error(EINVAL,
                             "sysvmsg, sysvsem, sysvshm: one IPC namespace holds all three, so new "
                             "and inherit cannot be mixed");
    }
}

}  // namespace

bool is_available(const ParamRef& ref, const Setting& setting) {
    const Param& param = *ref.param;
    switch (param.support) {
        case Support::Honoured:
            return true;
        case Support::Shown:
            return is_shown_value(param, parse_value(ref, setting));
        case Support::NotYet:
        case Support::Meaningless:
            break;
    }
    return is_list(param.kind) ? is_empty_list(setting)
                               : parse_value(ref, setting) == default_value(param);
}

void check_request(const ParamRef& ref, const Setting& setting) {
    if (is_available(ref, setting)) {
        return;
    }
    const Param& param = *ref.param;
    std::string text(param.name);
    text.append(param.support == Support::Meaningless ? ": has no meaning on Linux: "
                                                      : ": not yet: ");
    throw JailError(EOPNOTSUPP, text.append(param.note));
}

void check_supported(const ParamValues& values) {
    check_ip(values, "ip4");
    check_ip(values, "ip6");
    check_ipc(values);
}

}  // namespace gaol
