#include "gaol/engine/host.h"

#include "gaol/os/input_files.h"
#include "gaol/os/standard_fds.h"

namespace gaol::engine {

void open_standard_fds() noexcept {
    os::open_standard_fds();
}

std::vector<std::string> environment() {
    return os::environment();
}

std::string read_file(const std::string& name, std::size_t limit) {
    return os::read_input_file(name, limit);
}

std::vector<std::string> match_files(const std::string& pattern) {
    return os::match_files(pattern);
}

}  // namespace gaol::engine
