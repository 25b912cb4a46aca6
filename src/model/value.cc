#include "gaol/model/value.h"

#include <array>
#include <cerrno>
#include <functional>
#include <optional>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/model/net_addr.h"
#include "gaol/model/range.h"

namespace gaol {

namespace {

constexpr std::array<std::string_view, 3> kJailSysNames{"disable", "new", "inherit"};

[[noreturn]] void bad_value(std::string_view name, std::string_view what, std::string_view text) {
    std::string message(name);
    message.append(": ").append(what).append(" \"").append(text).append("\"");
    throw JailError(EINVAL, message);
}

std::string_view last_text(const Setting& setting) {
    return setting.values.empty() ? std::string_view{} : std::string_view(setting.values.back());
}

// "nopersist = false" is persist, as in jail(8).
bool parse_bool(const ParamRef& ref, const Setting& setting) {
    bool value = true;
    if (!setting.values.empty()) {
        const std::string_view text = setting.values.back();
        const auto number = parse_int(text);
        if (!number && !equal_nocase(text, "true") && !equal_nocase(text, "false")) {
            bad_value(ref.param->name, "unknown boolean value", text);
        }
        value = number ? *number != 0 : equal_nocase(text, "true");
    }
    return value != ref.negated;
}

std::int64_t parse_signed(const Param& param, std::string_view text) {
    const auto number = parse_int(text);
    if (!number) {
        bad_value(param.name, "non-integer value", text);
    }
    return *number;
}

// All 64 bits are used: the upper half of the range is held as negative numbers.
std::int64_t parse_unsigned(const Param& param, std::string_view text) {
    const auto number = parse_uint(text);
    if (!number) {
        bad_value(param.name, "non-integer value", text);
    }
    return static_cast<std::int64_t>(*number);
}

JailSys parse_jailsys(const Param& param, std::string_view text) {
    if (text.empty()) {
        return JailSys::New;
    }
    for (std::size_t i = 0; i < kJailSysNames.size(); i++) {
        if (equal_nocase(text, kJailSysNames[i]) || text == std::to_string(i)) {
            return static_cast<JailSys>(i);
        }
    }
    bad_value(param.name, "unknown jailsys value", text);
}

std::string parse_address(const Param& param, const std::string& text) {
    const bool is_ip4 = param.name.starts_with("ip4");
    auto address = is_ip4 ? canonical_ip4(text) : canonical_ip6(text);
    if (!address) {
        throw JailError(
            EINVAL, std::string(param.name) +
                        (is_ip4 ? ": not an IPv4 address: " : ": not an IPv6 address: ") + text);
    }
    return *std::move(address);
}

List parse_addresses(const Param& param, const Setting& setting) {
    List addresses;
    for (const std::string& value : setting.values) {
        if (value.empty() || value == "-") {
            continue;
        }
        for (const std::string& text : split(value, ',')) {
            addresses.push_back(parse_address(param, text));
        }
    }
    return addresses;
}

Value parse_kind(const ParamRef& ref, const Setting& setting) {
    switch (ref.param->kind) {
        case Kind::Bool:
            return parse_bool(ref, setting);
        case Kind::Int:
            return parse_signed(*ref.param, last_text(setting));
        case Kind::UInt:
            return parse_unsigned(*ref.param, last_text(setting));
        case Kind::JailSys:
            return parse_jailsys(*ref.param, last_text(setting));
        case Kind::AddrList:
            return parse_addresses(*ref.param, setting);
        case Kind::List:
            return setting.values;
        case Kind::String:
        case Kind::Path:
        case Kind::KeyValue:
            break;
    }
    return std::string(last_text(setting));
}

Value empty_value(Kind kind) {
    switch (kind) {
        case Kind::Bool:
            return false;
        case Kind::Int:
        case Kind::UInt:
            return std::int64_t{0};
        case Kind::JailSys:
            return JailSys::Disable;
        case Kind::AddrList:
        case Kind::List:
            return List{};
        case Kind::String:
        case Kind::Path:
        case Kind::KeyValue:
            break;
    }
    return std::string();
}

// A number without a fallback has one that depends on the parent or the host.
bool is_computed(const Param& param) {
    return param.fallback.empty() && (param.kind == Kind::Int || param.kind == Kind::UInt);
}

const Param& known_param(std::string_view name) {
    const Param* param = find_param(name);
    if (param == nullptr) {
        throw JailError(EINVAL, "unknown parameter: " + std::string(name));
    }
    return *param;
}

}  // namespace

Value parse_value(const ParamRef& ref, const Setting& setting) {
    Value value = parse_kind(ref, setting);
    check_range(*ref.param, value);
    return value;
}

bool fits_kind(Kind kind, const Value& value) noexcept {
    switch (kind) {
        case Kind::Bool:
            return std::holds_alternative<bool>(value);
        case Kind::Int:
        case Kind::UInt:
            return std::holds_alternative<std::int64_t>(value);
        case Kind::JailSys:
            return std::holds_alternative<JailSys>(value);
        case Kind::AddrList:
        case Kind::List:
            return std::holds_alternative<List>(value);
        case Kind::String:
        case Kind::Path:
        case Kind::KeyValue:
            break;
    }
    return std::holds_alternative<std::string>(value);
}

Value default_value(const Param& param) {
    if (param.fallback.empty()) {
        return empty_value(param.kind);
    }
    switch (param.kind) {
        case Kind::Bool:
            return param.fallback == "true";
        case Kind::Int:
        case Kind::UInt:
            return parse_signed(param, param.fallback);
        case Kind::JailSys:
            return parse_jailsys(param, param.fallback);
        default:
            return std::string(param.fallback);
    }
}

std::string_view jailsys_name(JailSys value) noexcept {
    return kJailSysNames[static_cast<std::size_t>(value)];
}

std::string print_value(const Param& param, const Value& value) {
    switch (param.kind) {
        case Kind::Bool:
            return std::get<bool>(value) ? "true" : "false";
        case Kind::Int:
            return std::to_string(std::get<std::int64_t>(value));
        case Kind::UInt:
            return std::to_string(static_cast<std::uint64_t>(std::get<std::int64_t>(value)));
        case Kind::JailSys:
            return std::string(jailsys_name(std::get<JailSys>(value)));
        case Kind::AddrList:
        case Kind::List:
            return join(std::get<List>(value), ",");
        case Kind::String:
        case Kind::Path:
        case Kind::KeyValue:
            break;
    }
    return std::get<std::string>(value);
}

void ParamValues::set(std::string_view name, Value value) {
    const Param& param = known_param(name);
    if (param.owner != Owner::Jail || !fits_kind(param.kind, value)) {
        throw JailError(EINVAL, std::string(name) + ": not a value of a jail");
    }
    if (!is_computed(param) && value == default_value(param)) {
        erase(name);
        return;
    }
    values_.insert_or_assign(std::string(name), std::move(value));
}

void ParamValues::erase(std::string_view name) {
    if (const auto found = values_.find(name); found != values_.end()) {
        values_.erase(found);
    }
}

bool ParamValues::has(std::string_view name) const {
    return values_.find(name) != values_.end();
}

Value ParamValues::get(std::string_view name) const {
    const auto found = values_.find(name);
    return found != values_.end() ? found->second : default_value(known_param(name));
}

bool ParamValues::flag(std::string_view name) const {
    return std::get<bool>(get(name));
}

std::int64_t ParamValues::number(std::string_view name) const {
    return std::get<std::int64_t>(get(name));
}

std::string ParamValues::text(std::string_view name) const {
    return std::get<std::string>(get(name));
}

JailSys ParamValues::jailsys(std::string_view name) const {
    return std::get<JailSys>(get(name));
}

List ParamValues::list(std::string_view name) const {
    return std::get<List>(get(name));
}

}  // namespace gaol
