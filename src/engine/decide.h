// What an operation of jail(8) comes to for a jail, given whether it runs.  Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gaol/engine/order.h"

namespace gaol::engine {

enum class Operation : std::uint8_t {
    Create,                 // -c
    Modify,                 // -m
    CreateOrModify,         // -cm
    Remove,                 // -r, -R
    Restart,                // -rc
    ModifyOrRestart,        // -mr
    CreateModifyOrRestart,  // -cmr
    CleanUp,                // -C alone
};

// Also -C: what a vanished jail has left is cleared away before it is created, or in place of its
// removal.
enum class Cleaning : std::uint8_t { No, Yes };

// A jail that was picked by an asterisk and is already as it should be is passed over in silence.
enum class Picked : std::uint8_t { ByName, ByWildcard };

struct Situation {
    bool running = false;
    std::string display;                  // what it is called in messages
    std::function<bool()> needs_restart;  // asked for running jails only, and only when it matters
};

struct Decision {
    std::vector<Action> actions;
    std::string failure;  // empty, or why nothing can be done
    bool stands = false;  // it was to be created, and runs already
};

[[nodiscard]] Decision decide(Operation operation, Cleaning cleaning, Picked picked,
                              const Situation& situation);

}  // namespace gaol::engine
