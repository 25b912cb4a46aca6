// What a program is given besides its command line: where it writes, and its environment.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gaol::cli {

struct Io {
    std::FILE* out = stdout;  // line buffered, so that notes and the output of commands keep order
    std::FILE* err = stderr;
    std::string program;                   // "jail": the prefix of messages
    std::vector<std::string> environment;  // "NAME=value", as it was when the program started

    // The value of an environment variable.
    [[nodiscard]] std::optional<std::string> variable(std::string_view name) const;

    // Writes text as it is to out.
    void print(std::string_view text) const;

    // Writes "program: text" and a newline to err, after all that was printed before.
    void warn(std::string_view text) const;
};

}  // namespace gaol::cli
