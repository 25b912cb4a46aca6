#include "gaol/engine/run_command.h"

#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/engine/console_log.h"
#include "gaol/engine/context.h"
#include "gaol/engine/environment.h"

namespace gaol::engine {

namespace {

Identity identity_of(const JailContext& jail) {
    const Settings& settings = jail.request().settings;
    Identity identity;
    identity.jid = jail.jid > 0 ? std::to_string(jail.jid) : setting_text(settings, "jid");
    identity.name = setting_text(settings, "name");
    if (identity.name.empty()) {
        identity.name = identity.jid;  // a jail without a name is called by its number
    }
    identity.path = jail.path();
    return identity;
}

proc::User required(std::optional<proc::User> user, const std::string& name) {
    if (!user) {
        throw JailError(ENOENT, name + ": no such user");
    }
    return *std::move(user);
}

// The user that commands in the jail run as; empty: the jail's root, of whom nothing is known.
std::optional<proc::User> jail_user(JailContext& jail) {
    const std::string name = jail.params().text("exec.jail_user");
    const bool of_host = jail.params().flag("exec.system_jail_user");
    if (!name.empty()) {
        return required(of_host ? proc::host_user(name) : jail.prisons().user(jail.jid, name),
                        name);
    }
    if (!jail.params().flag("exec.clean")) {
        return std::nullopt;
    }
    auto root = of_host ? proc::host_user(uid_t{0}) : jail.prisons().user(jail.jid, uid_t{0});
    if (!root) {
        throw JailError(ENOENT, "unknown uid 0");
    }
    return root;
}

proc::Command host_command(JailContext& jail) {
    proc::Command command{.env = jail.options().environment};
    set_identity(command.env, identity_of(jail));
    const std::string name = jail.params().text("exec.system_user");
    if (!name.empty()) {
        const proc::User user = required(proc::host_user(name), name);
        set_user(command.env, user);
        command.credentials = user.credentials;
    }
    return command;
}

proc::Command jail_command(JailContext& jail) {
    const bool clean = jail.params().flag("exec.clean");
    proc::Command command{.env = jail.options().environment};
    if (clean) {
        command.env = clean_environment(command.env);
    } else {
        set_identity(command.env, identity_of(jail));
    }
    if (const auto user = jail_user(jail)) {
        set_user(command.env, *user);
        command.credentials = user->credentials;
        command.cwd = clean ? user->home : "";
    }
    return command;
}

std::string trace_text(JailContext& jail, const CommandSpec& spec) {
    const bool inside = spec.where == Where::Jail;
    const std::string user = jail.params().text(inside ? "exec.jail_user" : "exec.system_user");
    return std::string("run command") + (inside ? " in jail" : "") +
           (user.empty() ? "" : " as " + user) + ": " + spec.text;
}

os::Child start_any(JailContext& jail, const CommandSpec& spec) {
    proc::Command command = spec.where == Where::Jail ? jail_command(jail) : host_command(jail);
    command.argv = spec.argv;
    if (spec.background == Background::Yes) {
        command.session = proc::Session::New;
        command.parent = proc::Parent::Init;
    }
    os::Fd log;
    if (spec.where == Where::Jail) {
        log = open_console_log(jail.params().text("exec.consolelog"), jail.path());
    }
    if (log.valid()) {
        command.output = command.error = log.get();
    }
    return spec.where == Where::Jail ? jail.prisons().attach(jail.jid, command)
                                     : proc::run_on_host(command);
}

// FreeBSD's jail(8) starts a child first, and it is the child who says "exec PROG: ..."; then the
// command has failed like any other.
os::Child start(JailContext& jail, const CommandSpec& spec) {
    try {
        return start_any(jail, spec);
    } catch (const SysError& error) {
        const std::string& subject = error.subject();
        const std::string call = error.call() + (subject.empty() ? "" : " " + subject);
        throw JailError(error.errnum(),
                        call + ": " + error.code().message() + "\n" + spec.text + ": failed");
    }
}

void check_end(const std::string& text, os::ExitStatus status) {
    if (status.signal != 0) {
        throw JailError(ECHILD, text + ": exited on signal " + std::to_string(status.signal));
    }
    if (status.code != 0) {
        throw JailError(ECHILD, text + ": failed");
    }
}

std::optional<Clock::time_point> deadline(JailContext& jail) {
    const auto seconds = jail.params().number("exec.timeout");
    return seconds <= 0 ? std::nullopt
                        : std::optional(Clock::now() + std::chrono::seconds(seconds));
}

Progress run(JailContext& jail, const CommandSpec& spec) {
    jail.trace(trace_text(jail, spec));
    auto child = std::make_shared<os::Child>(start(jail, spec));
    if (spec.background == Background::Yes) {
        return std::nullopt;
    }
    auto finish = [child, spec](JailContext& of, Expired expired) -> Progress {
        if (expired == Expired::Yes) {
            throw JailError(ETIMEDOUT, spec.text + ": timed out");
        }
        const os::ExitStatus status = child->wait();
        if (spec.where == Where::Jail) {
            of.prisons().settle(of.jid);
        }
        check_end(spec.text, status);
        return std::nullopt;
    };
    return Wait{{child->pidfd().get()}, deadline(jail), std::move(finish)};
}

}  // namespace

Step command_step(const CommandSpec& spec) {
    return {.name = spec.param,
            .detail = spec.text,
            .run = [spec](JailContext& jail) { return run(jail, spec); },
            .slot = spec.background == Background::Yes ? Slot::None : Slot::Needed};
}

void add_commands(Plan& plan, const ProgramParams& params, const std::string& param, Where where) {
    for (const std::string& value : params.list(param)) {
        CommandLine line = parse_command(value);
        if (!line.argv.empty()) {
            plan.push_back(command_step({.param = param,
                                         .text = std::string(trim(value)),
                                         .argv = std::move(line.argv),
                                         .where = where,
                                         .background = line.background}));
        }
    }
}

}  // namespace gaol::engine
