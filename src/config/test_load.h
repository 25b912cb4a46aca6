// For tests: a configuration from a text and files in memory, its result as lines.
#pragma once

#include <cerrno>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/config/config.h"
#include "gaol/config/print.h"

namespace gaol::config {

// No file but these; a pattern matches what is listed under it.
struct FakeFiles {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> globs;

    [[nodiscard]] std::string read(const std::string& name) const {
        const auto found = texts.find(name);
        if (found == texts.end()) {
            throw SysError(ENOENT, "open", name);
        }
        return found->second;
    }

    [[nodiscard]] std::vector<std::string> glob(const std::string& pattern) const {
        const auto found = globs.find(pattern);
        return found == globs.end() ? std::vector<std::string>() : found->second;
    }

    [[nodiscard]] Files files() const {
        return {.read = [this](const std::string& name, std::size_t) { return read(name); },
                .glob = [this](const std::string& pattern) { return glob(pattern); }};
    }
};

inline void add_jail(std::vector<std::string>& lines, const JailEntry& jail) {
    lines.push_back(describe_settings(jail.settings, "|"));
    for (const std::string& failure : jail.failures) {
        lines.push_back(jail.name + ": " + failure);
    }
}

// Errors, then each jail's settings as "name=web|persist", each followed by its failures as
// "NAME: TEXT".
inline std::vector<std::string> lines_of(const Config& config) {
    std::vector<std::string> lines = config.errors.lines;
    for (const JailEntry& jail : config.jails) {
        add_jail(lines, jail);
    }
    return lines;
}

inline std::vector<std::string> lines(std::string_view text, const FakeFiles& fake = {}) {
    return lines_of(load("F", text, fake.files()));
}

inline std::vector<std::string> lines(std::string_view text, const Limits& limits) {
    return lines_of(load("F", text, FakeFiles().files(), limits));
}

// The same as one text, for tables of cases.
inline std::string flat(std::string_view text) {
    std::string all;
    for (const std::string& line : lines(text)) {
        all += line + "\n";
    }
    return all;
}

}  // namespace gaol::config
