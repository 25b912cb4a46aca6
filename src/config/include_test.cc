#include "gaol/config/include.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "gaol/config/test_load.h"

namespace gaol::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> load_lines(const std::string& source, std::string_view text,
                                    const FakeFiles& fake) {
    return lines_of(load(source, text, fake.files()));
}

TEST(Include, ResolvesAgainstTheDirectoryOfTheIncludingFile) {
    const FakeFiles fake;
    const Files files = fake.files();
    const Includes includes(files, {}, 0);
    const std::pair<std::pair<std::string, std::string>, std::string> cases[] = {
        {{"/etc/jail.conf", "x"}, "/etc/x"},     {{"/etc/jail.conf", "/x"}, "/x"},
        {{"/etc/jail.conf", "d/x"}, "/etc/d/x"}, {{"jail.conf", "x"}, "x"},
        {{"d/jail.conf", "x"}, "d/x"},           {{"STDIN", "x"}, "x"},
    };
    for (const auto& [names, path] : cases) {
        EXPECT_THAT(includes.resolve(names.first, names.second), ElementsAre(path)) << path;
    }
}

TEST(Include, TextIsReadInItsPlace) {
    FakeFiles fake;
    fake.texts["x"] = "persist; b { }";
    EXPECT_THAT(lines("path = /p; .include 'x'; vnet; a { }", fake),
                ElementsAre("name=b|path=/p|persist|vnet", "name=a|path=/p|persist|vnet"));
}

TEST(Include, InABlockTheTextBelongsToTheBlock) {
    FakeFiles fake;
    fake.texts["x"] = "persist; c { }";
    EXPECT_THAT(lines("a { .include \"x\"; vnet; } b { }", fake),
                ElementsAre("name=a|persist|vnet", "name=a.c", "name=b"));
}

TEST(Include, SeveralNamesAndPatterns) {
    FakeFiles fake;
    fake.texts = {{"/d/x", "a { }"}, {"/d/1.conf", "b { }"}, {"/d/2.conf", "c { }"}};
    fake.globs["/d/*.conf"] = {"/d/1.conf", "/d/2.conf"};
    EXPECT_THAT(load_lines("/d/F", ".include x, \"*.conf\", 'none/*';", fake),
                ElementsAre("name=a", "name=b", "name=c"));
}

TEST(Include, VariablesMayComeFromThere) {
    FakeFiles fake;
    fake.texts["x"] = "$d = /jails;";
    EXPECT_THAT(lines(".include x; a { path = $d/$name; }", fake),
                ElementsAre("name=a|path=/jails/a"));
}

TEST(Include, AMissingFileEndsTheWork) {
    EXPECT_THAT(lines(".include 'x'; a { b = ; }"), ElementsAre("x: No such file or directory"));
}

TEST(Include, AFailingPatternIsReported) {
    const Files files{.read = {}, .glob = [](const std::string&) -> std::vector<std::string> {
                          throw SysError(EACCES, "glob");
                      }};
    EXPECT_THAT(lines_of(load("F", ".include '*';", files)),
                ElementsAre("*: filename glob failed"));
}

TEST(Include, WithAnEqualsSignItIsAParameter) {
    EXPECT_THAT(lines("a { .include = x; }"), ElementsAre("name=a|.include=x"));
    EXPECT_THAT(lines("a { .include += x; .include; }"), ElementsAre("name=a|.include"));
}

TEST(Include, NoVariables) {
    EXPECT_THAT(lines("$x = y;\n.include \"$x\";"),
                ElementsAre("F line 2: variables not permitted in '.include' filename"));
}

TEST(Include, ABrokenStringNamesNoFile) {
    EXPECT_THAT(lines(".include 'x\\0y';\na = ;"),
                ElementsAre("F line 1: NUL character in a string", testing::_,
                            "F line 2: ;: syntax error", testing::_));
}

TEST(Include, ErrorsNameTheIncludedFileAndEndTheWork) {
    FakeFiles fake;
    fake.texts["x"] = "\na = ;\nb = ;\n";
    EXPECT_THAT(lines(".include x; c = ;", fake),
                ElementsAre("x line 2: ;: syntax error", testing::_, "x line 3: ;: syntax error",
                            testing::_));
}

TEST(Include, AFileCannotCloseABlockOfAnother) {
    FakeFiles fake;
    fake.texts["x"] = "}";
    fake.texts["y"] = "b {";
    EXPECT_THAT(lines("a { .include x;", fake),
                ElementsAre("x line 1: }: syntax error", testing::_));
    EXPECT_THAT(lines("a { .include y; } }", fake),
                ElementsAre("y: unexpected EOF",
                            "likely cause: the block \"a.b\" opened on line 1 "
                            "has no closing brace"));
}

TEST(Include, DepthIsLimited) {
    FakeFiles fake;
    fake.texts["x"] = ".include x;";
    EXPECT_THAT(lines(".include x;", fake), ElementsAre("maximum include depth exceeded"));
    for (int i = 1; i <= 32; ++i) {
        fake.texts["d" + std::to_string(i)] =
            i == 32 ? "a { }" : ".include d" + std::to_string(i + 1) + ";";
    }
    EXPECT_THAT(lines(".include d1;", fake), ElementsAre("name=a"));
    EXPECT_THAT(lines(".include d2; .include d2; .include d32;", fake),
                ElementsAre("name=a", "name=a", "name=a"));
}

TEST(Include, SizesAreLimited) {
    std::size_t asked = 0;
    const Files files{.read = [&asked](const std::string& name, std::size_t limit) -> std::string {
                          asked = limit;
                          throw JailError(EFBIG, name + ": File too large");
                      },
                      .glob = {}};
    EXPECT_THAT(lines_of(load("F", ".include x;", files)), ElementsAre("x: File too large"));
    EXPECT_EQ(asked, Limits().file_size);
}

TEST(Include, AReaderThatIgnoresTheLimitIsFoundOut) {
    const Files files{.read = [](const std::string&, std::size_t limit) -> std::string {
                          return std::string(limit + 1, ' ');
                      },
                      .glob = {}};
    EXPECT_THAT(lines_of(load("F", ".include x;", files)), ElementsAre("x: File too large"));
}

TEST(Include, AllFilesTogetherAreLimited) {
    int reads = 0;
    const Files files{.read = [&reads](const std::string& name, std::size_t limit) -> std::string {
                          if (limit < 1000) {
                              throw JailError(EFBIG, name + ": File too large");
                          }
                          ++reads;
                          return std::string(1000, ';');
                      },
                      .glob = {}};
    const Limits limits{.file_size = 1000, .input_size = 4000};
    EXPECT_THAT(lines_of(load("F", ".include x, x, x, x, x;", files, limits)),
                ElementsAre("x: File too large"));
    EXPECT_EQ(reads, 3);
}

TEST(Include, TheNumberOfFilesIsLimited) {
    FakeFiles fake;
    fake.texts["x"] = "";
    const std::string_view text = ".include x, x, x;";
    EXPECT_THAT(lines_of(load("F", text, fake.files(), {.files = 3})), IsEmpty());
    EXPECT_THAT(lines_of(load("F", text, fake.files(), {.files = 2})),
                ElementsAre("x: too many files included"));
}

}  // namespace
}  // namespace gaol::config
