#include "gaol/mount/below.h"

#include "gaol/base/text.h"

namespace gaol::mount {

std::optional<std::string> clean_path(std::string_view text) {
    if (!text.starts_with('/')) {
        return std::nullopt;
    }
    std::string path;
    for (const std::string& piece : split(text, '/')) {
        if (piece == "..") {
            return std::nullopt;
        }
        if (!piece.empty() && piece != ".") {
            path.append("/").append(piece);
        }
    }
    return path.empty() ? "/" : path;
}

std::optional<std::string> below(std::string_view dir, std::string_view path) {
    if (dir == "/") {
        dir = "";
    }
    if (!path.starts_with(dir)) {
        return std::nullopt;
    }
    const std::string_view rest = path.substr(dir.size());
    if (rest.empty()) {
        return std::string();
    }
    return rest[0] == '/' ? std::optional<std::string>(rest.substr(1)) : std::nullopt;
}

}  // namespace gaol::mount
