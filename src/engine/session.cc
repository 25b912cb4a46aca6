#include "gaol/engine/session.h"

#include <utility>

#include "gaol/os/stdio_relay.h"

namespace gaol::engine {

namespace {

os::Pty make_terminal(const Prisons& prisons, int jid, uid_t owner) {
    if (auto terminal = prisons.open_terminal(jid, owner)) {
        return {.master = std::move(terminal->master), .peer = std::move(terminal->peer)};
    }
    return os::open_pty();
}

}  // namespace

os::ExitStatus run_session(Prisons& prisons, int jid, proc::Command command) {
    const uid_t owner = command.credentials ? command.credentials->uid : 0;
    os::StdioRelay relay([&prisons, jid, owner] { return make_terminal(prisons, jid, owner); });
    const os::StdioRelay::Ends ends = relay.ends();
    command.input = ends.input;
    command.output = ends.output;
    command.error = ends.error;
    command.session = proc::Session::New;
    command.controlling_terminal = ends.controlling_terminal;
    const os::ExitStatus status = relay.run(prisons.attach(jid, command));
    prisons.settle(jid);
    return status;
}

}  // namespace gaol::engine
