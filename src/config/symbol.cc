#include "gaol/config/symbol.h"

#include <algorithm>
#include <array>

#include "gaol/model/param.h"

namespace gaol::config {
namespace {

// Besides its own parameters, jail(8) knows these of the kernel's by name: a variable called so is
// refused even in a jail that does not set the parameter.  Any other parameter's name (ip4, host)
// is free for a variable as long as the jail does not set both.
constexpr std::array<std::string_view, 15> kKnownOfKernel = {
    "allow.chflags",
    "allow.mount",
    "allow.raw_sockets",
    "allow.set_hostname",
    "allow.socket_af",
    "allow.sysvipc",
    "devfs_ruleset",
    "host.hostname",
    "ip4.addr",
    "ip6.addr",
    "path",
    "persist",
    "securelevel",
    "vnet",
    "vnet.interface",
};

Trait trait_of(const Param& param) {
    if (param.name == "jid" || param.name == "name") {
        return Trait::Immutable;
    }
    const bool known =
        param.owner == Owner::Program ||
        std::find(kKnownOfKernel.begin(), kKnownOfKernel.end(), param.name) != kKnownOfKernel.end();
    return known ? Trait::Reserved : Trait::Plain;
}

}  // namespace

Symbols::Symbols() : name_(intern("name")), jid_(intern("jid")) {}

SymbolId Symbols::intern(std::string_view spelling) {
    const auto next = static_cast<SymbolId>(symbols_.size());
    const auto [place, is_new] = ids_.try_emplace(spelling, next);
    if (!is_new) {
        return place->second;
    }
    symbols_.push_back({.spelling = spelling, .key = next, .trait = Trait::Plain});
    const auto ref = resolve_param(spelling);
    if (!ref) {
        return next;
    }
    // A key of meta or env is a parameter of its own as far as merging goes.
    const bool same = ref->param->name == spelling || !ref->key.empty();
    const SymbolId key = same ? next : intern(ref->param->name);
    symbols_[next].key = key;
    symbols_[next].trait = ref->key.empty() ? trait_of(*ref->param) : Trait::Plain;
    return next;
}

}  // namespace gaol::config
