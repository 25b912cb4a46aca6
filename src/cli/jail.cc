#include "gaol/cli/jail.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/cli/config_files.h"
#include "gaol/cli/jail_options.h"
#include "gaol/cli/jail_record.h"
#include "gaol/cli/jail_select.h"
#include "gaol/config/print.h"
#include "gaol/engine/work.h"
#include "gaol/model/name.h"

namespace gaol::cli {

namespace {

constexpr std::string_view kSynopsis =
    "[-cm] [-Cdqv] [-f file] [-p limit] [jail]\n"
    "-r [-Cqv] [-f file] [-p limit] ['*' | jail ...]\n"
    "-cm [-dhilqv] [-J file] [-u user] [-U user] param=value ... [command=command ...]\n"
    "-rR [-qv] ['*' | jail ...]\n"
    "[-f file] -e separator\n"
    "[-dhilqv] [-J file] [-u user] [-U user] [-n name] [-s level] path hostname ip[,ip...] "
    "command ...\n"
    "--help | --version\n";

constexpr const char* kDyingIsDeprecated =
    "the 'allow.dying' parameter and '-d' flag are deprecated and have no effect.";

// Ends the program when the text of the configuration is not good: nothing of it is used then.
std::vector<engine::Request> read_config(const Io& io, const LoadedConfig& loaded) {
    const auto& lines = loaded.config.errors.lines;
    if (lines.empty()) {
        return config_requests(loaded.config);
    }
    for (std::size_t i = 0; i + 1 < lines.size(); i++) {
        io.warn(lines[i]);
    }
    throw JailError(EINVAL, lines.back());
}

// One run of the program.
class JailRun {
  public:
    JailRun(Io& io, const CommandLine& line, JailInvocation invocation)
        : io_(io), jail_(std::move(invocation)), root_(root_of(io, line)) {
        jail_.options.environment = io.environment;
    }

    int run() {
        switch (jail_.form) {
            case JailForm::List:
                return list();
            case JailForm::Remove:
                return remove();
            case JailForm::Config:
                return configured();
            case JailForm::Historic:
            case JailForm::CommandLine:
                break;
        }
        return described();
    }

  private:
    int list() {
        const auto requests = read_config(io_, load_config(jail_.config_file, Absent::Error));
        int code = EXIT_SUCCESS;
        for (const engine::Request& request : requests) {
            if (request.failure.empty()) {
                io_.print(config::describe_settings(request.settings, jail_.separator) + "\n");
            } else {
                for (const std::string& failure : split(request.failure, '\n')) {
                    io_.warn(request.label + ": " + failure);
                }
                code = EXIT_FAILURE;
            }
        }
        return code;
    }

    int configured() {
        Selection selection = select_configured(
            read_config(io_, load_config(jail_.config_file, Absent::Error)), jail_.names);
        for (const std::string& name : selection.missing) {
            throw JailError(ENOENT, "\"" + name + "\" not found");
        }
        engine::Prisons prisons(root_);
        return carry_out(std::move(selection), prisons);
    }

    int remove() {
        engine::Prisons prisons(root_);
        LoadedConfig loaded;
        if (jail_.options.removal == engine::Removal::Orderly) {
            loaded = load_config(jail_.config_file, Absent::Empty);
        }
        const bool noted = loaded.loaded || jail_.names.size() > 1 || is_wildcard(jail_.names[0]);
        jail_.options.note_removal = noted ? engine::NoteRemoval::Yes : engine::NoteRemoval::No;
        Selection selection =
            jail_.options.removal == engine::Removal::Forced
                ? select_running(jail_.names, prisons)
                : select_for_removal(read_config(io_, loaded), jail_.names, prisons);
        return carry_out(std::move(selection), prisons);
    }

    int described() {
        engine::Request request{.source = engine::Source::CommandLine,
                                .label = {},
                                .settings = std::move(jail_.settings),
                                .failure = {}};
        engine::Prisons prisons(root_);
        return carry_out({.requests = {std::move(request)},
                          .selected = {{.request = 0, .picked = engine::Picked::ByName}},
                          .missing = {}},
                         prisons);
    }

    int carry_out(Selection selection, engine::Prisons& prisons) {
        for (const std::string& name : selection.missing) {
            io_.warn("\"" + name + "\" not found");
        }
        warn_about_dying(selection);
        if (jail_.record && jail_.options.dry_run == engine::DryRun::No) {
            record_.emplace(*jail_.record, jail_.form);
        }
        const engine::Work work{.requests = std::move(selection.requests),
                                .selected = std::move(selection.selected),
                                .operation = jail_.operation,
                                .cleaning = jail_.cleaning};
        const auto outcome = engine::carry_out(work, jail_.options, prisons, output());
        if (outcome.signal != 0) {
            end_by(outcome.signal);
        }
        return outcome.success && selection.missing.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
    }

    // Whoever waits for this program learns that a signal ended it.
    void end_by(int signal) {
        std::fflush(io_.out);
        record_.reset();
        std::raise(signal);
    }

    void warn_about_dying(const Selection& selection) const {
        const auto mentions = [](const Setting& setting) {
            return setting.name == "allow.dying" || setting.name == "allow.nodying";
        };
        const bool mentioned = std::any_of(
            selection.selected.begin(), selection.selected.end(), [&](const auto& selected) {
                const Settings& settings = selection.requests[selected.request].settings;
                return std::any_of(settings.begin(), settings.end(), mentions);
            });
        if (jail_.dying || mentioned) {
            io_.warn(kDyingIsDeprecated);
        }
    }

    [[nodiscard]] engine::Output output() {
        return {.note = [this](const std::string& line) { io_.print(line + "\n"); },
                .warn = [this](const std::string& line) { io_.warn(line); },
                .made =
                    [this](const engine::Request& request, int jid) {
                        if (record_) {
                            record_->add(request, jid);
                        }
                    }};
    }

    Io& io_;
    JailInvocation jail_;
    std::string root_;
    std::optional<JailRecord> record_;
};

int run(Io& io, const CommandLine& line) {
    auto invocation = understand(line);
    return invocation ? JailRun(io, line, *std::move(invocation)).run() : kUsage;
}

}  // namespace

Tool jail_tool() {
    return {.name = "jail", .synopsis = kSynopsis, .options = jail_options(), .run = run};
}

}  // namespace gaol::cli
