// The command line of jail(8), understood: which of its forms it has, and what it asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gaol/cli/options.h"
#include "gaol/engine/decide.h"
#include "gaol/engine/request.h"
#include "gaol/model/settings.h"

namespace gaol::cli {

enum class JailForm : std::uint8_t {
    List,         // jail -e separator
    Historic,     // jail path hostname ip command ...
    Remove,       // jail -r jail ..., jail -R jail ...
    CommandLine,  // jail -c param=value ...
    Config,       // jail -c [jail]
};

struct JailInvocation {
    JailForm form = JailForm::Config;
    engine::Operation operation = engine::Operation::Create;
    engine::Cleaning cleaning = engine::Cleaning::No;
    engine::Options options;  // without the environment
    std::string config_file = "/etc/jail.conf";
    std::string separator;              // -e
    std::optional<std::string> record;  // -J: where a record of each jail is written
    Settings settings;                  // of a jail of the command line
    std::vector<std::string> names;     // jails, in the forms that have them
    bool dying = false;                 // -d
};

// The options' table.
[[nodiscard]] std::span<const Option> jail_options();

// Empty: the options and arguments go with no form.
[[nodiscard]] std::optional<JailInvocation> understand(const CommandLine& line);

}  // namespace gaol::cli
