#include "gaol/cli/config_files.h"

#include <glob.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "gaol/base/error.h"

namespace gaol::cli {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

std::string read_stream(std::FILE* stream, const std::string& name, std::size_t limit) {
    std::string text;
    std::array<char, 65536> buffer;
    while (text.size() <= limit) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stream);
        if (count == 0) {
            break;
        }
        text.append(buffer.data(), count);
    }
    if (std::ferror(stream) != 0) {
        throw SysError(errno, "read", name);
    }
    if (text.size() > limit) {
        throw JailError(EFBIG, name + ": " + std::generic_category().message(EFBIG));
    }
    return text;
}

std::string read_file(const std::string& name, std::size_t limit) {
    const File file(std::fopen(name.c_str(), "re"));
    if (!file) {
        throw SysError(errno, "open", name);
    }
    return read_stream(file.get(), name, limit);
}

class Glob {
  public:
    explicit Glob(const std::string& pattern) {
        const int status = glob(pattern.c_str(), 0, nullptr, &found_);
        if (status != 0 && status != GLOB_NOMATCH) {
            globfree(&found_);
            throw SysError(status == GLOB_NOSPACE ? ENOMEM : EIO, "glob", pattern);
        }
    }
    Glob(const Glob&) = delete;
    Glob& operator=(const Glob&) = delete;
    ~Glob() { globfree(&found_); }

    [[nodiscard]] std::vector<std::string> names() const {
        return {found_.gl_pathv, found_.gl_pathv + found_.gl_pathc};
    }

  private:
    glob_t found_{};
};

std::vector<std::string> match(const std::string& pattern) {
    return Glob(pattern).names();
}

}  // namespace

config::Files config_files() {
    return {.read = read_file, .glob = match};
}

LoadedConfig load_config(const std::string& file, Absent absent) {
    if (file == "-") {
        const std::string text = read_stream(stdin, "STDIN", config::Limits{}.file_size);
        return {.config = config::load("STDIN", text, config_files()), .loaded = true};
    }
    try {
        const std::string text = read_file(file, config::Limits{}.file_size);
        return {.config = config::load(file, text, config_files()), .loaded = true};
    } catch (const SysError& error) {
        if (absent == Absent::Empty && error.errnum() == ENOENT) {
            return {};
        }
        throw JailError(error.errnum(), file + ": " + error.code().message());
    }
}

}  // namespace gaol::cli
