#include "gaol/cli/jail_select.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "gaol/base/text.h"
#include "gaol/model/name.h"

namespace gaol::cli {

namespace {

using engine::Dying;
using engine::Picked;
using engine::Request;

Request running_request(const std::string& label, const engine::Prison& prison) {
    return {.source = engine::Source::Running,
            .label = label,
            .settings = {{"jid", {std::to_string(prison.jid)}}, {"name", {prison.name}}},
            .failure = {}};
}

class Selector {
  public:
    explicit Selector(std::vector<Request> requests) : result_{std::move(requests), {}, {}} {
        for (std::size_t i = 0; i < result_.requests.size(); i++) {
            by_name_.emplace(result_.requests[i].label, i);
        }
    }

    // false when there is no such configured jail.
    bool pick_configured(const std::string& name) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) {
            return false;
        }
        pick(found->second, Picked::ByName);
        return true;
    }

    void pick_matching(const std::string& pattern) {
        for (std::size_t i = 0; i < result_.requests.size(); i++) {
            if (wildcard_match(pattern, result_.requests[i].label)) {
                pick(i, Picked::ByWildcard);
            }
        }
    }

    void pick_all() {
        for (std::size_t i = 0; i < result_.requests.size(); i++) {
            pick(i, Picked::ByWildcard);
        }
    }

    void pick_running(const engine::Prison& prison, Picked picked) {
        // A dying jail's name may be that of another by now.
        const std::string label = prison.dying ? std::to_string(prison.jid) : prison.name;
        if (by_name_.emplace(label, result_.requests.size()).second) {
            result_.requests.push_back(running_request(label, prison));
        }
        pick(by_name_.at(label), picked);
    }

    void miss(const std::string& name) { result_.missing.push_back(name); }

    Selection take() { return std::move(result_); }

  private:
    void pick(std::size_t request, Picked picked) {
        if (picked_.insert(request).second) {
            result_.selected.push_back({.request = request, .picked = picked});
        }
    }

    Selection result_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::unordered_set<std::size_t> picked_;
};

}  // namespace

std::vector<Request> config_requests(const config::Config& config) {
    std::vector<Request> requests;
    for (const config::JailEntry& jail : config.jails) {
        requests.push_back({.source = engine::Source::Config,
                            .label = jail.name,
                            .settings = jail.settings,
                            .failure = join(jail.failures, "\n")});
    }
    return requests;
}

Selection select_configured(std::vector<Request> requests, const std::vector<std::string>& names) {
    Selector selector(std::move(requests));
    if (names.empty()) {
        selector.pick_all();
    }
    for (const std::string& name : names) {
        if (is_wildcard(name)) {
            selector.pick_matching(name);
        } else if (!selector.pick_configured(name)) {
            selector.miss(name);
        }
    }
    return selector.take();
}

Selection select_for_removal(std::vector<Request> requests, const std::vector<std::string>& names,
                             const engine::Prisons& prisons) {
    Selector selector(std::move(requests));
    for (const std::string& name : names) {
        if (is_wildcard(name)) {
            selector.pick_matching(name);
            continue;
        }
        if (selector.pick_configured(name)) {
            continue;
        }
        const auto prison = prisons.find(name, Dying::Show);
        if (!prison) {
            selector.miss(name);
        } else if (prison->dying || !selector.pick_configured(prison->name)) {
            selector.pick_running(*prison, Picked::ByName);
        }
    }
    return selector.take();
}

Selection select_running(const std::vector<std::string>& names, const engine::Prisons& prisons) {
    Selector selector({});
    for (const std::string& name : names) {
        if (!is_wildcard(name)) {
            if (const auto prison = prisons.find(name, Dying::Show)) {
                selector.pick_running(*prison, Picked::ByName);
            } else {
                selector.miss(name);
            }
            continue;
        }
        for (const engine::Prison& prison : prisons.list()) {
            if (wildcard_match(name, prison.name)) {
                selector.pick_running(prison, Picked::ByWildcard);
            }
        }
    }
    return selector.take();
}

}  // namespace gaol::cli
