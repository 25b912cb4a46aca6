#include "gaol/engine/modify.h"

#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::engine {

namespace {

void check(JailContext& jail, const Settings& settings) {
    const auto fixed =
        jail.prisons().needs_restart(jail.jid, jail_settings(jail.request().settings));
    if (fixed) {
        throw JailError(EINVAL, *fixed + " cannot be changed after creation");
    }
    if (const auto prison = jail.prisons().get(jail.jid)) {
        ParamValues values = prison->params;
        apply_settings(values, settings);
    }
}

void note_updated(const JailContext& jail) {
    const Verbosity verbosity = jail.options().verbosity;
    if (verbosity == Verbosity::Verbose ||
        (verbosity == Verbosity::Normal && !jail.request().label.empty())) {
        jail.note("updated");
    }
}

}  // namespace

Plan modify_plan(JailContext& jail) {
    const Settings settings = changeable_settings(jail.request().settings);
    check(jail, settings);
    const std::string text = describe_parameters({{"jid", {std::to_string(jail.jid)}}}) + " " +
                             describe_parameters(settings);
    return {{.name = "jail_set(JAIL_UPDATE)",
             .detail = text,
             .run = [settings, text](JailContext& of) -> Progress {
                 of.trace_call("jail_set(JAIL_UPDATE) " + text,
                               [&] { of.prisons().update(of.jid, settings); });
                 note_updated(of);
                 return std::nullopt;
             },
             .turning = Turning::Point}};
}

}  // namespace gaol::engine
