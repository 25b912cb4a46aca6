#include "gaol/mount/line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "gaol/base/error.h"

namespace gaol::mount {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string error_of(std::string_view text) {
    try {
        (void)parse_line(text);
    } catch (const JailError& error) {
        return error.what();
    }
    return "";
}

// A file with a text, removed at the end.
class TextFile {
  public:
    explicit TextFile(const std::string& text) {
        const int fd = ::mkstemp(name_);
        EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
        ::close(fd);
    }
    ~TextFile() { ::unlink(name_); }
    std::string name() const { return name_; }

  private:
    char name_[32] = "/tmp/gaol-fstab-XXXXXX";
};

TEST(Line, HasFourFields) {
    const auto line = parse_line("  /usr\t/j/web/usr nullfs  ro,nosuid 0 0");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->special, "/usr");
    EXPECT_EQ(line->dir, "/j/web/usr");
    EXPECT_EQ(line->type, "nullfs");
    EXPECT_THAT(line->options, ElementsAre("ro", "nosuid"));
    EXPECT_EQ(label(*line), "mount: /usr /j/web/usr nullfs ro,nosuid");
}

TEST(Line, OptionsMayBeAbsent) {
    const auto line = parse_line("tmpfs /j/tmp tmpfs");
    ASSERT_TRUE(line);
    EXPECT_THAT(line->options, IsEmpty());
    EXPECT_EQ(label(*line), "mount: tmpfs /j/tmp tmpfs");
}

TEST(Line, EmptyOptionsCountForNothing) {
    EXPECT_THAT(parse_line("a /b c ,ro,,")->options, ElementsAre("ro"));
}

TEST(Line, FieldsOneAndTwoAreDecoded) {
    const auto line = parse_line("/a\\040b /c\\043\\134\\\\ x\\040y");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->special, "/a b");
    EXPECT_EQ(line->dir, "/c#\\\\");
    EXPECT_EQ(line->type, "x\\040y");
}

TEST(Line, BlankIsNoLine) {
    EXPECT_FALSE(parse_line(""));
    EXPECT_FALSE(parse_line(" \t\v"));
}

TEST(Line, TooFewFields) {
    EXPECT_EQ(error_of("/a"), "mount: /a: missing information");
    EXPECT_EQ(error_of("/a /b"), "mount: /a /b: missing information");
}

TEST(Line, BadEscapes) {
    EXPECT_EQ(error_of("/a\\ /b c"), "mount: /a\\ /b c: fstab parse error");
    EXPECT_EQ(error_of("/a /b\\9 c"), "mount: /a /b\\9 c: fstab parse error");
    EXPECT_EQ(error_of("/a\\04 /b c"), "mount: /a\\04 /b c: fstab parse error");
    EXPECT_EQ(error_of("/a\\000 /b c"), "mount: /a\\000 /b c: fstab parse error");
    EXPECT_EQ(error_of("/a\\777 /b c"), "mount: /a\\777 /b c: fstab parse error");
}

TEST(Line, NulIsNoText) {
    EXPECT_THAT(error_of(std::string_view("/a /b c\0d", 9)), ::testing::HasSubstr("parse error"));
}

TEST(Line, OtherParametersNameThemselves) {
    const Line line{.special = ".", .dir = "/j/dev", .type = "devfs", .param = "mount.devfs"};
    EXPECT_EQ(label(line), "mount.devfs");
}

TEST(Fstab, CommentsAndBlanksAreNoLines) {
    const TextFile file("# all of it\n\n/a /b nullfs rw 0 0 # rest\n \n/c /d tmpfs#rw\n");
    const std::vector<Line> lines = read_fstab(file.name());
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].dir, "/b");
    EXPECT_EQ(lines[1].type, "tmpfs");
}

TEST(Fstab, BadLineIsNamed) {
    const TextFile file("/a /b nullfs\n/c\n");
    EXPECT_THROW((void)read_fstab(file.name()), JailError);
}

TEST(Fstab, MissingFileIsNamed) {
    try {
        (void)read_fstab("/nonexistent/fstab");
        FAIL();
    } catch (const JailError& error) {
        EXPECT_STREQ(error.what(), "mount.fstab: /nonexistent/fstab: No such file or directory");
    }
}

TEST(Fstab, LargeFileIsRefused) {
    const TextFile file(std::string((std::size_t{1} << 20) + 1, '#'));
    EXPECT_THROW((void)read_fstab(file.name()), JailError);
    EXPECT_THROW((void)read_fstab("/dev/zero"), JailError);
}

}  // namespace
}  // namespace gaol::mount
