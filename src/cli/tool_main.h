// The frame of every program: reads the command line, runs, reports failures, gives the exit code.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gaol/cli/io.h"
#include "gaol/cli/options.h"

namespace gaol::cli {

// What Tool::run returns when the command line asks for nothing that makes sense: the usage goes to
// stderr and the exit code is 1.
inline constexpr int kUsage = -1;

struct Tool {
    std::string_view name;
    std::string_view synopsis;  // one form per line, without the program's name; ends in a newline
    std::span<const Option> options;
    int (*run)(Io& io, const CommandLine& line);  // exit code, or kUsage
};

// Runs tool with words as its arguments (without argv[0]).  Everything thrown ends here, as
// "program: message" on io.err and exit code 1.  --help and --version are answered here.
[[nodiscard]] int run_tool(const Tool& tool, Io& io, std::span<const std::string> words);

// run_tool on the process's own streams, arguments and environment.
[[nodiscard]] int tool_main(const Tool& tool, int argc, char** argv);

// Where the gaol root cgroup is: what --root says, else the environment's GAOL_CGROUP_ROOT, else
// empty, which leaves the search to engine::Prisons.
[[nodiscard]] std::string root_of(const Io& io, const CommandLine& line);

// "usage: NAME FORM" lines.
[[nodiscard]] std::string usage_text(const Tool& tool);

}  // namespace gaol::cli
