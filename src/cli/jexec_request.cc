#include "gaol/cli/jexec_request.h"

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::cli {

namespace {

constexpr std::string_view kShell = "/bin/sh";

Variable read_variable(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
        throw JailError(EINVAL, "-e " + text + ": not of the form name=value");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

// The variable's value; empty when it is absent.
std::string value_of(const engine::Environment& environment, const std::string& name) {
    const std::string prefix = name + "=";
    const auto found =
        std::find_if(environment.begin(), environment.end(),
                     [&prefix](const std::string& entry) { return entry.starts_with(prefix); });
    return found == environment.end() ? std::string() : found->substr(prefix.size());
}

std::vector<std::string> shell_of(const engine::Environment& environment) {
    const std::string shell = value_of(environment, "SHELL");
    return {shell.empty() ? std::string(kShell) : shell, "-i"};
}

}  // namespace

std::optional<JexecRequest> jexec_request(const CommandLine& line) {
    if (line.operands.empty() || (line.has('u') && line.has('U'))) {
        return std::nullopt;
    }
    JexecRequest request{.jail = line.operands[0],
                         .command = {line.operands.begin() + 1, line.operands.end()},
                         .clean = line.has('l'),
                         .user = line.has('U') ? line.value('U') : line.value('u'),
                         .source = line.has('U') ? UserSource::Jail : UserSource::Host,
                         .directory = line.value('d'),
                         .variables = {}};
    for (const GivenOption& given : line.options) {
        if (given.option->letter == 'e') {
            request.variables.push_back(read_variable(given.value));
        }
    }
    return request;
}

proc::Command jexec_command(const JexecRequest& request, const engine::Environment& environment,
                            const std::optional<proc::User>& user) {
    proc::Command command;
    command.env = request.clean ? engine::clean_environment(environment) : environment;
    if (user) {
        command.credentials = user->credentials;
        engine::set_user(command.env, *user);
    }
    for (const Variable& variable : request.variables) {
        engine::set_variable(command.env, variable.name, variable.value);
    }
    command.argv = request.command.empty() ? shell_of(command.env) : request.command;
    command.cwd = request.directory.value_or(request.clean && user ? user->home : "");
    return command;
}

}  // namespace gaol::cli
