// The table of parameters: the one place where a jail parameter exists.  jail.conf(5), jail(8),
// jls(8), the registry's record and the check of the manual pages all read it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gaol {

// How a value is written and held: FreeBSD's types, and jail(8)'s own lists.
enum class Kind : std::uint8_t {
    Bool,      // "name"/"noname", true/false, or an integer
    Int,       // signed 64 bits; the range is the parameter's
    UInt,      // host.hostid
    JailSys,   // disable, new, inherit
    String,    // one line of text
    Path,      // absolute
    AddrList,  // ip4.addr, ip6.addr
    KeyValue,  // meta, env: lines of key=value
    List,      // commands, fstab lines, files, interfaces: any number of texts
};

enum class When : std::uint8_t { Any, Create, ReadOnly };  // FreeBSD's RW, TUN and RD

// Who acts on it: the jail itself (FreeBSD: the kernel), or the program jail(8).
enum class Owner : std::uint8_t { Jail, Program };

// What this system does with it; anything but Honoured has a reason in Param::note.
enum class Support : std::uint8_t {
    Honoured,
    Shown,        // stored and shown, with the documented effect of note
    NotYet,       // refused unless it asks for the default: "NAME: not yet: NOTE"
    Meaningless,  // the same: "NAME: has no meaning on Linux: NOTE"
};

struct Param {
    std::string_view name;
    Kind kind;
    When when;
    Owner owner;
    Support support;
    std::string_view
        fallback;           // default as text; empty: none, or computed (inherited) by the registry
    std::string_view doc;   // one line
    std::string_view note;  // difference from FreeBSD, or the reason of a refusal; may be empty
};

// Sorted by name (static_assert in param.cc's table).
[[nodiscard]] const Param* find_param(std::string_view name) noexcept;

// All rows, in table order.
struct ParamRange {
    const Param* first;
    std::size_t count;
    [[nodiscard]] const Param* begin() const noexcept { return first; }
    [[nodiscard]] const Param* end() const noexcept { return first + count; }
};
[[nodiscard]] ParamRange all_params() noexcept;

// A name as a user writes it, resolved against the table.
struct ParamRef {
    const Param* param;    // never null
    bool negated;          // written in its "no" form: nopersist, allow.nomount
    std::string_view key;  // the K of meta.K or env.K; empty otherwise
};

// Empty when no such parameter exists.  The "no" goes before the last component of the name and is
// understood for booleans only.
[[nodiscard]] std::optional<ParamRef> resolve_param(std::string_view name) noexcept;

// "allow.nomount" of "allow.mount": how a boolean is written when it is off.
[[nodiscard]] std::string no_form(std::string_view name);

}  // namespace gaol
