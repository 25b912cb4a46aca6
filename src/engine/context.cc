#include "gaol/engine/context.h"

#include <cerrno>
#include <system_error>

#include "gaol/base/error.h"
#include "gaol/base/text.h"

namespace gaol::engine {

namespace {

std::string labelled(const std::string& label, const std::string& text) {
    return label.empty() ? text : label + ": " + text;
}

}  // namespace

void JailContext::note(const std::string& text) const {
    run_.output->note(labelled(label, text));
}

void JailContext::warn(const std::string& text) const {
    for (const std::string& line : split(text, '\n')) {
        run_.output->warn(labelled(label, line));
    }
}

void JailContext::trace(const std::string& text) const {
    if (run_.options->verbosity == Verbosity::Verbose) {
        note(text);
    }
}

void JailContext::trace_call(const std::string& text, const std::function<void()>& call) const {
    const auto trace_failure = [&](int errnum) {
        trace(text + ": " + std::generic_category().message(errnum));
    };
    try {
        call();
    } catch (const JailError& error) {
        trace_failure(error.errnum());
        throw;
    } catch (const SysError& error) {
        trace_failure(error.errnum());
        throw;
    }
    trace(text);
}

const ProgramParams& JailContext::params() {
    if (!params_) {
        params_.emplace(request_->settings);
    }
    return *params_;
}

std::string JailContext::path() const {
    const std::string path = setting_text(request_->settings, "path");
    if (path.empty()) {
        return "/";
    }
    if (request_->source == Source::Config && !path.starts_with('/')) {
        throw JailError(EINVAL, "path " + path + ": not an absolute pathname");
    }
    return absolute_path(path);
}

}  // namespace gaol::engine
