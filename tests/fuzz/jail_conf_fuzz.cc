// jail.conf(5): whatever the text, parsing ends within its bounds, and what it yields can be
// written down again and means the same.
//
// The bytes 0x1e divide the input: the first part is the main text, the others are the files that
// it may include as "a", "b" and so on; every pattern matches all of them.
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/config/config.h"
#include "gaol/config/print.h"
#include "gaol/model/name.h"
#include "require.h"

namespace gaol::fuzz {
namespace {

constexpr config::Limits kLimits{
    .file_size = 1 << 16,
    .input_size = 1 << 18,
    .files = 64,
    .tree_size = 1 << 17,
    .jail_size = 1 << 12,
    .expansion = 1 << 15,
    .merge_steps = 1 << 12,
};

std::string read_part(const std::vector<std::string>& parts, const std::string& name) {
    const std::size_t index =
        name.size() == 1 ? static_cast<unsigned char>(name[0]) - 'a' + 1U : 0U;
    if (index == 0 || index >= parts.size()) {
        throw SysError(ENOENT, "open", name);
    }
    return parts[index];
}

std::vector<std::string> all_names(const std::vector<std::string>& parts) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < parts.size() && i <= 26; ++i) {
        names.emplace_back(1, static_cast<char>('a' + i - 1));
    }
    return names;
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + "'";
}

// A block that asks for exactly the settings of the jail; the first one is implied by its name.
std::string written(const config::JailEntry& jail) {
    std::string out = quoted(jail.name) + "{";
    for (std::size_t i = 1; i < jail.settings.size(); ++i) {
        const Setting& setting = jail.settings[i];
        out += quoted(setting.name);
        char before = '=';
        for (const std::string& value : setting.values) {
            out += before + quoted(value);
            before = ',';
        }
        out += ";";
    }
    return out + "}";
}

void check_errors(const config::Diagnostics& errors) {
    require(errors.lines.size() <= 2 * config::kMaxErrors + 1);
    for (const std::string& line : errors.lines) {
        require(!line.empty());
    }
}

void check_jail(const config::JailEntry& jail) {
    require(!is_wildcard(jail.name));
    require(jail.line > 0);
    require(jail.failures.size() <= 2 * config::kMaxJailFailures);
    require(!jail.settings.empty());
    require(jail.settings[0].name == "name" || jail.settings[0].name == "jid");
    for (const Setting& setting : jail.settings) {
        for (const std::string& value : setting.values) {
            require(value.find('\0') == std::string::npos);
        }
    }
}

// All jails that nothing fails, written down and read again.
void check_again(const std::vector<config::JailEntry>& jails) {
    std::vector<Settings> wanted;
    std::string text;
    for (const config::JailEntry& jail : jails) {
        if (jail.failures.empty()) {
            wanted.push_back(jail.settings);
            text += written(jail);
        }
    }
    const config::Config again = config::load("again", text, {});
    require(again.errors.lines.empty() && again.jails.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        require(again.jails[i].failures.empty());
        require(again.jails[i].settings == wanted[i]);
        require(config::describe_settings(wanted[i], "|").find('\0') == std::string::npos);
    }
}

}  // namespace
}  // namespace gaol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using gaol::fuzz::require;
    const std::string input(data, data + size);
    const auto parts = gaol::split(input, '\x1e');
    const gaol::config::Files files{
        .read = [&](const std::string& name,
                    std::size_t) { return gaol::fuzz::read_part(parts, name); },
        .glob = [&](const std::string&) { return gaol::fuzz::all_names(parts); }};
    const auto config = gaol::config::load("main", parts[0], files, gaol::fuzz::kLimits);
    gaol::fuzz::check_errors(config.errors);
    require(config.errors.lines.empty() || config.jails.empty());
    for (const gaol::config::JailEntry& jail : config.jails) {
        gaol::fuzz::check_jail(jail);
    }
    gaol::fuzz::check_again(config.jails);
    return 0;
}
