// Parameters of a jail that are given on the command line of jail(8).
#pragma once

#include <string>
#include <vector>

#include "gaol/cli/options.h"
#include "gaol/model/settings.h"

namespace gaol::cli {

// What -h, -l, -n, -s, -u and -U stand for, in the order given.
[[nodiscard]] Settings option_settings(const CommandLine& line);

// `name=value`, `name` and `noname`.  ip4.addr, ip6.addr, vnet.interface and zfs.dataset are split
// at commas; what is given again is added to the values before, of which a parameter that holds one
// value uses the last.  `command` takes all words after it.
void add_words(Settings& settings, const std::vector<std::string>& words);

// The historic form: path, host name, addresses separated by commas, and the words of a command.
void add_historic(Settings& settings, const std::vector<std::string>& words);

}  // namespace gaol::cli
