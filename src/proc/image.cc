#include "gaol/proc/image.h"

#include <cerrno>
#include <string_view>

#include "gaol/base/text.h"
#include "gaol/os/raw_process.h"

namespace gaol::proc {

namespace {

constexpr std::string_view kDefaultPath = "/usr/bin:/bin";  // execvp(3)

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        list.push_back(const_cast<char*>(text.c_str()));  // exec(2) takes them so and only reads
    }
    list.push_back(nullptr);
    return list;
}

std::string_view search_path(const std::vector<std::string>& env) {
    for (const std::string& variable : env) {
        if (variable.compare(0, 5, "PATH=") == 0) {
            return std::string_view(variable).substr(5);
        }
    }
    return kDefaultPath;
}

std::vector<std::string> candidates(const std::string& program,
                                    const std::vector<std::string>& env) {
    if (program.empty() || program.find('/') != std::string::npos) {
        return {program};
    }
    std::vector<std::string> paths = split(search_path(env), ':');
    for (std::string& path : paths) {
        path = (path.empty() ? "." : path) + "/" + program;
    }
    return paths;
}

}  // namespace

Image::Image(const std::vector<std::string>& argv, const std::vector<std::string>& env,
             const std::string& path)
    : candidates_(path.empty() ? candidates(argv.empty() ? "" : argv[0], env)
                               : std::vector<std::string>{path}),
      argv_(pointers(argv)),
      envp_(pointers(env)),
      shell_argv_(argv_.size() + 2, nullptr) {
    for (std::size_t i = 1; i < argv.size(); i++) {
        shell_argv_[i + 1] = argv_[i];
    }
}

int Image::exec_shell(const char* script) const noexcept {
    shell_argv_[0] = const_cast<char*>("/bin/sh");
    shell_argv_[1] = const_cast<char*>(script);
    return os::raw::exec_path("/bin/sh", shell_argv_.data(), envp());
}

int Image::exec() const noexcept {
    int denied = 0;
    int error = -ENOENT;
    for (const std::string& candidate : candidates_) {
        error = os::raw::exec_path(candidate.c_str(), argv(), envp());
        if (error == -ENOEXEC) {
            return exec_shell(candidate.c_str());
        }
        if (error == -EACCES) {
            denied = error;
        } else if (error != -ENOENT && error != -ENOTDIR) {
            return error;
        }
    }
    return denied != 0 ? denied : error;
}

}  // namespace gaol::proc
