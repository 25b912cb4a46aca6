#include "gaol/engine/create.h"

#include <cerrno>
#include <memory>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/engine/remove.h"
#include "gaol/engine/run_command.h"
#include "gaol/model/support.h"

namespace gaol::engine {

namespace {

using Lines = std::function<std::vector<mount::Line>(const JailContext&)>;

void print_notes(const JailContext& jail, const std::vector<std::string>& notes) {
    if (jail.options().verbosity != Verbosity::Quiet) {
        for (const std::string& note : notes) {
            jail.warn(note);
        }
    }
}

void add_lines(JailContext& jail, const Lines& lines) {
    for (const mount::Line& line : lines(jail)) {
        print_notes(jail, jail.mounts.add(jail.path(), line));
    }
}

// Mounts are prepared on the host's side and attached by the jail's creation, in its own mount
// namespace.  Before the creation their undo is to forget them; after it they go with the jail.
Step mount_step(const std::string& param, const std::string& detail, const Lines& lines) {
    auto before = std::make_shared<std::size_t>(0);
    return {.name = param,
            .detail = detail,
            .run = [=](JailContext& jail) -> Progress {
                jail.trace(param + ": " + detail);
                *before = jail.mounts.size();
                add_lines(jail, lines);
                return std::nullopt;
            },
            .undo_detail = "forget the mount",
            .undo = [before](JailContext& jail) { jail.mounts.truncate(*before); }};
}

Step line_step(const std::string& text) {
    return mount_step("mount", text, [text](const JailContext&) {
        const auto line = mount::parse_line(text);
        return line ? std::vector{*line} : std::vector<mount::Line>{};
    });
}

Step fstab_step(const std::string& file) {
    return mount_step("mount.fstab", file,
                      [file](const JailContext&) { return mount::read_fstab(file); });
}

// mount.devfs and its like: a file system at a fixed place below the jail's root.
struct FixedMount {
    const char* param;
    const char* type;
    const char* dir;
};
constexpr FixedMount kDevfs{"mount.devfs", "devfs", "/dev"};
constexpr FixedMount kFdescfs{"mount.fdescfs", "fdescfs", "/dev/fd"};
constexpr FixedMount kProcfs{"mount.procfs", "procfs", "/proc"};

void add_fixed(Plan& plan, JailContext& jail, const FixedMount& fixed) {
    if (!jail.params().flag(fixed.param)) {
        return;
    }
    const std::string root = setting_text(jail.request().settings, "path");
    if (root.empty()) {
        throw JailError(EINVAL, std::string(fixed.param) + ": no jail root path defined");
    }
    const std::string dir = (root == "/" ? "" : root) + fixed.dir;
    plan.push_back(mount_step(fixed.param, dir, [fixed](const JailContext& of) {
        const std::string path = of.path();
        return std::vector{mount::Line{.special = fixed.type,
                                       .dir = (path == "/" ? "" : path) + fixed.dir,
                                       .type = fixed.type,
                                       .options = {},
                                       .param = fixed.param}};
    }));
}

void add_mounts(Plan& plan, JailContext& jail) {
    for (const std::string& text : jail.params().list("mount")) {
        if (!trim(text).empty()) {
            plan.push_back(line_step(text));
        }
    }
    for (const std::string& file : jail.params().list("mount.fstab")) {
        if (!file.empty()) {
            plan.push_back(fstab_step(file));
        }
    }
    add_fixed(plan, jail, kDevfs);
    add_fixed(plan, jail, kFdescfs);
    add_fixed(plan, jail, kProcfs);
}

Progress create(JailContext& jail, const Settings& settings, Renew renew) {
    mount::Plan mounts = jail.mounts.take(jail.path(), renew);
    Created created;
    jail.trace_call("jail_set(JAIL_CREATE) " + describe_parameters(settings),
                    [&] { created = jail.prisons().create(settings, std::move(mounts)); });
    jail.jid = created.jid;
    print_notes(jail, created.notes);
    if (jail.options().print_jid == PrintJid::Yes) {
        jail.print(std::to_string(jail.jid));
    }
    const bool wanted =
        jail.options().verbosity == Verbosity::Verbose ||
        (jail.options().verbosity == Verbosity::Normal && !jail.request().label.empty());
    if (wanted) {
        jail.note("created");
    }
    return std::nullopt;
}

Step create_step(Settings settings, Renew renew) {
    return {.name = "jail_set(JAIL_CREATE)",
            .detail = describe_parameters(settings),
            .run = [settings, renew](JailContext& jail) { return create(jail, settings, renew); },
            .undo_detail = "jail_remove",
            .undo = [](JailContext& jail) { undo_creation(jail); },
            .turning = Turning::Point};
}

// Lets a jail whose persist was only there for the time of its start end when nothing runs in it.
Step release_step() {
    return {.name = "jail_set(JAIL_UPDATE)",
            .detail = "nopersist",
            .run = [](JailContext& jail) -> Progress {
                jail.trace_call(
                    "jail_set(JAIL_UPDATE) jid=" + std::to_string(jail.jid) + " nopersist",
                    [&jail] {
                        jail.prisons().update(jail.jid, {{"nopersist", {}}});
                    });
                return std::nullopt;
            }};
}

// On a command line, command is the words of one program, as they were given; in a file it is a
// list of commands like exec.start.
void add_command(Plan& plan, JailContext& jail) {
    const List words = jail.params().list("command");
    if (jail.request().source == Source::Config) {
        add_commands(plan, jail.params(), "command", Where::Jail);
    } else if (!words.empty() && !words.front().empty()) {
        plan.push_back(command_step(
            {.param = "command", .text = join(words, " "), .argv = words, .where = Where::Jail}));
    }
}

// The jail's own parameters as they will be.
ParamValues checked_values(const JailContext& jail) {
    ParamValues values;
    apply_settings(values, jail.request().settings);
    check_supported(values);
    return values;
}

}  // namespace

Plan create_plan(JailContext& jail) {
    const ParamValues values = checked_values(jail);
    static_cast<void>(jail.path());
    const ProgramParams& params = jail.params();

    Plan before;
    add_commands(before, params, "exec.prepare", Where::Host);
    add_mounts(before, jail);
    Plan prestart;
    add_commands(prestart, params, "exec.prestart", Where::Host);
    Plan created;
    add_commands(created, params, "exec.created", Where::Host);
    Plan start;
    add_commands(start, params, "exec.start", Where::Jail);
    add_command(start, jail);
    add_commands(start, params, "exec.poststart", Where::Host);

    // A jail with nothing in it must persist until its start has run.
    const bool temporary = !start.empty() && !values.flag("persist");
    Settings settings = jail_settings(jail.request().settings);
    if (temporary) {
        settings.push_back({"persist", {}});
        start.push_back(release_step());
    }
    const Renew renew = prestart.empty() ? Renew::No : Renew::Yes;

    Plan plan = std::move(before);
    plan.insert(plan.end(), prestart.begin(), prestart.end());
    plan.push_back(create_step(std::move(settings), renew));
    plan.insert(plan.end(), created.begin(), created.end());
    plan.insert(plan.end(), start.begin(), start.end());
    return plan;
}

}  // namespace gaol::engine
