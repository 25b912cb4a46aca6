// For tests: jails that are no jails, whose words can be read.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "gaol/engine/context.h"

namespace gaol::engine {

class TestRun {
  public:
    Options options;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;

    JailContext& jail(const std::string& label) {
        requests_.push_back(
            {.source = Source::Config, .label = label, .settings = {}, .failure = {}});
        return context(requests_.back());
    }
    JailContext& jail(Request request) {
        requests_.push_back(std::move(request));
        return context(requests_.back());
    }

  private:
    JailContext& context(const Request& request) {
        const Run run{.prisons = nullptr, .options = &options, .output = &output_};
        return contexts_.emplace_back(run, request);
    }

    Output output_{.note = [this](const std::string& line) { notes.push_back(line); },
                   .warn = [this](const std::string& line) { warnings.push_back(line); },
                   .made = [](const Request&, int) {}};
    std::deque<Request> requests_;
    std::deque<JailContext> contexts_;
};

}  // namespace gaol::engine
