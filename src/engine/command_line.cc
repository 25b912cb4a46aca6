#include "gaol/engine/command_line.h"

#include "gaol/base/text.h"

namespace gaol::engine {

namespace {

constexpr std::string_view kShellCharacters = "!\"$&'()*;<>?[\\]`{|}~";

}  // namespace

CommandLine parse_command(std::string_view value) {
    const std::size_t first = value.find_first_of(kShellCharacters);
    if (first == std::string_view::npos) {
        return {.argv = split_words(value)};
    }
    if (value[first] == '&' && first + 1 == value.size()) {
        return {.argv = split_words(value.substr(0, first)), .background = Background::Yes};
    }
    return {.argv = {"/bin/sh", "-c", std::string(value)}};
}

}  // namespace gaol::engine
