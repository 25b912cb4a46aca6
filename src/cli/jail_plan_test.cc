// The plans of representative configurations, as text: tests/golden/plans/NAME.conf and what is to
// come of it, NAME.plan.  With GAOL_GOLDEN_UPDATE in the environment the latter is written anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>

#include "gaol/cli/config_files.h"
#include "gaol/cli/jail_select.h"
#include "gaol/engine/context.h"
#include "gaol/engine/create.h"
#include "gaol/engine/remove.h"

namespace gaol::cli {
namespace {

using engine::JailContext;

const std::string kDir =
    std::string(__FILE__).substr(0, std::string(__FILE__).rfind("/src/")) + "/tests/golden/plans/";

std::string section(const std::string& title, JailContext& jail,
                    engine::Plan (*make)(JailContext&)) {
    try {
        return title + "\n" + describe(make(jail));
    } catch (const std::exception& error) {
        return title + "\n    refused: " + error.what() + "\n";
    }
}

std::string plans(const std::string& name) {
    const LoadedConfig loaded = load_config(kDir + name + ".conf", Absent::Error);
    EXPECT_TRUE(loaded.config.errors.lines.empty());
    const engine::Options options;
    const engine::Output output;
    std::string text;
    for (const engine::Request& request : config_requests(loaded.config)) {
        EXPECT_EQ(request.failure, "");
        JailContext jail({.prisons = nullptr, .options = &options, .output = &output}, request);
        text += section(request.label + ": create", jail, engine::create_plan);
        text += section(request.label + ": remove", jail, engine::remove_plan);
        text += section(request.label + ": clean up", jail, engine::clean_up_plan);
    }
    return text;
}

class JailPlan : public testing::TestWithParam<const char*> {};

TEST_P(JailPlan, IsAsExpected) {
    const std::string file = kDir + GetParam() + ".plan";
    const std::string text = plans(GetParam());
    if (std::getenv("GAOL_GOLDEN_UPDATE") != nullptr) {
        std::ofstream(file) << text;
    }
    std::ostringstream golden;
    golden << std::ifstream(file).rdbuf();
    EXPECT_EQ(text, golden.str()) << file;
}

INSTANTIATE_TEST_SUITE_P(Golden, JailPlan,
                         testing::Values("everything", "minimal", "empty_values", "own_init",
                                         "refused"),
                         [](const auto& golden) { return std::string(golden.param); });

}  // namespace
}  // namespace gaol::cli
