// Steps that run a command, on the host or in the jail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/engine/command_line.h"
#include "gaol/engine/program_params.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

enum class Where : std::uint8_t { Host, Jail };

// The step for one command.  text is what messages call it.  A command that ends with anything but
// 0 fails the step: "TEXT: failed", "TEXT: exited on signal N"; one that takes longer than
// exec.timeout "TEXT: timed out", and is left alone.
struct CommandSpec {
    std::string param;  // the parameter that asks for it
    std::string text;
    std::vector<std::string> argv;
    Where where = Where::Host;
    Background background = Background::No;
};
[[nodiscard]] Step command_step(const CommandSpec& spec);

// A step for each value of a parameter; empty values give none.
void add_commands(Plan& plan, const ProgramParams& params, const std::string& param, Where where);

}  // namespace gaol::engine
