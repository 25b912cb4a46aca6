#include "gaol/engine/remove.h"

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/engine/run_command.h"
#include "gaol/engine/stop.h"

namespace gaol::engine {

namespace {

// As in FreeBSD only a lack of permission is an error: a jail that is gone already is removed.
void remove_jail(JailContext& jail) {
    try {
        jail.prisons().remove(jail.jid);
    } catch (const JailError& error) {
        if (error.errnum() == EPERM) {
            throw JailError(EPERM, std::string("jail_remove: ") + error.what());
        }
    }
}

void note_removed(const JailContext& jail, NoteRemoval at_normal) {
    const Verbosity verbosity = jail.options().verbosity;
    if (verbosity == Verbosity::Verbose ||
        (verbosity == Verbosity::Normal && at_normal == NoteRemoval::Yes)) {
        jail.note("removed");
    }
}

Step remove_step() {
    return {.name = "jail_remove",
            .detail = "",
            .run = [](JailContext& jail) -> Progress {
                remove_jail(jail);
                note_removed(jail, jail.options().note_removal);
                return std::nullopt;
            },
            .turning = Turning::Point};
}

}  // namespace

Plan remove_plan(JailContext& jail) {
    if (jail.options().removal == Removal::Forced) {
        return {remove_step()};
    }
    const ProgramParams& params = jail.params();
    Plan plan;
    add_commands(plan, params, "exec.prestop", Where::Host);
    add_commands(plan, params, "exec.stop", Where::Jail);
    add_stop(plan, params);
    plan.push_back(remove_step());
    const Plan rest = clean_up_plan(jail);
    plan.insert(plan.end(), rest.begin(), rest.end());
    return plan;
}

Plan clean_up_plan(JailContext& jail) {
    Plan plan;
    add_commands(plan, jail.params(), "exec.poststop", Where::Host);
    add_commands(plan, jail.params(), "exec.release", Where::Host);
    for (Step& step : plan) {
        step.failure = Failure::Continues;  // the jail is gone, whatever becomes of the rest
    }
    return plan;
}

void undo_creation(JailContext& jail) {
    remove_jail(jail);
    note_removed(jail, jail.request().label.empty() ? NoteRemoval::No : NoteRemoval::Yes);
    jail.jid = 0;
}

}  // namespace gaol::engine
