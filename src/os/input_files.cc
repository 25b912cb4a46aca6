#include "gaol/os/input_files.h"

#include <fcntl.h>
#include <glob.h>

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/os/file.h"

namespace gaol::os {

namespace {

class Matches {
  public:
    explicit Matches(const std::string& pattern)
        : status_(glob(pattern.c_str(), 0, nullptr, &found_)) {}
    Matches(const Matches&) = delete;
    Matches& operator=(const Matches&) = delete;
    ~Matches() { globfree(&found_); }

    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] std::vector<std::string> names() const {
        return {found_.gl_pathv, found_.gl_pathv + found_.gl_pathc};
    }

  private:
    glob_t found_{};
    int status_;
};

}  // namespace

std::string read_input_file(const std::string& name, std::size_t limit) {
    return read_all(open_file(name, O_RDONLY | O_NOCTTY), name, limit);
}

std::vector<std::string> match_files(const std::string& pattern) {
    const Matches matches(pattern);
    if (matches.status() == 0) {
        return matches.names();
    }
    if (matches.status() == GLOB_NOMATCH) {
        return {};
    }
    throw SysError(matches.status() == GLOB_NOSPACE ? ENOMEM : EIO, "glob", pattern);
}

}  // namespace gaol::os
