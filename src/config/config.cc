#include "gaol/config/config.h"

#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/config/expand.h"
#include "gaol/config/parser.h"
#include "gaol/config/report.h"

namespace gaol::config {

Config load(const std::string& source, std::string_view text, const Files& files,
            const Limits& limits) {
    Config config;
    Report report;
    try {
        if (text.size() > limits.file_size) {
            throw JailError(EFBIG, source + ": " + std::generic_category().message(EFBIG));
        }
        const std::unique_ptr<const Ast> ast = parse(source, text, files, limits, report);
        if (report.empty()) {
            config.jails = expand(*ast, limits);
        }
    } catch (const JailError& failure) {
        report.error(failure.what());
    }
    config.errors.lines = report.take();
    return config;
}

}  // namespace gaol::config
