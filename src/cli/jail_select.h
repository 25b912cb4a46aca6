// Which jails a command line of jail(8) is about.
#pragma once

#include <string>
#include <vector>

#include "gaol/config/config.h"
#include "gaol/engine/prison.h"
#include "gaol/engine/work.h"

namespace gaol::cli {

// The jails of a configuration as requests.
[[nodiscard]] std::vector<engine::Request> config_requests(const config::Config& config);

// What names stand for: the requests, which grow by jails that run without a configuration, and
// those of them that are meant.
struct Selection {
    std::vector<engine::Request> requests;
    std::vector<engine::Selected> selected;
    std::vector<std::string> missing;  // names that nothing has
};

// No name: all configured jails.
[[nodiscard]] Selection select_configured(std::vector<engine::Request> requests,
                                          const std::vector<std::string>& names);

// For removal: a name or jid that no configured jail has is that of a running jail, dying ones
// included.  A running jail that is named by its jid is stopped as its configuration says, if there
// is one of its name.
[[nodiscard]] Selection select_for_removal(std::vector<engine::Request> requests,
                                           const std::vector<std::string>& names,
                                           const engine::Prisons& prisons);

// For `jail -R`: running jails only, also where names are wildcards.
[[nodiscard]] Selection select_running(const std::vector<std::string>& names,
                                       const engine::Prisons& prisons);

}  // namespace gaol::cli
