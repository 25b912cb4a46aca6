// Values of parameters: read from text here, written as text here, and nowhere else.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gaol/model/param.h"
#include "gaol/model/settings.h"

namespace gaol {

enum class JailSys : std::uint8_t { Disable = 0, New = 1, Inherit = 2 };

using List = std::vector<std::string>;

// Bool -> bool; Int, UInt -> int64_t; JailSys; String, Path, KeyValue -> string; lists -> List.
using Value = std::variant<bool, std::int64_t, JailSys, std::string, List>;

// Reads a setting.  A scalar with several values uses the last one (F§3.4).  Throws JailError
// EINVAL with FreeBSD's text: `P: unknown boolean value "V"`, `P: unknown jailsys value "V"`,
// `P: non-integer value "V"`, `P: not an IPv4 address: V`; ENAMETOOLONG for a text over its limit.
[[nodiscard]] Value parse_value(const ParamRef& ref, const Setting& setting);

// The value as jls prints it without -q: "true"/"false", "new", "a,b".
[[nodiscard]] std::string print_value(const Param& param, const Value& value);

// The parameters of a jail that differ from their defaults, by name (in strcmp order).  Only rows
// with Owner::Jail live here.
class ParamValues {
  public:
    void set(std::string_view name, Value value);
    void erase(std::string_view name);
    [[nodiscard]] bool has(std::string_view name) const;

    // What is set, else the table's fallback, else the kind's empty value.  The name must exist.
    [[nodiscard]] Value get(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::int64_t number(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] JailSys jailsys(std::string_view name) const;
    [[nodiscard]] List list(std::string_view name) const;

    [[nodiscard]] const std::map<std::string, Value, std::less<>>& all() const { return values_; }

  private:
    std::map<std::string, Value, std::less<>> values_;
};

// Applies settings in order on top of values: typed, checked for syntax and range, with the edits
// of meta and env (F§2.5).  Rows of Owner::Program are passed over.  Throws JailError: EINVAL
// `unknown parameter: X`; a refusal as Support says (EOPNOTSUPP); EFBIG for meta and env.
void apply_settings(ParamValues& values, const Settings& settings);

}  // namespace gaol
