#include "gaol/model/name.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>

#include "gaol/base/error.h"
#include "gaol/model/jail_set_error.h"

namespace gaol {

namespace {

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "7" and not "07".
bool is_normal(std::string_view number) {
    return jid_of(number).has_value() && number.front() != '0';
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

// Takes the first component, and its dot, off the front of rest.
std::string_view next_component(std::string_view& rest) {
    const std::size_t dot = rest.find('.');
    const std::string_view component = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    return component;
}

void check_component(std::string_view component) {
    if (component.empty()) {
        throw jail_set_error(EINVAL, "name: a component is empty");
    }
    if (component == "*") {
        throw jail_set_error(EINVAL, "name: a component cannot be a wildcard");
    }
    if (component.front() == '-') {
        throw jail_set_error(EINVAL, "name: a component cannot start with '-'");
    }
    if (component.find('/') != std::string_view::npos ||
        std::any_of(component.begin(), component.end(), is_control)) {
        throw jail_set_error(EINVAL, "name: no slash and no control character is allowed");
    }
}

void check_number(std::string_view component, int jid) {
    if (!is_number(component)) {
        return;
    }
    if (!is_normal(component) || (jid != 0 && jid_of(component) != jid)) {
        throw JailError(EINVAL, "name cannot be numeric (unless it is the jid)");
    }
}

}  // namespace

std::optional<int> jid_of(std::string_view text) noexcept {
    if (!is_number(text)) {
        return std::nullopt;
    }
    int jid = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), jid);
    if (error != std::errc{} || jid < 1 || jid > kMaxJid) {
        return std::nullopt;
    }
    return jid;
}

void check_name(std::string_view full_name, int jid) {
    if (full_name.size() > kMaxFullName) {
        throw jail_set_error(ENAMETOOLONG, "name: at most " + std::to_string(kMaxFullName) +
                                               " bytes with the names of its parents");
    }
    std::size_t start = 0;
    while (start != std::string_view::npos) {
        const std::size_t dot = full_name.find('.', start);
        check_component(full_name.substr(start, dot - start));
        start = dot == std::string_view::npos ? dot : dot + 1;
    }
    check_number(last_component(full_name), jid);
}

std::string_view last_component(std::string_view full_name) noexcept {
    const std::size_t dot = full_name.rfind('.');
    return dot == std::string_view::npos ? full_name : full_name.substr(dot + 1);
}

std::string_view parent_name(std::string_view full_name) noexcept {
    const std::size_t dot = full_name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : full_name.substr(0, dot);
}

bool is_wildcard(std::string_view name) noexcept {
    while (!name.empty()) {
        if (next_component(name) == "*") {
            return true;
        }
    }
    return false;
}

bool wildcard_match(std::string_view pattern, std::string_view name) noexcept {
    while (!pattern.empty() && !name.empty()) {
        if (pattern == "*") {
            return true;
        }
        const std::string_view wanted = next_component(pattern);
        const std::string_view found = next_component(name);
        if (wanted != "*" && wanted != found) {
            return false;
        }
    }
    return pattern.empty() && name.empty();
}

}  // namespace gaol
