// Host paths as texts: where one lies below another.  Nothing here looks at the file system.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gaol::mount {

// An absolute path without empty components, "." and a trailing '/'.  Empty when the text is not
// absolute or has a ".." component.
[[nodiscard]] std::optional<std::string> clean_path(std::string_view text);

// The rest of path when it is dir or lies below it, without a leading '/': "" for dir itself.  Both
// are clean paths.
[[nodiscard]] std::optional<std::string> below(std::string_view dir, std::string_view path);

}  // namespace gaol::mount
