// Prints what a jail.conf comes to: expand [-i] FILE
//
// One jail a line, as `jail -e '|'` prints it, each followed by what fails it; before them the
// errors of the text.  A file without a jail, a fragment for others to include, is shown as the
// jail "probe" would see it.  With -i, files that it includes are not opened but named.
#include <glob.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/config/config.h"
#include "gaol/config/print.h"

namespace {

using gaol::config::Config;
using gaol::config::Files;

std::string read_file(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    if (!file) {
        throw gaol::SysError(ENOENT, "open", name);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> matches(const std::string& pattern) {
    glob_t found{};
    std::vector<std::string> names;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
        names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    }
    globfree(&found);
    return names;
}

Files real_files() {
    return {.read = [](const std::string& name, std::size_t) { return read_file(name); },
            .glob = matches};
}

Files named_files() {
    const auto show = [](const std::string& name) { std::printf("# include %s\n", name.c_str()); };
    return {.read =
                [show](const std::string& name, std::size_t) {
                    show(name);
                    return std::string();
                },
            .glob =
                [show](const std::string& pattern) {
                    show(pattern);
                    return std::vector<std::string>();
                }};
}

void print(const Config& config) {
    for (const std::string& line : config.errors.lines) {
        std::printf("jail: %s\n", line.c_str());
    }
    for (const auto& jail : config.jails) {
        std::printf("%s\n", gaol::config::describe_settings(jail.settings, "|").c_str());
        for (const std::string& failure : jail.failures) {
            std::printf("jail: %s: %s\n", jail.name.c_str(), failure.c_str());
        }
    }
}

void expand(const std::string& name, const Files& files) {
    const std::string text = read_file(name);
    const Config config = gaol::config::load(name, text, files);
    print(config);
    if (config.errors.lines.empty() && config.jails.empty()) {
        std::printf("# no jail; with \"probe { }\" at its end:\n");
        print(gaol::config::load(name, text + "\nprobe { }\n", files));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const bool named = words.size() == 2 && words[0] == "-i";
    if (!named && words.size() != 1) {
        std::fprintf(stderr, "usage: expand [-i] FILE\n");
        return 2;
    }
    try {
        expand(words.back(), named ? named_files() : real_files());
        return 0;
    } catch (const gaol::SysError& failure) {
        std::fprintf(stderr, "expand: %s\n", failure.what());
        return 2;
    }
}
