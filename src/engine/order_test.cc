#include "gaol/engine/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gaol::engine {
namespace {

using testing::ElementsAre;

// The tasks in a form that reads well: "create web (asked) after 1 2~", where ~ is Until::Turned.
std::vector<std::string> tasks(const std::vector<DependencyGraph::Node>& nodes,
                               const std::vector<Wish>& wishes,
                               const std::set<std::string>& running = {}) {
    std::vector<std::string> lines;
    const auto look = [&](std::size_t jail) {
        return Found{.running = running.count(nodes[jail].name) != 0, .failure = {}};
    };
    for (const Task& task : order_tasks(DependencyGraph(nodes), wishes, look)) {
        std::string line(action_name(task.action));
        line += " " + nodes[task.jail].name + (task.asked == Asked::No ? " pulled" : "");
        for (const After& after : task.after) {
            line += " " + std::to_string(after.task) + (after.until == Until::Turned ? "~" : "");
        }
        lines.push_back(line + (task.failure.empty() ? "" : ": " + task.failure));
    }
    return lines;
}

const std::vector<DependencyGraph::Node> kChain{{"web", {"db"}}, {"db", {"disk"}}, {"disk", {}}};

TEST(Order, CreationPullsInWhatDoesNotRun) {
    EXPECT_THAT(tasks(kChain, {{0, {Action::Create}}}),
                ElementsAre("create web 1", "create db pulled 2", "create disk pulled"));
    EXPECT_THAT(tasks(kChain, {{0, {Action::Create}}}, {"db"}), ElementsAre("create web"));
}

TEST(Order, RemovalPullsInWhatRuns) {
    EXPECT_THAT(tasks(kChain, {{2, {Action::Remove}}}, {"web", "db", "disk"}),
                ElementsAre("remove disk 1", "remove db pulled 2", "remove web pulled"));
    EXPECT_THAT(tasks(kChain, {{2, {Action::Remove}}}, {"disk"}), ElementsAre("remove disk"));
}

TEST(Order, FileOrderForwardsAndBackwards) {
    const std::vector<DependencyGraph::Node> nodes{{"a", {}}, {"b", {}}, {"c", {}}};
    EXPECT_THAT(tasks(nodes, {{0, {Action::Create}}, {1, {Action::Create}}, {2, {Action::Create}}}),
                ElementsAre("create a", "create b", "create c"));
    EXPECT_THAT(tasks(nodes, {{0, {Action::Remove}}, {1, {Action::Remove}}, {2, {Action::Remove}}}),
                ElementsAre("remove c", "remove b", "remove a"));
}

TEST(Order, ModificationOnlyWaits) {
    EXPECT_THAT(tasks(kChain, {{0, {Action::Modify}}}), ElementsAre("modify web"));
    EXPECT_THAT(tasks(kChain, {{0, {Action::Modify}}, {1, {Action::Create}}}, {"disk"}),
                ElementsAre("modify web 1", "create db"));
}

TEST(Order, ARestartRemovesAndThenCreates) {
    EXPECT_THAT(
        tasks(kChain,
              {{0, {Action::Remove, Action::Create}}, {1, {Action::Remove, Action::Create}}},
              {"web", "db", "disk"}),
        ElementsAre("remove db 1", "remove web", "create web 3 1", "create db 0"));
}

TEST(Order, ChildrenAndParents) {
    const std::vector<DependencyGraph::Node> nodes{{"a.b", {}}, {"a", {}}};
    EXPECT_THAT(tasks(nodes, {{0, {Action::Create}}}),
                ElementsAre("create a.b 1~", "create a pulled"));
    EXPECT_THAT(tasks(nodes, {{1, {Action::Remove}}}, {"a", "a.b"}),
                ElementsAre("remove a 1~", "remove a.b pulled"));
}

TEST(Order, CleaningUpComesBeforeCreation) {
    EXPECT_THAT(tasks({{"a", {}}}, {{0, {Action::CleanUp, Action::Create}}}),
                ElementsAre("clean up a", "create a 0"));
}

TEST(Order, WhatFailsWaitsForNobodyAndPullsInNothing) {
    EXPECT_THAT(tasks(kChain, {{0, {Action::Create}, "bad"}}), ElementsAre("create web: bad"));
    EXPECT_THAT(tasks({{"a", {"x", "b"}}, {"b", {}}, {"c", {"a"}}}, {{2, {Action::Create}}}),
                ElementsAre("create c 1", "create a pulled: depends on undefined jail \"x\""));
    EXPECT_THAT(tasks({{"a", {"b"}}, {"b", {"a"}}}, {{0, {Action::Create}}}),
                ElementsAre("create a: dependency loop"));
}

TEST(Order, AJailInCommonIsPulledInOnce) {
    EXPECT_THAT(tasks({{"a", {"c"}}, {"b", {"c"}}, {"c", {}}},
                      {{0, {Action::Create}}, {1, {Action::Create}}}),
                ElementsAre("create a 2", "create b 2", "create c pulled"));
}

}  // namespace
}  // namespace gaol::engine
