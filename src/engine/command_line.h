// How the value of exec.start and its like becomes a program with arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gaol::engine {

enum class Background : std::uint8_t { No, Yes };  // Yes: in a session of its own, not waited for

struct CommandLine {
    std::vector<std::string> argv;  // empty: there is nothing to run
    Background background = Background::No;
};

// A value with any character that means something to a shell is a text for /bin/sh -c; but when the
// first of them is '&' and ends the value, it only says Background::Yes.  Anything else is split at
// blanks and run without a shell.
[[nodiscard]] CommandLine parse_command(std::string_view value);

}  // namespace gaol::engine
