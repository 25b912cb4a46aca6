#include "gaol/cli/jail_options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gaol/base/text.h"
#include "gaol/cli/jail_params.h"

namespace gaol::cli {

namespace {

using engine::Operation;

constexpr std::array kOptions{
    Option{.letter = 'c', .help = "create jails"},
    Option{.letter = 'm', .help = "modify jails"},
    Option{.letter = 'r', .help = "remove jails; -rc restarts them"},
    Option{.letter = 'R', .help = "remove running jails, with no regard to any configuration"},
    Option{.letter = 'C', .help = "clean up after jails that have vanished"},
    Option{.letter = 'd', .help = "deprecated, without effect"},
    Option{.letter = 'e', .argument = "separator", .help = "list the configured jails"},
    Option{.letter = 'f', .argument = "file", .help = "configuration file; - is standard input"},
    Option{.letter = 'h', .help = "set ip_hostname"},
    Option{.letter = 'i', .help = "print the jid of each new jail, and no notes"},
    Option{.letter = 'J', .argument = "file", .help = "write a record of each jail to file"},
    Option{.letter = 'l', .help = "set exec.clean"},
    Option{.letter = 'n', .argument = "name", .help = "set name"},
    Option{.letter = 'p', .argument = "limit", .help = "run at most limit commands at a time"},
    Option{.letter = 'q', .help = "print no notes"},
    Option{.letter = 's', .argument = "level", .help = "set securelevel"},
    Option{.letter = 'u', .argument = "user", .help = "set exec.jail_user, a user of the host"},
    Option{.letter = 'U', .argument = "user", .help = "set exec.jail_user, a user of the jail"},
    Option{.letter = 'v', .help = "print every step"},
    Option{.name = "dry-run", .help = "print the plan of each jail, and do nothing"},
    kRootOption,
    kHelpOption,
    kVersionOption,
};

// Those that describe a jail on the command line.
constexpr std::string_view kJailLetters = "hlnsuU";

bool any_of(const CommandLine& line, std::string_view letters) {
    return std::any_of(letters.begin(), letters.end(), [&line](char c) { return line.has(c); });
}

// By -c, -m and -r (or -R); empty for none of them.
std::optional<Operation> operation_of(const CommandLine& line) {
    const bool create = line.has('c');
    const bool modify = line.has('m');
    if (line.has('r') || line.has('R')) {
        return create ? (modify ? Operation::CreateModifyOrRestart : Operation::Restart)
                      : (modify ? Operation::ModifyOrRestart : Operation::Remove);
    }
    if (create) {
        return modify ? Operation::CreateOrModify : Operation::Create;
    }
    if (modify) {
        return Operation::Modify;
    }
    return line.has('C') ? std::optional(Operation::CleanUp) : std::nullopt;
}

// -q, -v and -i set one thing, and the last of them counts; -i prints jids besides.
void read_verbosity(const CommandLine& line, engine::Options& options) {
    for (const GivenOption& given : line.options) {
        if (given.option->letter == 'v') {
            options.verbosity = engine::Verbosity::Verbose;
        } else if (given.option->letter == 'q' || given.option->letter == 'i') {
            options.verbosity = engine::Verbosity::Quiet;
        }
    }
    if (line.has('i')) {
        options.print_jid = engine::PrintJid::Yes;
    }
}

// false when the limit is not a number.
bool read_common(const CommandLine& line, JailInvocation& jail) {
    read_verbosity(line, jail.options);
    jail.options.dry_run = line.has("dry-run") ? engine::DryRun::Yes : engine::DryRun::No;
    jail.cleaning = line.has('C') ? engine::Cleaning::Yes : engine::Cleaning::No;
    jail.config_file = line.value('f').value_or(jail.config_file);
    jail.record = line.value('J');
    jail.dying = line.has('d');
    const auto limit = parse_uint(line.value('p').value_or("0"));
    if (!limit || *limit > INT32_MAX) {
        return false;
    }
    jail.options.commands = static_cast<int>(*limit);
    return true;
}

bool is_assignment(const std::string& word) {
    return word.find('=') != std::string::npos;
}

std::optional<JailInvocation> list_form(const CommandLine& line, JailInvocation jail) {
    if (any_of(line, "cmrRC") || any_of(line, kJailLetters) || !line.operands.empty()) {
        return std::nullopt;
    }
    jail.form = JailForm::List;
    jail.separator = *line.value('e');
    return jail;
}

std::optional<JailInvocation> historic_form(const CommandLine& line, JailInvocation jail) {
    const auto& words = line.operands;
    if (words.size() < 4 || !words[0].starts_with('/')) {
        return std::nullopt;
    }
    jail.form = JailForm::Historic;
    jail.settings = option_settings(line);
    add_historic(jail.settings, words);
    return jail;
}

std::optional<JailInvocation> remove_form(const CommandLine& line, JailInvocation jail) {
    const bool forced = line.has('R');
    const auto& words = line.operands;
    if (words.empty() || any_of(line, kJailLetters) || (forced && line.has('C')) ||
        (!forced && std::any_of(words.begin(), words.end(), is_assignment))) {
        return std::nullopt;
    }
    jail.form = JailForm::Remove;
    jail.options.removal = forced ? engine::Removal::Forced : engine::Removal::Orderly;
    jail.names = words;
    return jail;
}

std::optional<JailInvocation> create_form(const CommandLine& line, JailInvocation jail) {
    if (line.has('R')) {
        return std::nullopt;
    }
    const auto& words = line.operands;
    if (words.size() > 1 || (words.size() == 1 && is_assignment(words[0]))) {
        if (line.has('C')) {
            return std::nullopt;
        }
        jail.form = JailForm::CommandLine;
        jail.settings = option_settings(line);
        add_words(jail.settings, words);
        return jail;
    }
    if (any_of(line, kJailLetters)) {
        return std::nullopt;
    }
    jail.form = JailForm::Config;
    jail.names = words;
    return jail;
}

}  // namespace

std::span<const Option> jail_options() {
    return kOptions;
}

std::optional<JailInvocation> understand(const CommandLine& line) {
    JailInvocation jail;
    if (!read_common(line, jail)) {
        return std::nullopt;
    }
    if (line.has('e')) {
        return list_form(line, std::move(jail));
    }
    const auto operation = operation_of(line);
    if (!operation) {
        return historic_form(line, std::move(jail));
    }
    jail.operation = *operation;
    return jail.operation == Operation::Remove ? remove_form(line, std::move(jail))
                                               : create_form(line, std::move(jail));
}

}  // namespace gaol::cli
