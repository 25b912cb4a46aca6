#include "gaol/cli/jail_select.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gaol::cli {
namespace {

using engine::Picked;
using testing::ElementsAre;
using testing::IsEmpty;

// The selected jails, those by wildcard with a '*' after their name.
std::vector<std::string> selected(const std::vector<std::string>& names) {
    std::vector<engine::Request> requests;
    for (const char* name : {"a", "a.b", "a.b.c", "x.b", "7", "a"}) {
        requests.push_back({.label = name, .settings = {}, .failure = {}});
    }
    const Selection selection = select_configured(std::move(requests), names);
    std::vector<std::string> found;
    for (const auto& [request, picked] : selection.selected) {
        found.push_back(selection.requests[request].label +
                        (picked == Picked::ByWildcard ? "*" : ""));
    }
    for (const std::string& name : selection.missing) {
        found.push_back("no " + name);
    }
    return found;
}

TEST(JailSelect, NoNameIsAWildcardForAll) {
    EXPECT_THAT(selected({}), ElementsAre("a*", "a.b*", "a.b.c*", "x.b*", "7*", "a*"));
}

TEST(JailSelect, Names) {
    EXPECT_THAT(selected({"a.b"}), ElementsAre("a.b"));
    EXPECT_THAT(selected({"7"}), ElementsAre("7"));
    EXPECT_THAT(selected({"b", "a"}), ElementsAre("a", "no b"));
    EXPECT_THAT(selected({"a", "a"}), ElementsAre("a"));
}

TEST(JailSelect, Wildcards) {
    EXPECT_THAT(selected({"*"}), ElementsAre("a*", "a.b*", "a.b.c*", "x.b*", "7*", "a*"));
    EXPECT_THAT(selected({"a.*"}), ElementsAre("a.b*", "a.b.c*"));
    EXPECT_THAT(selected({"*.b"}), ElementsAre("a.b*", "x.b*"));
    EXPECT_THAT(selected({"nothing.*"}), IsEmpty());
}

TEST(JailSelect, FailuresOfAConfigurationAreKeptLineByLine) {
    config::Config config;
    config.jails.push_back({.name = "a", .settings = {}, .failures = {"one", "two"}, .file = {}});
    EXPECT_EQ(config_requests(config)[0].failure, "one\ntwo");
}

}  // namespace
}  // namespace gaol::cli
