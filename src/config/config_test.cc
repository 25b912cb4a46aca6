#include "gaol/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <map>
#include <string>
#include <vector>

#include "gaol/base/error.h"
#include "gaol/config/print.h"

namespace gaol::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// No file but these; a pattern matches what is listed under it.
struct FakeFiles {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> globs;

    [[nodiscard]] Files files() const {
        return {.read = [this](const std::string& name, std::size_t) -> std::string {
                    const auto found = texts.find(name);
                    if (found == texts.end()) {
                        throw SysError(ENOENT, "open", name);
                    }
                    return found->second;
                },
                .glob = [this](const std::string& pattern) -> std::vector<std::string> {
                    const auto found = globs.find(pattern);
                    return found == globs.end() ? std::vector<std::string>() : found->second;
                }};
    }
};

std::vector<std::string> lines_of(const Config& config) {
    std::vector<std::string> lines = config.errors.lines;
    for (const JailEntry& jail : config.jails) {
        lines.push_back(jail.name + ": " + describe_settings(jail.settings, "|"));
        for (const std::string& failure : jail.failures) {
            lines.push_back(jail.name + "! " + failure);
        }
    }
    return lines;
}

// Errors, then each jail as "NAME: SETTINGS" and its failures as "NAME! TEXT".
std::vector<std::string> lines(std::string_view text, const FakeFiles& fake = {}) {
    return lines_of(load("F", text, fake.files()));
}

TEST(Config, AnEmptyTextIsGood) {
    EXPECT_THAT(lines(""), IsEmpty());
    EXPECT_THAT(lines(" \t\r\n# c\n// c\n/* c\n*/;;;"), IsEmpty());
}

TEST(Config, SmokeOfEverything) {
    EXPECT_THAT(lines("path = /jails/$name; persist;\n"
                      "web { host.hostname = \"$name.example\"; exec.start = 'a $b'; }\n"),
                ElementsAre("web: name=web|path=/jails/web|persist|host.hostname=web.example|"
                            "exec.start=\"a $b\""));
}

}  // namespace
}  // namespace gaol::config
