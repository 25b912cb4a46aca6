#include "gaol/engine/environment.h"

#include <algorithm>

namespace gaol::engine {

namespace {

// FreeBSD takes it from the login class, whose default reaches the sbin directories too; a Debian
// root has much of its service management there.
constexpr std::string_view kCleanPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

bool is_variable(std::string_view entry, std::string_view name) {
    return entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name);
}

}  // namespace

void set_variable(Environment& environment, std::string_view name, std::string_view value) {
    std::string entry(name);
    entry.append("=").append(value);
    const auto found =
        std::find_if(environment.begin(), environment.end(),
                     [name](const std::string& old) { return is_variable(old, name); });
    if (found == environment.end()) {
        environment.push_back(std::move(entry));
    } else {
        *found = std::move(entry);
    }
}

void set_identity(Environment& environment, const Identity& identity) {
    if (!identity.jid.empty()) {
        set_variable(environment, "JID", identity.jid);
    }
    if (!identity.name.empty()) {
        set_variable(environment, "JNAME", identity.name);
    }
    if (!identity.path.empty()) {
        set_variable(environment, "JPATH", identity.path);
    }
}

void set_user(Environment& environment, const proc::User& user) {
    set_variable(environment, "USER", user.name);
    set_variable(environment, "HOME", user.home);
    set_variable(environment, "SHELL", user.shell.empty() ? "/bin/sh" : user.shell);
}

Environment clean_environment(const Environment& environment) {
    Environment clean;
    set_variable(clean, "PATH", kCleanPath);
    for (const std::string& entry : environment) {
        if (is_variable(entry, "TERM")) {
            clean.push_back(entry);
        }
    }
    return clean;
}

}  // namespace gaol::engine
