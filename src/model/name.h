// Jail names: what one may look like, hierarchy, wildcards, and how a viewer sees a name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gaol {

inline constexpr std::size_t kMaxFullName =
    255;  // bytes, all components and dots: FreeBSD's 256 with NUL
inline constexpr int kMaxJid = 999999;

// A text that is entirely digits and not zero denotes a jid: its number, if in 1..999999.
[[nodiscard]] std::optional<int> jid_of(std::string_view text) noexcept;

// Throws JailError: ENAMETOOLONG for a full name over kMaxFullName; EINVAL
// "name cannot be numeric (unless it is the jid)" when the last component is a number other than
// jid in normal form (jid 0: not known yet, any jid in normal form is accepted); EINVAL for an
// empty component (and so for "." and ".."), '/', control characters, a component that is "*" or
// starts with '-'.
void check_name(std::string_view full_name, int jid);

[[nodiscard]] std::string_view last_component(std::string_view full_name) noexcept;

// "a.b" of "a.b.c"; empty for a name without a dot.
[[nodiscard]] std::string_view parent_name(std::string_view full_name) noexcept;

// A name with a component that is exactly "*", as jail(8) understands wildcards.
[[nodiscard]] bool is_wildcard(std::string_view name) noexcept;

// "*" that is not last matches one component, a last "*" one or more.
[[nodiscard]] bool wildcard_match(std::string_view pattern, std::string_view name) noexcept;

}  // namespace gaol
