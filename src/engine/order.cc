#include "gaol/engine/order.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace gaol::engine {

namespace {

constexpr bool takes_away(Action action) {
    return action == Action::Remove || action == Action::CleanUp;
}

class Orderer {
  public:
    Orderer(const DependencyGraph& graph, const std::function<Found(std::size_t)>& look)
        : graph_(graph), look_(look) {}

    std::vector<Task> order(const std::vector<Wish>& wishes) {
        for (auto wish = wishes.rbegin(); wish != wishes.rend(); ++wish) {
            add_wish(*wish, takes_away);
        }
        for (const Wish& wish : wishes) {
            add_wish(wish, [](Action action) { return !takes_away(action); });
        }
        // The list grows while it is walked: what is pulled in may pull in more.
        for (std::size_t task = 0; task < tasks_.size(); task++) {
            pull(task);
        }
        for (std::size_t task = 0; task < tasks_.size(); task++) {
            wait(task);
        }
        return std::move(tasks_);
    }

  private:
    using Index = std::unordered_map<std::size_t, std::size_t>;  // jail to task

    template <typename Wanted>
    void add_wish(const Wish& wish, Wanted wanted) {
        for (const Action action : wish.actions) {
            if (wanted(action)) {
                add({.jail = wish.jail,
                     .action = action,
                     .asked = Asked::Yes,
                     .after = {},
                     .failure = wish.failure});
            }
        }
    }

    void add(Task task) {
        if (task.failure.empty()) {
            task.failure = graph_.problem(task.jail);
        }
        // One that fails at once is in everybody's way, whichever way they go.
        const bool fails = !task.failure.empty();
        if (fails || takes_away(task.action)) {
            down_.insert_or_assign(task.jail, tasks_.size());
        }
        if (fails || !takes_away(task.action)) {
            up_.insert_or_assign(task.jail, tasks_.size());
        }
        tasks_.push_back(std::move(task));
    }

    void pull(std::size_t number) {
        const Task& task = tasks_[number];
        if (!task.failure.empty()) {
            return;
        }
        if (task.action == Action::Create) {
            pull_links(graph_.needs(task.jail), Action::Create);
        } else if (task.action == Action::Remove) {
            pull_links(graph_.needed_by(task.jail), Action::Remove);
        }
    }

    void pull_links(const std::vector<Link>& links, Action action) {
        const Index& index = takes_away(action) ? down_ : up_;
        for (const Link& link : links) {
            if (index.count(link.jail) != 0) {
                continue;
            }
            const Found& found = look(link.jail);
            if (found.running == (action == Action::Remove)) {
                add({.jail = link.jail,
                     .action = action,
                     .asked = Asked::No,
                     .after = {},
                     .failure = found.failure});
            }
        }
    }

    const Found& look(std::size_t jail) {
        const auto known = found_.find(jail);
        return known != found_.end() ? known->second
                                     : found_.emplace(jail, look_(jail)).first->second;
    }

    void wait(std::size_t number) {
        Task& task = tasks_[number];
        if (!task.failure.empty()) {
            return;
        }
        if (takes_away(task.action)) {
            wait_links(task, graph_.needed_by(task.jail), down_);
            return;
        }
        wait_links(task, graph_.needs(task.jail), up_);
        const auto removal = down_.find(task.jail);
        if (removal != down_.end()) {
            task.after.push_back({removal->second, Until::Done});
        }
    }

    static void wait_links(Task& task, const std::vector<Link>& links, const Index& index) {
        for (const Link& link : links) {
            const auto other = index.find(link.jail);
            if (other != index.end()) {
                task.after.push_back({other->second, link.until});
            }
        }
    }

    const DependencyGraph& graph_;
    const std::function<Found(std::size_t)>& look_;
    std::vector<Task> tasks_;
    Index down_;  // tasks that take a jail away
    Index up_;    // tasks that leave it running
    std::unordered_map<std::size_t, Found> found_;
};

}  // namespace

std::string_view action_name(Action action) {
    switch (action) {
        case Action::Remove:
            return "remove";
        case Action::CleanUp:
            return "clean up";
        case Action::Create:
            return "create";
        case Action::Modify:
            break;
    }
    return "modify";
}

std::vector<Task> order_tasks(const DependencyGraph& graph, const std::vector<Wish>& wishes,
                              const std::function<Found(std::size_t jail)>& look) {
    return Orderer(graph, look).order(wishes);
}

}  // namespace gaol::engine
