#include "gaol/engine/stop.h"

#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gaol/engine/context.h"

namespace gaol::engine {

namespace {

// Processes of one jail that are watched at a time.  Few, since many jails may be stopped at once
// and each of these takes a descriptor; what ends together is found together anyway.
constexpr std::size_t kWatched = 4;

void ask_to_end(JailContext& jail) {
    std::string pids;
    for (const pid_t pid : jail.prisons().signal_processes(jail.jid, SIGTERM)) {
        pids.append(" ").append(std::to_string(pid));
    }
    if (!pids.empty()) {
        jail.trace("sent SIGTERM to:" + pids);
    }
}

using Processes = std::vector<Process>;

// Waits for processes, and then goes on with next.
Wait wait_for(Processes processes, Clock::time_point deadline,
              const std::function<Progress(JailContext&)>& next) {
    auto held = std::make_shared<const Processes>(std::move(processes));
    Wait wait{.fds = {}, .deadline = deadline, .finish = {}};
    for (const Process& process : *held) {
        wait.fds.push_back(process.pidfd.get());
    }
    wait.finish = [held, next](JailContext& jail, Expired expired) -> Progress {
        if (expired == Expired::No) {
            return next(jail);
        }
        jail.trace("timed out");
        return std::nullopt;
    };
    return wait;
}

// One round of waiting; another follows as long as there is somebody to wait for.
Progress await_processes(JailContext& jail, Clock::time_point deadline) {
    if (!jail.prisons().get(jail.jid)) {
        return std::nullopt;  // its last process has ended, and it with it
    }
    Processes processes = jail.prisons().processes(jail.jid, kWatched);
    if (processes.empty()) {
        return std::nullopt;
    }
    return wait_for(std::move(processes), deadline,
                    [deadline](JailContext& of) { return await_processes(of, deadline); });
}

Progress stop(JailContext& jail, std::chrono::seconds timeout) {
    const auto prison = jail.prisons().get(jail.jid);
    if (!prison) {
        return std::nullopt;  // exec.stop has ended its last process, and it with it
    }
    const Clock::time_point deadline = Clock::now() + timeout;
    if (prison->params.text("exec.init").empty()) {
        ask_to_end(jail);
        return await_processes(jail, deadline);
    }
    Processes first;
    first.push_back({.pid = 1, .pidfd = jail.prisons().first_process(jail.jid)});
    return wait_for(std::move(first), deadline, [](JailContext&) { return std::nullopt; });
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
