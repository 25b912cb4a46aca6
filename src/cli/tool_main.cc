#include "gaol/cli/tool_main.h"

#include <cstdlib>
#include <exception>

#include "gaol/base/text.h"
#include "gaol/engine/host.h"

namespace gaol::cli {

namespace {

int usage_error(const Tool& tool, const Io& io) {
    std::fflush(io.out);
    std::fputs(usage_text(tool).c_str(), io.err);
    return EXIT_FAILURE;
}

int answer(const Tool& tool, Io& io, std::span<const std::string> words) {
    const CommandLine line = parse_options(tool.options, words);
    if (!line.problem.empty()) {
        io.warn(line.problem);
        return usage_error(tool, io);
    }
    if (line.has(kHelpOption.name)) {
        io.print(usage_text(tool) + "options:\n" + describe_options(tool.options));
        return EXIT_SUCCESS;
    }
    if (line.has(kVersionOption.name)) {
        io.print(std::string(tool.name) + " (gaol) " GAOL_VERSION "\n");
        return EXIT_SUCCESS;
    }
    const int code = tool.run(io, line);
    return code == kUsage ? usage_error(tool, io) : code;
}

}  // namespace

std::string root_of(const Io& io, const CommandLine& line) {
    if (auto given = line.value(kRootOption.name)) {
        return *std::move(given);
    }
    return io.variable("GAOL_CGROUP_ROOT").value_or("");
}

std::string usage_text(const Tool& tool) {
    std::string text;
    for (const std::string& form : split(tool.synopsis, '\n')) {
        if (!form.empty()) {
            text.append(text.empty() ? "usage: " : "       ");
            text.append(tool.name).append(" ").append(form).append("\n");
        }
    }
    return text;
}

int run_tool(const Tool& tool, Io& io, std::span<const std::string> words) {
    int code = EXIT_FAILURE;
    try {
        code = answer(tool, io, words);
    } catch (const std::exception& failure) {
        io.warn(failure.what());
    }
    if (std::fflush(io.out) != 0 || std::ferror(io.out) != 0) {
        io.warn("standard output: write error");
        return EXIT_FAILURE;
    }
    return code;
}

int tool_main(const Tool& tool, int argc, char** argv) {
    engine::open_standard_fds();
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Io io;
    io.program = tool.name;
    io.environment = engine::environment();
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    return run_tool(tool, io, words);
}

}  // namespace gaol::cli
