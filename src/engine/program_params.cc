#include "gaol/engine/program_params.h"

#include "gaol/model/param.h"

namespace gaol::engine {

ProgramParams::ProgramParams(const Settings& settings) {
    for (const Setting& setting : settings) {
        const auto ref = resolve_param(setting.name);
        if (ref && ref->param->owner == Owner::Program) {
            values_.insert_or_assign(std::string(ref->param->name), parse_value(*ref, setting));
        }
    }
}

bool ProgramParams::flag(std::string_view name) const {
    return std::get<bool>(get(name));
}

std::int64_t ProgramParams::number(std::string_view name) const {
    return std::get<std::int64_t>(get(name));
}

std::string ProgramParams::text(std::string_view name) const {
    return std::get<std::string>(get(name));
}

List ProgramParams::list(std::string_view name) const {
    return std::get<List>(get(name));
}

Value ProgramParams::get(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? default_value(*find_param(name)) : found->second;
}

}  // namespace gaol::engine
