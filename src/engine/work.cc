#include "gaol/engine/work.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/engine/create.h"
#include "gaol/engine/modify.h"
#include "gaol/engine/order.h"
#include "gaol/engine/remove.h"
#include "gaol/model/name.h"
#include "gaol/os/limits.h"

namespace gaol::engine {

namespace {

// A plan under way holds a few descriptors: the command's, the console log's, the mounts'.
constexpr int kDescriptorsPerPlan = 8;
constexpr int kDescriptorsForTheRest = 128;

int plans_at_a_time() {
    return std::max(1, (os::open_file_limit() - kDescriptorsForTheRest) / kDescriptorsPerPlan);
}

Plan make_plan(Action action, JailContext& jail) {
    switch (action) {
        case Action::Remove:
            return remove_plan(jail);
        case Action::CleanUp:
            return clean_up_plan(jail);
        case Action::Create:
            jail.jid = 0;
            return create_plan(jail);
        case Action::Modify:
            break;
    }
    return modify_plan(jail);
}

// The plan in words, in the place of the plan.
Plan print_plan(Action action, const Plan& plan, const JailContext& jail) {
    jail.note(std::string(action_name(action)));
    for (const std::string& line : split(describe(plan), '\n')) {
        if (!line.empty()) {
            jail.print(line);
        }
    }
    return {};
}

class Worker {
  public:
    Worker(const Work& work, const Run& run) : work_(work), run_(run), graph_(nodes(work)) {
        for (const Request& request : work.requests) {
            jails_.emplace_back(run, request);
        }
    }

    Outcome carry_out() {
        std::vector<Wish> wishes;
        for (const Selected& selected : work_.selected) {
            wishes.push_back(wish(selected));
        }
        std::vector<Job> jobs;
        for (Task& task : order_tasks(graph_, wishes, [this](std::size_t n) { return look(n); })) {
            jobs.push_back(job(std::move(task)));
        }
        const Limits limits{.commands = run_.options->commands, .jobs = plans_at_a_time()};
        return Schedule(std::move(jobs), limits).run();
    }

  private:
    static std::vector<DependencyGraph::Node> nodes(const Work& work) {
        std::vector<DependencyGraph::Node> nodes;
        for (const Request& request : work.requests) {
            DependencyGraph::Node node{.name = request.label, .depend = {}};
            for (const Setting& setting : request.settings) {
                // On a command line it names running jails: see wish.
                if (setting.name == "depend" && request.source == Source::Config) {
                    node.depend = setting.values;
                }
            }
            nodes.push_back(std::move(node));
        }
        return nodes;
    }

    Wish wish(const Selected& selected) {
        const std::size_t number = selected.request;
        JailContext& jail = jails_[number];
        const Request& request = jail.request();
        std::string failure = own_failure(jail);
        if (!failure.empty()) {
            return failing_wish(number, std::move(failure));
        }
        jail.jid = running_jid(*run_.prisons, request);
        const Situation situation{
            .running = jail.jid > 0, .display = display_name(request), .needs_restart = [&] {
                return run_.prisons->needs_restart(jail.jid, jail_settings(request.settings))
                    .has_value();
            }};
        Decision decision = decide(work_.operation, work_.cleaning, selected.picked, situation);
        if (decision.stands) {
            jail.made();
        }
        if (!decision.failure.empty()) {
            jail.label.clear();  // the sentence itself says which
            return failing_wish(number, std::move(decision.failure));
        }
        return {.jail = number, .actions = std::move(decision.actions), .failure = {}};
    }

    // Which action it is that fails matters only for its place among the others.
    [[nodiscard]] Wish failing_wish(std::size_t number, std::string failure) const {
        const Action action =
            work_.operation == Operation::Remove ? Action::Remove : Action::Create;
        return {.jail = number, .actions = {action}, .failure = std::move(failure)};
    }

    [[nodiscard]] std::string own_failure(const JailContext& jail) const {
        const Request& request = jail.request();
        if (request.source != Source::CommandLine) {
            return request.failure;
        }
        for (const Setting& setting : request.settings) {
            for (const std::string& name : setting.values) {
                if (setting.name == "depend" && !run_.prisons->find(name)) {
                    return "depends on nonexistent jail \"" + name + "\"";
                }
            }
        }
        return request.failure;
    }

    Found look(std::size_t number) {
        JailContext& jail = jails_[number];
        jail.jid = running_jid(*run_.prisons, jail.request());
        return {.running = jail.jid > 0, .failure = jail.request().failure};
    }

    Job job(Task task) {
        JailContext& jail = jails_[task.jail];
        Job job{.jail = &jail, .after = std::move(task.after), .asked = task.asked, .plan = {}};
        if (!task.failure.empty()) {
            job.plan = [failure = task.failure](JailContext&) -> Plan {
                throw JailError(EINVAL, failure);
            };
            return job;
        }
        const bool dry = run_.options->dry_run == DryRun::Yes;
        job.plan = [action = task.action, dry](JailContext& of) {
            Plan plan = make_plan(action, of);
            return dry ? print_plan(action, plan, of) : plan;
        };
        if (task.action == Action::Create && !dry) {
            job.done = [](const JailContext& of) { of.made(); };
        }
        return job;
    }

    const Work& work_;
    Run run_;
    DependencyGraph graph_;
    std::deque<JailContext> jails_;  // one for each request; never moved
};

}  // namespace

int running_jid(const Prisons& prisons, const Request& request) {
    const Dying dying = request.source == Source::Running ? Dying::Show : Dying::Hide;
    const std::string jid = setting_text(request.settings, "jid");
    const auto number = jid_of(jid);
    if (number) {
        const auto prison = prisons.get(*number, dying);
        return prison ? prison->jid : 0;
    }
    const std::string name = setting_text(request.settings, "name");
    if (name.empty()) {
        return 0;
    }
    const auto prison = prisons.get(name, dying);
    return prison ? prison->jid : 0;
}

Outcome carry_out(const Work& work, const Options& options, Prisons& prisons,
                  const Output& output) {
    return Worker(work, {.prisons = &prisons, .options = &options, .output = &output}).carry_out();
}

}  // namespace gaol::engine
