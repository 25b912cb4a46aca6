#include "gaol/engine/request.h"

#include "gaol/base/quote.h"
#include "gaol/base/text.h"
#include "gaol/model/param.h"
#include "gaol/os/path.h"

namespace gaol::engine {

namespace {

std::string describe_setting(const Setting& setting) {
    if (setting.values.empty()) {
        return setting.name;
    }
    return setting.name + "=" + quote_value(join(setting.values, ","));
}

}  // namespace

std::string setting_text(const Settings& settings, std::string_view name) {
    for (auto setting = settings.rbegin(); setting != settings.rend(); ++setting) {
        if (setting->name == name && !setting->values.empty()) {
            return setting->values.back();
        }
    }
    return {};
}

std::string display_name(const Request& request) {
    if (!request.label.empty()) {
        return request.label;
    }
    const std::string jid = setting_text(request.settings, "jid");
    return jid.empty() ? setting_text(request.settings, "name") : jid;
}

Settings jail_settings(const Settings& settings) {
    Settings chosen;
    for (const Setting& setting : settings) {
        const auto ref = resolve_param(setting.name);
        if (!ref || ref->param->owner == Owner::Jail) {
            chosen.push_back(setting);
        }
    }
    return chosen;
}

Settings changeable_settings(const Settings& settings) {
    Settings chosen;
    for (const Setting& setting : settings) {
        const auto ref = resolve_param(setting.name);
        if (!ref || (ref->param->owner == Owner::Jail && ref->param->when != When::Create)) {
            chosen.push_back(setting);
        }
    }
    return chosen;
}

std::string describe_parameters(const Settings& settings) {
    std::string text;
    for (const Setting& setting : settings) {
        text.append(text.empty() ? "" : " ").append(describe_setting(setting));
    }
    return text;
}

std::string absolute_path(const std::string& path) {
    if (path.starts_with('/')) {
        return path;
    }
    const std::string here = os::path_of(os::open_place("."));
    return path.empty() ? here : (here == "/" ? "" : here) + "/" + path;
}

}  // namespace gaol::engine
