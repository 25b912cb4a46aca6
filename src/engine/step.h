// Plans as data: what is done to a jail is a list of named steps, each with its undo.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gaol::engine {

class JailContext;

using Clock = std::chrono::steady_clock;

enum class Expired : std::uint8_t { No, Yes };  // whether the deadline came first

// What a step waits for before it is over: that each of fds is readable, or the deadline.
struct Wait {
    std::vector<int> fds;  // kept open by what finish holds
    std::optional<Clock::time_point> deadline;
    std::function<std::optional<Wait>(JailContext&, Expired)> finish;  // as Step::run
};

// Empty: the step is over.
using Progress = std::optional<Wait>;

enum class Slot : std::uint8_t { None, Needed };  // a command that counts for `jail -p`

// What else happens when a step fails: the steps before it are undone and the plan ends, or the
// rest of the plan is done all the same.
enum class Failure : std::uint8_t { Ends, Continues };

// Whether the jail has come to exist, or ceased to, once this step is over: the moment for which
// parents and children wait.
enum class Turning : std::uint8_t { No, Point };

struct Step {
    std::string name;    // the parameter it comes from, or the call: "exec.start", "jail_remove"
    std::string detail;  // the command, the fstab line, the parameters
    std::function<Progress(JailContext&)> run;  // throws when it fails, and then has done nothing
    std::string undo_detail = {};               // empty: nothing is undone
    std::function<void(JailContext&)> undo = {};
    Slot slot = Slot::None;
    Failure failure = Failure::Ends;
    Turning turning = Turning::No;
};

using Plan = std::vector<Step>;

// The plan as text, a line for each step and for each undo, indented by four and eight blanks.
[[nodiscard]] std::string describe(const Plan& plan);

}  // namespace gaol::engine
