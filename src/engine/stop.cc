#include "gaol/engine/stop.h"

#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gaol/engine/context.h"

namespace gaol::engine {

namespace {

using PidFds = std::vector<os::PidFd>;

PidFds signal_processes(JailContext& jail) {
    PidFds signalled;
    std::string pids;
    for (Process& process : jail.prisons().processes(jail.jid)) {
        if (os::send_signal(process.pidfd, SIGTERM)) {
            pids.append(" ").append(std::to_string(process.pid));
            signalled.push_back(std::move(process.pidfd));
        }
    }
    if (!signalled.empty()) {
        jail.trace("sent SIGTERM to:" + pids);
    }
    return signalled;
}

PidFds first_process(JailContext& jail) {
    PidFds processes;
    processes.push_back(jail.prisons().first_process(jail.jid));
    return processes;
}

Progress stop(JailContext& jail, std::chrono::seconds timeout) {
    const auto prison = jail.prisons().get(jail.jid);
    if (!prison) {
        return std::nullopt;  // exec.stop has ended its last process, and it with it
    }
    const bool own_init = !prison->params.text("exec.init").empty();
    auto processes =
        std::make_shared<const PidFds>(own_init ? first_process(jail) : signal_processes(jail));
    if (processes->empty()) {
        return std::nullopt;
    }
    Wait wait{.fds = {}, .deadline = Clock::now() + timeout, .finish = {}};
    for (const os::PidFd& process : *processes) {
        wait.fds.push_back(process.get());
    }
    wait.finish = [processes](JailContext& of, Expired expired) {
        if (expired == Expired::Yes) {
            of.trace("timed out");
        }
    };
    return wait;
}

}  // namespace

void add_stop(Plan& plan, const ProgramParams& params) {
    const auto seconds = params.number("stop.timeout");
    if (seconds > 0) {
        plan.push_back({.name = "stop.timeout",
                        .detail = std::to_string(seconds),
                        .run = [seconds](JailContext& jail) {
                            return stop(jail, std::chrono::seconds(seconds));
                        }});
    }
}

}  // namespace gaol::engine
