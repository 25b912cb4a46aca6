// The rules of jailinit as functions from values to values: who is obeyed, and what comes next.
#pragma once

#include <stdint.h>

namespace gaol::init {

// The parts of a siginfo_t that the rules look at; signal 0 means that none came.
struct Received {
    int signal = 0;
    int code = 0;
    int sender = 0;  // process id as seen in the jail, 0 for a process outside
};

enum class Request { None, Stop, Persist, Release, Forward };

// What the signal asks for; None unless it was sent from outside the jail.
[[nodiscard]] Request request_of(const Received& received) noexcept;

// Phases are entered in this order, none is left out but by the end of an empty jail, and there is
// no way back.
enum class Phase {
    Running,
    Script,       // /etc/rc.shutdown runs
    Terminating,  // every process has got SIGTERM
    Over,         // every process is killed and jailinit ends
};

struct State {
    Phase phase = Phase::Running;
    bool persistent = false;
    bool stopping = false;
    bool used = false;  // a process has ended or somebody asked to look: being empty counts now
};

[[nodiscard]] State obey(State state, Request request) noexcept;

enum class Census { Occupied, Empty };
enum class Script { Running, Ended };
enum class Deadline { Ahead, Passed };

struct Seen {
    Census census = Census::Occupied;
    Script script = Script::Ended;
    Deadline deadline = Deadline::Ahead;
};

// Whether next_phase() depends on the census, which costs a walk over all processes of the machine.
[[nodiscard]] bool needs_census(const State& state) noexcept;

// The phase to be in after having seen this; the same when there is nothing to do but wait.
[[nodiscard]] Phase next_phase(const State& state, const Seen& seen) noexcept;

inline constexpr int64_t kForever = -1;

// Unseen: what keeps the jail from ending are processes that entered from outside, or child jails.
// They are not children of jailinit, so their end is not announced.
enum class Ends { Announced, Unseen };

// How long to wait for a signal, in nanoseconds, when the phase's time ends in `left` nanoseconds.
[[nodiscard]] int64_t patience(Phase phase, Ends ends, int64_t left) noexcept;

}  // namespace gaol::init
