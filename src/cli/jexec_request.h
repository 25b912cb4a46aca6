// The command line of jexec(8), and the command that it asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gaol/cli/options.h"
#include "gaol/engine/environment.h"
#include "gaol/engine/prison.h"

namespace gaol::cli {

enum class UserSource : std::uint8_t { Host, Jail };

struct Variable {
    std::string name;
    std::string value;
};

struct JexecRequest {
    std::string jail;
    std::vector<std::string> command;  // empty: a shell
    bool clean = false;                // -l
    std::optional<std::string> user;   // -u, -U
    UserSource source = UserSource::Host;
    std::optional<std::string> directory;  // -d
    std::vector<Variable> variables;       // -e, in the order given
};

// Empty when the line makes no sense: no jail, or both -u and -U.  Throws JailError EINVAL for a -e
// that is not name=value.
[[nodiscard]] std::optional<JexecRequest> jexec_request(const CommandLine& line);

// The command to run in the jail.  user: of -u or -U, or with -l alone the caller; empty without
// them.  Its descriptors are left alone.
[[nodiscard]] proc::Command jexec_command(const JexecRequest& request,
                                          const engine::Environment& environment,
                                          const std::optional<proc::User>& user);

}  // namespace gaol::cli
