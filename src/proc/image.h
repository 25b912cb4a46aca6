// A program to execute as arrays of C strings: made before the clone, read after it.
#pragma once

#include <string>
#include <vector>

namespace gaol::proc {

// argv and envp point into the texts, which must stay as they are for as long as this lives.
class Image {
  public:
    // path: what is executed; empty: argv[0] is looked for in the PATH of env, as execvp(3) does.
    Image(const std::vector<std::string>& argv, const std::vector<std::string>& env,
          const std::string& path = {});

    [[nodiscard]] char* const* argv() const noexcept { return argv_.data(); }
    [[nodiscard]] char* const* envp() const noexcept { return envp_.data(); }

    // Tries each candidate in turn; returns -errno when none could be executed.  A text without
    // "#!" is given to /bin/sh.
    [[nodiscard]] int exec() const noexcept;

  private:
    [[nodiscard]] int exec_shell(const char* script) const noexcept;

    std::vector<std::string> candidates_;
    std::vector<char*> argv_;
    std::vector<char*> envp_;
    mutable std::vector<char*> shell_argv_;  // /bin/sh, the script, argv[1] ...
};

}  // namespace gaol::proc
