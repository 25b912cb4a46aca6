#include "gaol/engine/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gaol::engine {
namespace {

enum class Is { Absent, Running, Changed };

// The decision in one line: its actions, or its failure, or "-".
std::string decided(Operation operation, Is is, Picked picked = Picked::ByName,
                    Cleaning cleaning = Cleaning::No) {
    const Situation situation{.running = is != Is::Absent, .display = "web", .needs_restart = [is] {
                                  return is == Is::Changed;
                              }};
    const Decision decision = decide(operation, cleaning, picked, situation);
    std::string text = decision.failure;
    for (const Action action : decision.actions) {
        text += (text.empty() ? "" : ", ") + std::string(action_name(action));
    }
    return text.empty() ? (decision.stands ? "stands" : "-") : text;
}

constexpr Picked kWild = Picked::ByWildcard;

TEST(Decide, AbsentJails) {
    EXPECT_EQ(decided(Operation::Create, Is::Absent), "create");
    EXPECT_EQ(decided(Operation::CreateOrModify, Is::Absent), "create");
    EXPECT_EQ(decided(Operation::CreateModifyOrRestart, Is::Absent), "create");
    EXPECT_EQ(decided(Operation::Modify, Is::Absent), "\"web\" not found");
    EXPECT_EQ(decided(Operation::ModifyOrRestart, Is::Absent), "\"web\" not found");
    EXPECT_EQ(decided(Operation::Remove, Is::Absent), "\"web\" not found");
    EXPECT_EQ(decided(Operation::Restart, Is::Absent), "\"web\" not found");
    EXPECT_EQ(decided(Operation::CleanUp, Is::Absent), "clean up");
}

TEST(Decide, RunningJails) {
    EXPECT_EQ(decided(Operation::Create, Is::Running), "\"web\" already exists");
    EXPECT_EQ(decided(Operation::CreateOrModify, Is::Changed), "modify");
    EXPECT_EQ(decided(Operation::Modify, Is::Changed), "modify");
    EXPECT_EQ(decided(Operation::Remove, Is::Running), "remove");
    EXPECT_EQ(decided(Operation::Restart, Is::Running), "remove, create");
    EXPECT_EQ(decided(Operation::ModifyOrRestart, Is::Running), "modify");
    EXPECT_EQ(decided(Operation::ModifyOrRestart, Is::Changed), "remove, create");
    EXPECT_EQ(decided(Operation::CreateModifyOrRestart, Is::Running), "modify");
    EXPECT_EQ(decided(Operation::CreateModifyOrRestart, Is::Changed), "remove, create");
    EXPECT_EQ(decided(Operation::CleanUp, Is::Running), "\"web\" already exists");
}

TEST(Decide, WildcardsPassOverWhatIsAsItShouldBe) {
    EXPECT_EQ(decided(Operation::Create, Is::Running, kWild), "stands");
    EXPECT_EQ(decided(Operation::Remove, Is::Absent, kWild), "-");
    EXPECT_EQ(decided(Operation::CleanUp, Is::Running, kWild), "-");
    EXPECT_EQ(decided(Operation::Restart, Is::Absent, kWild), "create");
    EXPECT_EQ(decided(Operation::Modify, Is::Absent, kWild), "\"web\" not found");
}

TEST(Decide, CleaningUpFirst) {
    constexpr auto kName = Picked::ByName;
    constexpr auto kClean = Cleaning::Yes;
    EXPECT_EQ(decided(Operation::Create, Is::Absent, kName, kClean), "clean up, create");
    EXPECT_EQ(decided(Operation::CreateOrModify, Is::Running, kName, kClean), "modify");
    EXPECT_EQ(decided(Operation::Remove, Is::Absent, kName, kClean), "clean up");
    EXPECT_EQ(decided(Operation::Remove, Is::Running, kName, kClean), "remove");
    EXPECT_EQ(decided(Operation::Restart, Is::Absent, kName, kClean), "clean up, create");
    EXPECT_EQ(decided(Operation::Modify, Is::Absent, kName, kClean), "\"web\" not found");
}

TEST(Decide, ANamelessJailCannotBeFound) {
    const Situation situation{.running = false, .display = "", .needs_restart = nullptr};
    EXPECT_EQ(decide(Operation::Modify, Cleaning::No, Picked::ByName, situation).failure,
              "no jail specified");
}

}  // namespace
}  // namespace gaol::engine
