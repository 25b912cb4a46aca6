#include "gaol/engine/real_path.h"

#include "gaol/base/error.h"
#include "gaol/os/path.h"

namespace gaol::engine {

std::string real_path(const std::string& path) {
    try {
        return os::path_of(os::open_place(path));
    } catch (const SysError&) {
        return path;
    }
}

}  // namespace gaol::engine
