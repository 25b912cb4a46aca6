#include "gaol/cli/jls.h"

#include <array>

#include "gaol/cli/find_jail.h"
#include "gaol/cli/format_jls.h"
#include "gaol/cli/jls_request.h"

namespace gaol::cli {

namespace {

constexpr std::array kOptions{
    Option{.letter = 'a', .help = "the same as -d"},
    Option{.letter = 'c', .help = "print nothing: exit 0 if the jail exists, 1 if not"},
    Option{.letter = 'd', .help = "include jails that are dying"},
    Option{.letter = 'h', .help = "print the names of the parameters first"},
    Option{.letter = 'j', .argument = "jail", .help = "only this jail, by jid or name"},
    Option{.letter = 'N', .help = "print names in place of jids"},
    Option{.letter = 'n', .help = "print name=value"},
    Option{.letter = 'q', .help = "quote values that are empty or hold blanks or quotes"},
    Option{.letter = 's', .help = "print what jail(8) needs to make the jail again"},
    Option{.letter = 'v', .help = "print a summary of several lines"},
    Option{.name = "libxo", .argument = "format", .help = "text, json or json,pretty"},
    kRootOption,
    kHelpOption,
    kVersionOption,
};

std::vector<engine::Prison> chosen(const engine::Prisons& prisons, const CommandLine& line) {
    const engine::Dying dying =
        line.has('d') || line.has('a') ? engine::Dying::Show : engine::Dying::Hide;
    std::vector<engine::Prison> jails;
    if (const auto jail = line.value('j')) {
        jails.push_back(find_jail(prisons, *jail, dying));
    } else {
        jails = prisons.list(dying);
    }
    return jails;
}

int check(const engine::Prisons& prisons, const CommandLine& line) {
    const engine::Dying dying =
        line.has('d') || line.has('a') ? engine::Dying::Show : engine::Dying::Hide;
    return prisons.find(*line.value('j'), dying) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int run(Io& io, const CommandLine& line) {
    const auto request = jls_request(line);
    if (!request) {
        return kUsage;
    }
    const engine::Prisons prisons(root_of(io, line));
    if (line.has('c')) {
        return check(prisons, line);
    }
    io.print(format_jls(chosen(prisons, line), *request));
    return EXIT_SUCCESS;
}

}  // namespace

const Tool kJls{
    .name = "jls",
    .synopsis =
        "[--libxo format] [-dhNnqsv] [--root dir] [-j jail] [parameter ...]\n"
        "-c [-d] [--root dir] -j jail\n",
    .options = kOptions,
    .run = run,
};

}  // namespace gaol::cli
