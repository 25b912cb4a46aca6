#include "gaol/engine/console_log.h"

#include <cerrno>
#include <optional>
#include <system_error>

#include "gaol/base/error.h"
#include "gaol/os/log_file.h"
#include "gaol/os/path.h"

namespace gaol::engine {

namespace {

std::string without_trailing_slashes(std::string path) {
    while (!path.empty() && path.back() == '/') {
        path.pop_back();
    }
    return path;
}

// The file relative to the jail's root; empty when it does not lie below it.
std::optional<std::string> below(const std::string& file, const std::string& jail_path) {
    const std::string top = without_trailing_slashes(jail_path);
    if (top.empty() || !file.starts_with(top + "/")) {
        return std::nullopt;
    }
    const std::size_t start = file.find_first_not_of('/', top.size());
    return start == std::string::npos ? std::nullopt : std::optional(file.substr(start));
}

// The file, or as much of its path as leads to a symbolic link; inside is the part of it that lies
// below the jail's root.
std::string up_to_link(const std::string& file, const std::string& inside,
                       const std::string& jail_path) {
    const os::PlaceFd root = os::open_place(jail_path);
    const std::size_t start = file.size() - inside.size();
    for (std::size_t end = inside.find('/'); end != std::string::npos;
         end = inside.find('/', end + 1)) {
        if (os::try_read_link_beneath(root, inside.substr(0, end))) {
            return file.substr(0, start + end);
        }
    }
    return file;
}

}  // namespace

os::Fd open_console_log(const std::string& file, const std::string& jail_path) {
    if (file.empty()) {
        return {};
    }
    if (!file.starts_with('/')) {
        throw JailError(EINVAL, "exec.consolelog: " + file + ": not an absolute pathname");
    }
    auto inside = below(file, jail_path);
    if (!inside) {
        inside = below(file, os::path_of(os::open_place(jail_path)));
    }
    try {
        return inside ? os::open_log_beneath(jail_path, *inside) : os::open_log(file);
    } catch (const SysError& error) {
        if (inside && error.errnum() == ELOOP) {
            throw JailError(ELOOP, "exec.consolelog: " + up_to_link(file, *inside, jail_path) +
                                       " is a symbolic link");
        }
        throw JailError(error.errnum(), "open " + file + ": " + error.code().message());
    }
}

}  // namespace gaol::engine
