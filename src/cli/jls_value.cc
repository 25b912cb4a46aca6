#include "gaol/cli/jls_value.h"

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/model/keyvalue.h"
#include "gaol/model/support.h"

namespace gaol::cli {

namespace {

// A jail's own identity is never a matter of its parameters.
std::optional<Value> identity(const engine::Prison& prison, std::string_view name) {
    if (name == "jid") {
        return std::int64_t{prison.jid};
    }
    if (name == "name") {
        return prison.name;
    }
    if (name == "parent") {
        return std::int64_t{prison.parent};
    }
    if (name == "dying") {
        return prison.dying;
    }
    return std::nullopt;
}

std::optional<Value> own_value(const engine::Prison& prison, std::string_view name) {
    if (auto value = identity(prison, name)) {
        return value;
    }
    const auto& values = prison.params.all();
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

bool listed(const Param& param) {
    return param.owner == Owner::Jail && param.support != Support::Meaningless;
}

std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (const Param& param : all_params()) {
        if (listed(param)) {
            names.emplace_back(param.name);
        }
    }
    std::stable_partition(names.begin(), names.end(), [](const std::string& name) {
        return name.find('.') == std::string::npos;
    });
    return names;
}

const Param* group_of(const Param& param) {
    const std::size_t dot = param.name.find('.');
    const Param* group =
        dot == std::string_view::npos ? nullptr : find_param(param.name.substr(0, dot));
    return group != nullptr && group->kind == Kind::JailSys ? group : nullptr;
}

JlsColumn make_column(const std::string& name) {
    const auto ref = resolve_param(name);
    if (!ref || ref->param->owner != Owner::Jail) {
        throw JailError(EINVAL, "unknown parameter: " + name);
    }
    return {.name = name,
            .param = ref->param,
            .negated = ref->negated,
            .key = std::string(ref->key),
            .fallback = ParamValues().get(ref->param->name),
            .group = group_of(*ref->param)};
}

// Without a value of the jail or of the table, jail(8) could only be given something that it
// refuses: osreldate=0, exec.init="".
bool has_some_value(const engine::Prison& prison, const Param& param) {
    const bool needs_one = param.when == When::Create || param.kind == Kind::Int;
    return !needs_one || !param.fallback.empty() || own_value(prison, param.name).has_value();
}

// What a jail.conf(5) that makes the jail again would hold.
Setting setting_of(const engine::Prison& prison, const JlsColumn& column) {
    const Param& param = *column.param;
    const Value value = own_value(prison, param.name).value_or(column.fallback);
    const List* list = std::get_if<List>(&value);
    return {std::string(param.name), list != nullptr ? *list : List{print_value(param, value)}};
}

}  // namespace

std::vector<JlsColumn> jls_columns(std::span<const std::string> names) {
    std::vector<JlsColumn> columns;
    const auto add = [&columns](const std::string& name) {
        const auto same = [&name](const JlsColumn& column) { return column.name == name; };
        if (std::none_of(columns.begin(), columns.end(), same)) {
            columns.push_back(make_column(name));
        }
    };
    for (const std::string& name : names) {
        if (name == "all") {
            const std::vector<std::string> all = all_names();
            std::for_each(all.begin(), all.end(), add);
        } else {
            add(name);
        }
    }
    return columns;
}

std::optional<Value> jls_value(const engine::Prison& prison, const JlsColumn& column) {
    Value value = own_value(prison, column.param->name).value_or(column.fallback);
    if (!column.key.empty()) {
        const auto text = keyvalue_find(std::get<std::string>(value), column.key);
        return text ? std::optional<Value>(std::string(*text)) : std::nullopt;
    }
    if (column.negated) {
        value = !std::get<bool>(value);
    }
    return value;
}

bool jls_settable(const engine::Prison& prison, const JlsColumn& column) {
    const Param& param = *column.param;
    if (param.when == When::ReadOnly || !has_some_value(prison, param) ||
        !is_available({&param, false, {}}, setting_of(prison, column))) {
        return false;
    }
    return column.group == nullptr || prison.params.jailsys(column.group->name) == JailSys::New;
}

}  // namespace gaol::cli
