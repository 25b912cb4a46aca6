// What the steps of one jail's plans share, and how they speak to the user.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gaol/engine/mounts.h"
#include "gaol/engine/prison.h"
#include "gaol/engine/program_params.h"
#include "gaol/engine/request.h"

namespace gaol::engine {

// What all jails of one run share.
struct Run {
    Prisons* prisons;  // steps that work on jails need it
    const Options* options;
    const Output* output;
};

class JailContext {
  public:
    JailContext(const Run& run, const Request& request)
        : label(request.label), run_(run), request_(&request) {}

    [[nodiscard]] Prisons& prisons() const { return *run_.prisons; }
    [[nodiscard]] const Options& options() const { return *run_.options; }
    [[nodiscard]] const Request& request() const { return *request_; }

    // "LABEL: text", a line on standard output / on standard error for each line of text.
    void note(const std::string& text) const;
    void warn(const std::string& text) const;

    // A note for `jail -v` only.
    void trace(const std::string& text) const;

    // The same of a call, once it has been made, with the errno text if it failed.
    void trace_call(const std::string& text, const std::function<void()>& call) const;

    // A line of standard output as it is.
    void print(const std::string& line) const { run_.output->note(line); }

    // Tells whoever keeps records that the jail exists.
    void made() const { run_.output->made(*request_, jid); }

    // Reads the program's own parameters, once, and throws as that does.
    const ProgramParams& params();

    // The jail's root on the host, "/" when none is given.  Throws JailError
    // "path P: not an absolute pathname".
    [[nodiscard]] std::string path() const;

    std::string label;  // what messages call it; without one they have no prefix
    int jid = 0;        // 0: it does not run, or it is not known yet
    Mounts mounts;      // what has been made ready for its creation

  private:
    Run run_;
    const Request* request_;
    std::optional<ProgramParams> params_;
};

}  // namespace gaol::engine
