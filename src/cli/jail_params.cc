#include "gaol/cli/jail_params.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "gaol/base/text.h"
#include "gaol/model/net_addr.h"
#include "gaol/model/param.h"

namespace gaol::cli {

namespace {

constexpr std::array<std::string_view, 4> kCommaLists{"ip4.addr", "ip6.addr", "vnet.interface",
                                                      "zfs.dataset"};

bool same_param(std::string_view a, std::string_view b) {
    const auto first = resolve_param(a);
    const auto second = resolve_param(b);
    return first && second ? first->param == second->param : a == b;
}

// The edits of meta and env are carried out in the order of mention, so each stays as it is.
bool is_edit(std::string_view name) {
    const auto ref = resolve_param(name);
    return ref && ref->param->kind == Kind::KeyValue;
}

void add(Settings& settings, Setting setting) {
    const auto old = std::find_if(
        settings.begin(), settings.end(),
        [&setting](const Setting& other) { return same_param(other.name, setting.name); });
    if (old == settings.end() || is_edit(setting.name)) {
        settings.push_back(std::move(setting));
    } else if (old->name != setting.name || setting.values.empty()) {
        *old = std::move(setting);  // "nopersist" after "persist": the last spelling counts
    } else {
        old->values.insert(old->values.end(), setting.values.begin(), setting.values.end());
    }
}

std::vector<std::string> values_of(const std::string& name, const std::string& text) {
    if (std::find(kCommaLists.begin(), kCommaLists.end(), name) != kCommaLists.end()) {
        return split(text, ',');
    }
    return {text};
}

}  // namespace

Settings option_settings(const CommandLine& line) {
    Settings settings;
    for (const auto& [option, value] : line.options) {
        switch (option->letter) {
            case 'h':
                add(settings, {"ip_hostname", {}});
                break;
            case 'l':
                add(settings, {"exec.clean", {}});
                break;
            case 'n':
                add(settings, {"name", {value}});
                break;
            case 's':
                add(settings, {"securelevel", {value}});
                break;
            case 'u':
            case 'U':
                add(settings, {"exec.jail_user", {value}});
                add(settings,
                    {"exec.system_jail_user", {option->letter == 'u' ? "true" : "false"}});
                break;
            default:
                break;
        }
    }
    return settings;
}

void add_words(Settings& settings, const std::vector<std::string>& words) {
    for (auto word = words.begin(); word != words.end(); ++word) {
        const std::size_t equals = word->find('=');
        const std::string name = word->substr(0, equals);
        Setting setting{name, {}};
        if (equals != std::string::npos) {
            setting.values = values_of(name, word->substr(equals + 1));
        }
        if (name == "command") {
            setting.values.insert(setting.values.end(), word + 1, words.end());
            add(settings, std::move(setting));
            return;
        }
        add(settings, std::move(setting));
    }
}

void add_historic(Settings& settings, const std::vector<std::string>& words) {
    add(settings, {"path", {words[0]}});
    add(settings, {"host.hostname", {words[1]}});
    for (const std::string& address : split(words[2], ',')) {
        if (!address.empty()) {
            add(settings, {canonical_ip6(address) ? "ip6.addr" : "ip4.addr", {address}});
        }
    }
    add(settings, {"command", {words.begin() + 3, words.end()}});
}

}  // namespace gaol::cli
