#include "gaol/config/include.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "gaol/base/error.h"

namespace gaol::config {
namespace {

// A * or ? or a [ with its ], none of them after a backslash: what glob(3) calls magic.
bool is_pattern(std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '\\') {
            ++i;
        } else if (name[i] == '*' || name[i] == '?') {
            return true;
        } else if (name[i] == '[' && name.find(']', i + 1) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string beside(std::string_view includer, std::string_view name) {
    const std::size_t slash = includer.rfind('/');
    if (name.substr(0, 1) == "/" || slash == std::string_view::npos) {
        return std::string(name);
    }
    return std::string(includer.substr(0, slash + 1)).append(name);
}

}  // namespace

std::vector<std::string> Includes::resolve(std::string_view includer, std::string_view name) const {
    const std::string path = beside(includer, name);
    if (!is_pattern(path)) {
        return {path};
    }
    try {
        return files_.glob(path);
    } catch (const SysError& failure) {
        throw JailError(failure.errnum(), path + ": filename glob failed");
    }
}

std::string Includes::read(const std::string& name) {
    if (++count_ > limits_.files) {
        throw JailError(EMFILE, name + ": too many files included");
    }
    const std::size_t limit = std::min(limits_.file_size, limits_.input_size - used_);
    try {
        std::string text = files_.read(name, limit);
        if (text.size() > limit) {
            throw JailError(EFBIG, name + ": " + std::generic_category().message(EFBIG));
        }
        used_ += text.size();
        return text;
    } catch (const SysError& failure) {
        throw JailError(failure.errnum(),
                        name + ": " + std::generic_category().message(failure.errnum()));
    }
}

}  // namespace gaol::config
