// An fstab line: fields, type, options and the mount point, as far as nothing is mounted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gaol/base/error.h"
#include "gaol/mount/below.h"
#include "gaol/mount/options.h"

using gaol::mount::Line;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_line(const Line& line) {
    require(!line.type.empty());
    require(line.special.find('\0') == std::string::npos);
    require(line.dir.find('\0') == std::string::npos);
    for (const std::string& option : line.options) {
        require(!option.empty() && option.find(',') == std::string::npos);
    }
    if (const auto path = gaol::mount::clean_path(line.dir)) {
        require(gaol::mount::clean_path(*path) == path);
        require(gaol::mount::below(*path, *path) == "");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const std::string_view text(reinterpret_cast<const char*>(data), size);
        if (const auto line = gaol::mount::parse_line(text)) {
            check_line(*line);
            (void)gaol::mount::translate_options(*line, gaol::mount::find_type(*line));
        }
    } catch (const gaol::JailError&) {
        // A line that is refused with a reason.
    }
    return 0;
}
