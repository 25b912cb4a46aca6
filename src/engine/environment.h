// The environment of a jail's commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gaol/proc/command.h"

namespace gaol::engine {

using Environment = std::vector<std::string>;  // "NAME=value"

// What commands are told of their jail; an empty field is left out.
struct Identity {
    std::string jid;
    std::string name;
    std::string path;
};

// Replaces the variable, or adds it at the end.
void set_variable(Environment& environment, std::string_view name, std::string_view value);

// JID, JNAME and JPATH.
void set_identity(Environment& environment, const Identity& identity);

// USER, HOME and SHELL.
void set_user(Environment& environment, const proc::User& user);

// What exec.clean leaves of an environment: TERM, and a PATH.
[[nodiscard]] Environment clean_environment(const Environment& environment);

}  // namespace gaol::engine
