// Names and wildcards: the functions of model/name.h agree with each other, and the matcher with a
// slow one that follows the manual's sentence.
//
// The input's first line is a pattern, the rest a name.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/model/name.h"
#include "require.h"

namespace gaol::fuzz {
namespace {

bool has_empty(const std::vector<std::string>& components) {
    return std::find(components.begin(), components.end(), "") != components.end();
}

// "*" that is not last matches exactly one component, a last "*" one or more.
bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& name) {
    const bool open = pattern.back() == "*";
    if (open ? name.size() < pattern.size() : name.size() != pattern.size()) {
        return false;
    }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != "*" && pattern[i] != name[i]) {
            return false;
        }
    }
    return true;
}

void check_matching(std::string_view pattern, std::string_view name) {
    const bool found = wildcard_match(pattern, name);
    const auto pattern_parts = split(pattern, '.');
    const auto name_parts = split(name, '.');
    if (!has_empty(pattern_parts) && !has_empty(name_parts)) {
        require(found == matches(pattern_parts, name_parts));
        require(wildcard_match("*", name));
    }
    require(is_wildcard(pattern) ==
            (std::find(pattern_parts.begin(), pattern_parts.end(), "*") != pattern_parts.end()));
}

void check_parts(std::string_view name) {
    const std::string_view parent = parent_name(name);
    const std::string_view last = last_component(name);
    const bool top = name.find('.') == std::string_view::npos;
    require(last.find('.') == std::string_view::npos);
    require(name == (top ? std::string(last) : std::string(parent).append(".").append(last)));
}

void check_jid(std::string_view name) {
    const auto jid = jid_of(name);
    require(!jid || (*jid >= 1 && *jid <= kMaxJid));
    require(!jid || parse_int(name) == *jid);
}

bool is_good(std::string_view name, int jid) {
    try {
        check_name(name, jid);
        return true;
    } catch (const JailError&) {
        return false;
    }
}

void check_goodness(std::string_view name) {
    if (!is_good(name, 7)) {
        return;
    }
    require(!name.empty() && name.size() <= kMaxFullName);
    require(!has_empty(split(name, '.')) && !is_wildcard(name));
    require(name.find('/') == std::string_view::npos);
    require(is_good(name, 0));
    require(wildcard_match(name, name));
    require(!jid_of(last_component(name)) || last_component(name) == "7");
}

}  // namespace
}  // namespace gaol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(data, data + size);
    const std::string_view text = input;
    const std::size_t line = text.find('\n');
    const std::string_view pattern = text.substr(0, line);
    const std::string_view name =
        line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
    gaol::fuzz::check_matching(pattern, name);
    gaol::fuzz::check_parts(name);
    gaol::fuzz::check_jid(name);
    gaol::fuzz::check_goodness(name);
    return 0;
}
