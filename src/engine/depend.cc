#include "gaol/engine/depend.h"

#include "gaol/model/name.h"

namespace gaol::engine {

namespace {

using Links = std::vector<std::vector<Link>>;

// Takes away, one after the other, what waits for nobody in ahead; behind is ahead reversed.
// alive: what is left, now and before.
void peel(const Links& ahead, const Links& behind, std::vector<bool>& alive) {
    std::vector<std::size_t> waits(ahead.size(), 0);
    std::vector<std::size_t> free;
    for (std::size_t jail = 0; jail < ahead.size(); jail++) {
        for (const Link& link : ahead[jail]) {
            if (alive[link.jail]) {
                waits[jail]++;
            }
        }
        if (alive[jail] && waits[jail] == 0) {
            free.push_back(jail);
        }
    }
    while (!free.empty()) {
        const std::size_t jail = free.back();
        free.pop_back();
        alive[jail] = false;
        for (const Link& link : behind[jail]) {
            if (alive[link.jail] && --waits[link.jail] == 0) {
                free.push_back(link.jail);
            }
        }
    }
}

}  // namespace

DependencyGraph::DependencyGraph(const std::vector<Node>& nodes)
    : needs_(nodes.size()), needed_by_(nodes.size()), problems_(nodes.size()) {
    by_name_.reserve(nodes.size());
    for (std::size_t jail = 0; jail < nodes.size(); jail++) {
        if (!nodes[jail].name.empty()) {
            by_name_.emplace(nodes[jail].name, jail);
        }
    }
    for (std::size_t jail = 0; jail < nodes.size(); jail++) {
        link_node(jail, nodes[jail]);
    }
    find_loops();
}

std::optional<std::size_t> DependencyGraph::find(std::string_view name) const {
    const auto found = by_name_.find(std::string(name));
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

void DependencyGraph::link(std::size_t from, std::size_t to, Until until) {
    needs_[from].push_back({to, until});
    needed_by_[to].push_back({from, until});
}

void DependencyGraph::link_node(std::size_t jail, const Node& node) {
    for (const std::string& name : node.depend) {
        if (const auto other = find(name)) {
            link(jail, *other, Until::Done);
        } else if (problems_[jail].empty()) {
            problems_[jail] = "depends on undefined jail \"" + name + "\"";
        }
    }
    const auto parent = find(parent_name(node.name));
    if (parent) {
        link(jail, *parent, Until::Turned);
    }
}

// What is left when everything that can be started, and then everything that can be stopped, has
// been taken away lies on a circle, or between two of them.
void DependencyGraph::find_loops() {
    std::vector<bool> alive(needs_.size(), true);
    peel(needs_, needed_by_, alive);
    peel(needed_by_, needs_, alive);
    for (std::size_t jail = 0; jail < alive.size(); jail++) {
        if (alive[jail]) {
            problems_[jail] = "dependency loop";
        }
    }
}

}  // namespace gaol::engine
