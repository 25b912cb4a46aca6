// The options of a program: one table, from which its command line is read and its help printed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gaol::cli {

struct Option {
    char letter = 0;                 // 0: has a long name only
    std::string_view name = {};      // long name without "--"; empty: has a letter only
    std::string_view argument = {};  // what its argument is called in the help; empty: takes none
    std::string_view help = {};      // one line, no full stop
};

// Of every program that works on jails: see root_of in tool_main.h.
inline constexpr Option kRootOption{
    .name = "root", .argument = "dir", .help = "the cgroup directory that holds the jails"};

// The two that every program has; tool_main acts on them.
inline constexpr Option kHelpOption{.name = "help", .help = "print this help"};
inline constexpr Option kVersionOption{.name = "version", .help = "print the version"};

// One option as it was given; value is its argument.
struct GivenOption {
    const Option* option;
    std::string value;
};

struct CommandLine {
    std::vector<GivenOption> options;   // in the order given, repetitions included
    std::vector<std::string> operands;  // all that follows the options
    std::string problem;                // empty, or why the line is not valid, as getopt(3) says it

    [[nodiscard]] bool has(char letter) const;
    [[nodiscard]] bool has(std::string_view name) const;

    // The argument given last; empty when the option was not given.
    [[nodiscard]] std::optional<std::string> value(char letter) const;
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
};

// Reads a command line by the rules of getopt(3): letters may be clustered, an argument is the rest
// of its word or the next word, "--" ends the options, and so does the first word that is not an
// option ("-" is none).  Long options are "--name", "--name=value" or "--name value", never
// abbreviated.  The options' table must outlive the result.
[[nodiscard]] CommandLine parse_options(std::span<const Option> table,
                                        std::span<const std::string> words);

// The table as lines of help, each indented by two blanks.
[[nodiscard]] std::string describe_options(std::span<const Option> table);

}  // namespace gaol::cli
