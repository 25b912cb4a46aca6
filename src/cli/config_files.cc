#include "gaol/cli/config_files.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "gaol/base/error.h"
#include "gaol/engine/host.h"

namespace gaol::cli {

namespace {

std::string read_stdin(std::size_t limit) {
    std::string text;
    std::array<char, 65536> buffer;
    while (text.size() <= limit) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stdin);
        if (count == 0) {
            break;
        }
        text.append(buffer.data(), count);
    }
    if (std::ferror(stdin) != 0) {
        throw SysError(errno, "read", "STDIN");
    }
    if (text.size() > limit) {
        throw JailError(EFBIG, "STDIN: " + std::generic_category().message(EFBIG));
    }
    return text;
}

}  // namespace

config::Files config_files() {
    return {.read = engine::read_file, .glob = engine::match_files};
}

LoadedConfig load_config(const std::string& file, Absent absent) {
    const std::size_t limit = config::Limits{}.file_size;
    std::string text;
    try {
        text = file == "-" ? read_stdin(limit) : engine::read_file(file, limit);
    } catch (const SysError& error) {
        if (absent == Absent::Empty && error.errnum() == ENOENT) {
            return {};
        }
        throw JailError(error.errnum(), file + ": " + error.code().message());
    }
    const std::string source = file == "-" ? "STDIN" : file;
    return {.config = config::load(source, text, config_files()), .loaded = true};
}

}  // namespace gaol::cli
