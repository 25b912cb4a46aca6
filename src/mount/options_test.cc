#include "gaol/mount/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gaol/base/error.h"
#include "gaol/base/text.h"

namespace gaol::mount {
namespace {

namespace attr = os::mount_attr;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Line line_of(const std::string& type, const std::string& options) {
    return {.special = "s", .dir = "/d", .type = type, .options = split(options, ',')};
}

Options translate(const std::string& type, const std::string& options) {
    const Line line = line_of(type, options);
    return translate_options(line, find_type(line));
}

std::string error_of(const std::string& type, const std::string& options) {
    try {
        (void)translate(type, options);
    } catch (const JailError& error) {
        return error.what();
    }
    return "";
}

TEST(Options, AttributesOfAnyType) {
    const Options options = translate("nullfs", "ro,nosuid,nodev,noexec,noatime,nosymfollow");
    EXPECT_EQ(options.attributes.set, attr::kReadOnly | attr::kNoSuid | attr::kNoDev |
                                          attr::kNoExec | attr::kNoAtime | attr::kNoSymFollow);
    EXPECT_EQ(options.attributes.clear, attr::kAtimeMask);
    EXPECT_THAT(options.notes, IsEmpty());
}

TEST(Options, NothingIsSetByDefault) {
    EXPECT_EQ(translate("nullfs", "rw").attributes.set, 0U);
}

TEST(Options, TheLastWordCounts) {
    EXPECT_EQ(translate("nullfs", "ro,rw").attributes.set, 0U);
    const Options options = translate("nullfs", "rw,ro");
    EXPECT_EQ(options.attributes.set, attr::kReadOnly);
    EXPECT_EQ(options.attributes.clear, 0U);
    EXPECT_EQ(translate("nullfs", "noatime,relatime").attributes.set, 0U);
    EXPECT_EQ(translate("nullfs", "strictatime,noatime").attributes.set, attr::kNoAtime);
}

TEST(Options, LateIsTold) {
    EXPECT_THAT(
        translate("nullfs", "rw,late").notes,
        ElementsAre("mount: s /d nullfs rw,late: option late has no effect: a jail's mounts "
                    "are made when it is created"));
}

TEST(Options, FailokIsRefused) {
    EXPECT_THAT(error_of("nullfs", "failok"), HasSubstr("option failok: a jail exists with all"));
}

TEST(Options, UnknownWordIsNamed) {
    EXPECT_EQ(error_of("nullfs", "rw,0"),
              "mount: s /d nullfs rw,0: option 0: not known for type nullfs");
    EXPECT_THAT(error_of("devfs", "size=1m"),
                HasSubstr("option size=1m: not known for type devfs"));
    EXPECT_THAT(error_of("procfs", "linkto=x"), HasSubstr("linkto=x"));
}

TEST(Options, OtherTypesKnowTheirOwn) {
    EXPECT_THAT(translate("ext4", "data=journal,acl").fs,
                ElementsAre(FsOption{"data", "journal"}, FsOption{"acl", std::nullopt}));
}

TEST(Options, FdescfsLinksAreLinuxManner) {
    EXPECT_THAT(translate("fdescfs", "rw,linrdlnk").notes, IsEmpty());
    EXPECT_THAT(error_of("tmpfs", "linrdlnk"), HasSubstr("linrdlnk"));
}

TEST(Options, TmpfsWordsOfFreebsd) {
    EXPECT_THAT(translate("tmpfs", "size=100b,inodes=5,uid=1,mode=1777").fs,
                ElementsAre(FsOption{"size", "100"}, FsOption{"nr_inodes", "5"},
                            FsOption{"uid", "1"}, FsOption{"mode", "1777"}));
    EXPECT_THAT(error_of("tmpfs", "uid=www"), HasSubstr("must be a number"));
    EXPECT_THAT(error_of("tmpfs", "gid=4294967295"), HasSubstr("must be a number"));
    EXPECT_THAT(error_of("tmpfs", "mode=u+x"), HasSubstr("octal"));
    EXPECT_THAT(error_of("tmpfs", "mode=17777"), HasSubstr("octal"));
    EXPECT_THAT(error_of("tmpfs", "maxfilesize=1"), HasSubstr("maxfilesize"));
}

TEST(Options, BindOfAnyType) {
    EXPECT_EQ(translate("none", "rbind").recursion, os::Recursion::Tree);
    EXPECT_EQ(translate("none", "bind").recursion, os::Recursion::One);
    EXPECT_THAT(error_of("none", "ro"), HasSubstr("needs the option bind or rbind"));
}

TEST(FsType, NamesOfFreebsd) {
    EXPECT_EQ(find_type(line_of("linprocfs", "rw")).name, "proc");
    EXPECT_EQ(find_type(line_of("linsysfs", "rw")).source, Source::Sysfs);
    EXPECT_EQ(find_type(line_of("xfs", "rw")).source, Source::Host);
}

TEST(FsType, WhatLinuxHasNotIsRefusedWithAReason) {
    EXPECT_THAT(error_of("unionfs", "rw"),
                HasSubstr("unionfs has no meaning on Linux: use overlay"));
    EXPECT_THAT(error_of("ufs", "rw"), HasSubstr("ufs has no meaning on Linux"));
    EXPECT_THAT(error_of("devtmpfs", "rw"), HasSubstr("use devfs"));
}

}  // namespace
}  // namespace gaol::mount
