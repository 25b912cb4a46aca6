#include "gaol/model/range.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "gaol/base/error.h"
#include "gaol/model/jail_set_error.h"
#include "gaol/model/keyvalue.h"
#include "gaol/model/name.h"

namespace gaol {

namespace {

struct IntRange {
    std::string_view name;
    std::int64_t min;
    std::int64_t max;
};

constexpr std::array kIntRanges{
    IntRange{"children.max", 0, kMaxJid},
    IntRange{"devfs_ruleset", 0, 65535},
    IntRange{"enforce_statfs", 0, 2},
    IntRange{"exec.fib", 0, 65535},
    IntRange{"exec.timeout", 0, INT32_MAX},
    IntRange{"jid", 0, kMaxJid},
    IntRange{"linux.oss_version", 0, INT32_MAX},
    IntRange{"osreldate", INT32_MIN, INT32_MAX},
    IntRange{"securelevel", INT32_MIN, INT32_MAX},
    IntRange{"stop.timeout", 0, INT32_MAX},
};

// FreeBSD counts the NUL, these do not.  Host and domain name have 256 bytes there, of which the
// UTS namespace of Linux holds 64.
struct TextLimit {
    std::string_view name;
    std::size_t max;
};

constexpr std::size_t kMaxPath = 1023;
constexpr std::array kTextLimits{
    TextLimit{"host.domainname", 64}, TextLimit{"host.hostname", 64},
    TextLimit{"host.hostuuid", 63},   TextLimit{"linux.osname", 64},
    TextLimit{"linux.osrelease", 64}, TextLimit{"name", kMaxFullName},
};

// These have no disabled state.
constexpr std::array<std::string_view, 4> kNewOrInherit{"host", "linux", "user", "vnet"};

constexpr std::size_t kMaxAddresses = 255;

template <typename Row, std::size_t size>
const Row* find_row(const std::array<Row, size>& rows, std::string_view name) {
    const auto* row =
        std::find_if(rows.begin(), rows.end(), [name](const Row& r) { return r.name == name; });
    return row == rows.end() ? nullptr : row;
}

std::string about(std::string_view name, std::string_view text) {
    return std::string(name).append(": ").append(text);
}

void check_number(std::string_view name, std::int64_t value) {
    if (name == "jid" && value < 0) {
        throw JailError(EINVAL, "negative jid");
    }
    if (name == "osreldate" && value == 0) {
        throw JailError(EINVAL, "osreldate cannot be 0");
    }
    const IntRange* range = find_row(kIntRanges, name);
    if (range != nullptr && (value < range->min || value > range->max)) {
        throw jail_set_error(EINVAL, about(name, "must be " + std::to_string(range->min) + " to " +
                                                     std::to_string(range->max)));
    }
}

void check_jailsys(std::string_view name, JailSys value) {
    if (value == JailSys::Disable &&
        std::find(kNewOrInherit.begin(), kNewOrInherit.end(), name) != kNewOrInherit.end()) {
        throw jail_set_error(EINVAL, about(name, "must be new or inherit"));
    }
}

void check_length(const Param& param, const std::string& value) {
    const TextLimit* limit = find_row(kTextLimits, param.name);
    if (limit == nullptr && param.kind != Kind::Path) {
        return;
    }
    const std::size_t max = limit != nullptr ? limit->max : kMaxPath;
    if (value.size() > max) {
        throw jail_set_error(ENAMETOOLONG,
                             about(param.name, "at most " + std::to_string(max) + " bytes"));
    }
}

void check_text(const Param& param, const std::string& value) {
    if (value.find('\0') != std::string::npos) {
        throw jail_set_error(EINVAL, about(param.name, "a text cannot hold a NUL"));
    }
    if (param.kind == Kind::KeyValue) {
        check_keyvalue_size(param.name, value);
        return;
    }
    if (param.name == "osrelease" && (value.empty() || value.size() > 31)) {
        throw JailError(EINVAL, "osrelease string must be 1-31 bytes long");
    }
    if (param.kind == Kind::String && value.find('\n') != std::string::npos) {
        throw jail_set_error(EINVAL, about(param.name, "the text must be one line"));
    }
    if (param.name == "exec.init" && !value.empty() && value.front() != '/') {
        throw jail_set_error(EINVAL, about(param.name, "must be an absolute path"));
    }
    check_length(param, value);
}

void check_list(const Param& param, const List& value) {
    if (param.kind == Kind::AddrList && value.size() > kMaxAddresses) {
        throw JailError(EINVAL, param.name.starts_with("ip4") ? "too many IPv4 addresses"
                                                              : "too many IPv6 addresses");
    }
}

}  // namespace

void check_range(const Param& param, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        check_number(param.name, *number);
    } else if (const auto* jailsys = std::get_if<JailSys>(&value)) {
        check_jailsys(param.name, *jailsys);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        check_text(param, *text);
    } else if (const auto* list = std::get_if<List>(&value)) {
        check_list(param, *list);
    }
}

}  // namespace gaol
