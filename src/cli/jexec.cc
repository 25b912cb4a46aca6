#include "gaol/cli/jexec.h"

#include <array>
#include <cerrno>
#include <system_error>

#include "gaol/base/error.h"
#include "gaol/cli/find_jail.h"
#include "gaol/cli/jexec_request.h"
#include "gaol/engine/session.h"

namespace gaol::cli {

namespace {

constexpr std::array kOptions{
    Option{.letter = 'd', .argument = "dir", .help = "start in this directory of the jail"},
    Option{.letter = 'e', .argument = "name=value", .help = "set an environment variable"},
    Option{.letter = 'l', .help = "clean environment, as after a login"},
    Option{.letter = 'n', .help = "without effect, for old scripts"},
    Option{.letter = 'u', .argument = "user", .help = "run as this user of the host"},
    Option{.letter = 'U', .argument = "user", .help = "run as this user of the jail"},
    kRootOption,
    kHelpOption,
    kVersionOption,
};

std::optional<proc::User> required(std::optional<proc::User> user, const std::string& complaint) {
    if (!user) {
        throw JailError(ENOENT, complaint);
    }
    return user;
}

// Whom the host's files are asked for: the user of -u, and with -l alone the caller, who is root,
// since nobody else can enter a jail.
std::optional<proc::User> host_user(const JexecRequest& request) {
    if (request.source == UserSource::Jail || (!request.user && !request.clean)) {
        return std::nullopt;
    }
    if (!request.user) {
        return required(proc::host_user(uid_t{0}), "unknown uid: 0");
    }
    return required(proc::host_user(*request.user), *request.user + ": no such user");
}

std::optional<proc::User> jail_user(const engine::Prisons& prisons, int jid,
                                    const JexecRequest& request) {
    if (request.source == UserSource::Host) {
        return std::nullopt;
    }
    return required(prisons.user(jid, *request.user), *request.user + ": no such user");
}

// FreeBSD's jexec has made the calls itself and says so in its own words.
JailError in_words_of_jexec(const SysError& error, const JexecRequest& request,
                            const proc::Command& command) {
    std::string text = error.call() + ": " + command.cwd;
    if (error.call() == "exec") {
        text = (request.command.empty() ? "execlp: " : "execvp: ") + command.argv[0];
    }
    return {error.errnum(), text + ": " + error.code().message()};
}

int exit_code(const os::ExitStatus& status) {
    return status.signal == 0 ? status.code : 128 + status.signal;
}

int run_command(engine::Prisons& prisons, int jid, const JexecRequest& request,
                const proc::Command& command) {
    try {
        return exit_code(engine::run_session(prisons, jid, command));
    } catch (const SysError& error) {
        if (error.call() == "exec" || error.call() == "chdir") {
            throw in_words_of_jexec(error, request, command);
        }
        throw;
    } catch (const JailError& error) {
        throw JailError(error.errnum(), "jail_attach(" + std::to_string(jid) + "): " +
                                            std::generic_category().message(error.errnum()));
    }
}

int run(Io& io, const CommandLine& line) {
    const auto request = jexec_request(line);
    if (!request) {
        return kUsage;
    }
    const auto caller = host_user(*request);
    engine::Prisons prisons(root_of(io, line));
    const int jid = find_jail(prisons, request->jail).jid;
    const auto user = caller ? caller : jail_user(prisons, jid, *request);
    return run_command(prisons, jid, *request, jexec_command(*request, io.environment, user));
}

}  // namespace

const Tool kJexec{
    .name = "jexec",
    .synopsis =
        "[-l] [-d dir] [[-e name=value] ...] [-u user | -U user] [--root dir] jail "
        "[command ...]\n",
    .options = kOptions,
    .run = run,
};

}  // namespace gaol::cli
