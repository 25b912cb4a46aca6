// jail(8) as a function: what is to be done about which jails, done.
#pragma once

#include <cstddef>
#include <vector>

#include "gaol/engine/decide.h"
#include "gaol/engine/prison.h"
#include "gaol/engine/request.h"
#include "gaol/engine/schedule.h"

namespace gaol::engine {

struct Selected {
    std::size_t request;  // its place in Work::requests
    Picked picked;
};

struct Work {
    std::vector<Request> requests;   // all that are known: dependencies are found among them
    std::vector<Selected> selected;  // those that were asked for, none of them twice
    Operation operation = Operation::Create;
    Cleaning cleaning = Cleaning::No;
};

// Does it, as Schedule::run says.  Failures of single jails go to output.warn, and the others go
// on.  Throws SysError for what concerns all of them.
[[nodiscard]] Outcome carry_out(const Work& work, const Options& options, Prisons& prisons,
                                const Output& output);

// The running jail that a request is about, by its jid or else by its name.
[[nodiscard]] int running_jid(const Prisons& prisons, const Request& request);

}  // namespace gaol::engine
