// How the root directory of a jail is recorded.
#pragma once

#include <string>

namespace gaol::engine {

// The path of the same place from the host's root and without symbolic links; path itself when
// there is no such place.
[[nodiscard]] std::string real_path(const std::string& path);

}  // namespace gaol::engine
