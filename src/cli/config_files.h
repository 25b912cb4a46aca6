// The files of jail.conf(5): what config::load needs of the file system.
#pragma once

#include <string>

#include "gaol/config/config.h"

namespace gaol::cli {

// Files by name and by glob(7) pattern.
[[nodiscard]] config::Files config_files();

enum class Absent : std::uint8_t { Error, Empty };  // Empty: a configuration without jails

// Reads and parses a configuration; "-" is standard input.  Throws JailError "FILE: errno text".
// loaded says whether there was a file.
struct LoadedConfig {
    config::Config config;
    bool loaded = false;
};
[[nodiscard]] LoadedConfig load_config(const std::string& file, Absent absent);

}  // namespace gaol::cli
