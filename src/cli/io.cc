#include "gaol/cli/io.h"

#include "gaol/base/text.h"

namespace gaol::cli {

namespace {

// A stream that cannot be written to keeps its error indicator: tool_main looks at it once, at the
// end, and nothing between can do better.
void write_all(std::FILE* stream, std::string_view text) {
    if (!text.empty()) {
        std::fwrite(text.data(), 1, text.size(), stream);
    }
}

}  // namespace

std::optional<std::string> Io::variable(std::string_view name) const {
    for (const std::string& entry : environment) {
        if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name)) {
            return entry.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

void Io::print(std::string_view text) const {
    write_all(out, text);
}

void Io::warn(std::string_view text) const {
    std::fflush(out);
    write_all(err, program + ": " + std::string(text) + "\n");
}

}  // namespace gaol::cli
