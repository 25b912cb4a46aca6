#include "gaol/engine/request.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/engine/context.h"
#include "gaol/engine/program_params.h"
#include "gaol/engine/test_run.h"

namespace gaol::engine {
namespace {

const Settings kSettings{{"name", {"web"}},       {"path", {"/srv/a", "/srv/web"}},
                         {"exec.start", {"sh"}},  {"persist", {}},
                         {"host.hostname", {""}}, {"vnet", {"inherit"}}};

TEST(Request, TheLastValueCounts) {
    EXPECT_EQ(setting_text(kSettings, "path"), "/srv/web");
    EXPECT_EQ(setting_text(kSettings, "persist"), "");
    EXPECT_EQ(setting_text(kSettings, "jid"), "");
}

TEST(Request, NamesForMessages) {
    EXPECT_EQ(display_name({.label = "a", .settings = kSettings, .failure = {}}), "a");
    EXPECT_EQ(display_name({.label = "", .settings = kSettings, .failure = {}}), "web");
    EXPECT_EQ(
        display_name({.label = "", .settings = {{"name", {"a"}}, {"jid", {"3"}}}, .failure = {}}),
        "3");
}

TEST(Request, SettingsOfTheJailAndOfTheProgram) {
    EXPECT_EQ(describe_parameters(jail_settings(kSettings)),
              "name=web path=/srv/a,/srv/web persist host.hostname=\"\" vnet=inherit");
    EXPECT_EQ(describe_parameters(changeable_settings(kSettings)),
              "name=web persist host.hostname=\"\"");
    EXPECT_EQ(describe_parameters(changeable_settings({{"nonesuch", {}}})), "nonesuch");
}

TEST(Request, Paths) {
    EXPECT_EQ(absolute_path("/srv"), "/srv");
    EXPECT_TRUE(absolute_path("srv").ends_with("/srv"));
    EXPECT_TRUE(absolute_path("srv").starts_with("/"));
}

TEST(ProgramParams, AreTyped) {
    const ProgramParams params({{"exec.noclean", {}},
                                {"stop.timeout", {"5", "30"}},
                                {"exec.start", {"a", "b"}},
                                {"exec.jail_user", {"www"}},
                                {"nonesuch", {"x"}},
                                {"persist", {"nonsense"}}});
    EXPECT_FALSE(params.flag("exec.clean"));
    EXPECT_EQ(params.number("stop.timeout"), 30);
    EXPECT_EQ(params.number("exec.timeout"), 0);
    EXPECT_EQ(params.list("exec.start"), (List{"a", "b"}));
    EXPECT_EQ(params.text("exec.jail_user"), "www");
    EXPECT_EQ(ProgramParams(Settings{}).number("stop.timeout"), 10);
    EXPECT_THROW(ProgramParams(Settings{{"exec.clean", {"maybe"}}}), JailError);
}

TEST(JailContext, LabelsEveryLine) {
    TestRun run;
    const JailContext& jail = run.jail("web");
    jail.warn("one\ntwo");
    jail.note("created");
    jail.trace("not said");
    EXPECT_EQ(run.warnings, (std::vector<std::string>{"web: one", "web: two"}));
    EXPECT_EQ(run.notes, (std::vector<std::string>{"web: created"}));
    run.options.verbosity = Verbosity::Verbose;
    run.jail(Request{.source = Source::CommandLine}).trace("said");
    EXPECT_EQ(run.notes.back(), "said");
}

TEST(JailContext, PathsOfConfiguredJailsAreAbsolute) {
    TestRun run;
    const Settings settings{{"path", {"srv"}}};
    EXPECT_THROW(static_cast<void>(run.jail(Request{.label = "a", .settings = settings}).path()),
                 JailError);
    const Request described{.source = Source::CommandLine, .label = {}, .settings = settings};
    EXPECT_TRUE(run.jail(described).path().ends_with("/srv"));
    EXPECT_EQ(run.jail("b").path(), "/");
}

}  // namespace
}  // namespace gaol::engine
