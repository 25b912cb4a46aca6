// From what is wished for some jails to tasks for them and for those that they need, and what each
// task has to wait for.  Pure and linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gaol/engine/depend.h"

namespace gaol::engine {

enum class Action : std::uint8_t { Remove, CleanUp, Create, Modify };

[[nodiscard]] std::string_view action_name(Action action);

// What is to be done about a jail that was asked for, in this order; with a failure, nothing.
struct Wish {
    std::size_t jail = 0;
    std::vector<Action> actions;
    std::string failure = {};
};

// How a jail is that was not asked for.
struct Found {
    bool running = false;
    std::string failure;
};

enum class Asked : std::uint8_t { Yes, No };  // No: comes in as somebody's dependency

// A task that must have got so far first.
struct After {
    std::size_t task;
    Until until;

    bool operator==(const After&) const = default;
};

struct Task {
    std::size_t jail = 0;
    Action action = Action::Create;
    Asked asked = Asked::Yes;
    std::vector<After> after;
    std::string failure = {};  // it fails at once, with this text
};

// Tasks in the order in which those that wait for nobody are to be started.  What a jail to be
// created depends on is created first unless it runs; what depends on a jail to be removed is
// removed first if it runs; a jail that is modified waits for what it depends on, if that is
// worked on anyway.  Removals go from the last wish to the first.  look is asked once at most for
// each jail.
[[nodiscard]] std::vector<Task> order_tasks(const DependencyGraph& graph,
                                            const std::vector<Wish>& wishes,
                                            const std::function<Found(std::size_t jail)>& look);

}  // namespace gaol::engine
