#include "gaol/engine/depend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gaol::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Depend, LinksGoBothWays) {
    const DependencyGraph graph({{"web", {"db", "cache"}}, {"db", {}}, {"cache", {"db"}}});
    EXPECT_THAT(graph.needs(0), ElementsAre(Link{1, Until::Done}, Link{2, Until::Done}));
    EXPECT_THAT(graph.needed_by(1), ElementsAre(Link{0, Until::Done}, Link{2, Until::Done}));
    EXPECT_THAT(graph.needs(1), IsEmpty());
    EXPECT_EQ(graph.problem(0), "");
}

TEST(Depend, AChildWaitsForItsParentOnlyUntilItExists) {
    const DependencyGraph graph({{"a.b.c", {}}, {"a", {}}, {"a.b", {}}, {"x.y", {}}});
    EXPECT_THAT(graph.needs(0), ElementsAre(Link{2, Until::Turned}));
    EXPECT_THAT(graph.needs(2), ElementsAre(Link{1, Until::Turned}));
    EXPECT_THAT(graph.needs(3), IsEmpty());
    EXPECT_EQ(graph.problem(3), "");
}

TEST(Depend, UndefinedJails) {
    const DependencyGraph graph({{"a", {"b", "x", "y"}}, {"b", {}}});
    EXPECT_EQ(graph.problem(0), "depends on undefined jail \"x\"");
    EXPECT_EQ(graph.problem(1), "");
}

TEST(Depend, LoopsAreFoundAndNothingBesideThem) {
    const DependencyGraph graph({{"before", {}},
                                 {"a", {"b", "before"}},
                                 {"b", {"c"}},
                                 {"c", {"a"}},
                                 {"after", {"a"}},
                                 {"self", {"self"}}});
    EXPECT_EQ(graph.problem(0), "");
    EXPECT_EQ(graph.problem(1), "dependency loop");
    EXPECT_EQ(graph.problem(2), "dependency loop");
    EXPECT_EQ(graph.problem(3), "dependency loop");
    EXPECT_EQ(graph.problem(4), "");
    EXPECT_EQ(graph.problem(5), "dependency loop");
}

TEST(Depend, AParentCannotDependOnItsChild) {
    const DependencyGraph graph({{"a", {"a.b"}}, {"a.b", {}}});
    EXPECT_EQ(graph.problem(0), "dependency loop");
    EXPECT_EQ(graph.problem(1), "dependency loop");
}

TEST(Depend, TheFirstOfTwoJailsOfOneNameCounts) {
    const DependencyGraph graph({{"a", {}}, {"a", {}}, {"b", {"a"}}});
    EXPECT_EQ(graph.find("a"), 0U);
    EXPECT_THAT(graph.needs(2), ElementsAre(Link{0, Until::Done}));
}

TEST(Depend, NamelessJailsAreNobodysParent) {
    const DependencyGraph graph({{"", {}}, {"a", {}}});
    EXPECT_THAT(graph.needs(1), IsEmpty());
    EXPECT_EQ(graph.find(""), std::nullopt);
}

// A chain of 100,000: recursion or a quadratic step would show.
TEST(Depend, LongChains) {
    std::vector<DependencyGraph::Node> nodes;
    for (int i = 0; i < 100000; i++) {
        nodes.push_back({"j" + std::to_string(i), {"j" + std::to_string(i + 1)}});
    }
    nodes.push_back({"j100000", {}});
    const DependencyGraph graph(nodes);
    EXPECT_EQ(graph.problem(0), "");
    EXPECT_EQ(graph.find("j99999"), 99999U);
}

}  // namespace
}  // namespace gaol::engine
