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

// Reads a setting; what it returns is in range.  A scalar with several values uses the last one; a
// bare name is true, new, or an empty text or list; addresses may be joined by commas, and "-" is
// an empty list of them.  With a key (meta.K) it is the text for that key.  Throws JailError EINVAL
// with FreeBSD's text: `P: unknown boolean value "V"`, `P: unknown jailsys value "V"`, `P:
// non-integer value "V"`, `P: not an IPv4 address: V`; the errors of check_range.
[[nodiscard]] Value parse_value(const ParamRef& ref, const Setting& setting);

// Whether a value has the alternative that its parameter's kind asks for.
[[nodiscard]] bool fits_kind(Kind kind, const Value& value) noexcept;

// The table's fallback, else the kind's empty value: false, 0, disable, "", {}.
[[nodiscard]] Value default_value(const Param& param);

[[nodiscard]] std::string_view jailsys_name(JailSys value) noexcept;

// The value as jls prints it without -q: "true"/"false", "new", "a,b".
[[nodiscard]] std::string print_value(const Param& param, const Value& value);

// The parameters of a jail that differ from their defaults, by name (in strcmp order).  Only rows
// with Owner::Jail live here.
class ParamValues {
  public:
    // Sets it, or erases it when the value is the default and the default does not depend on the
    // parent.  Throws JailError EINVAL for a name that is not in the table or a value of the wrong
    // kind.
    void set(std::string_view name, Value value);
    void erase(std::string_view name);
    [[nodiscard]] bool has(std::string_view name) const;

    // What is set, else default_value.  Throws JailError EINVAL for a name that is not in the
    // table; the typed ones below must be given a name of their kind.
    [[nodiscard]] Value get(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::int64_t number(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] JailSys jailsys(std::string_view name) const;
    [[nodiscard]] List list(std::string_view name) const;

    [[nodiscard]] const std::map<std::string, Value, std::less<>>& all() const { return values_; }

    bool operator==(const ParamValues&) const = default;

  private:
    std::map<std::string, Value, std::less<>> values_;
};

// Applies settings in order on top of values, all of them or none: typed, in range, with the edits
// of meta and env, and what one parameter implies for others: host.* sets host to new, ip4.addr
// sets ip4 to new, allow.sysvipc sets the three System V facilities that are not mentioned beside
// it. Rows of Owner::Program are checked alike and not stored.  Throws JailError: EINVAL `unknown
// parameter: X`; the refusals of check_request; EFBIG for meta and env; check_name's.
void apply_settings(ParamValues& values, const Settings& settings);

}  // namespace gaol
