#include "gaol/os/log_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gaol/base/error.h"

namespace gaol::os {
namespace {

class LogFile : public testing::Test {
  protected:
    LogFile() : top_(mkdtemp(template_)) { EXPECT_EQ(mkdir((top_ + "/log").c_str(), 0755), 0); }
    ~LogFile() override {
        for (const char* name : {"/log/file", "/log/link", "/log/fifo", "/link", "/file"}) {
            unlink((top_ + name).c_str());
        }
        rmdir((top_ + "/log").c_str());
        rmdir(top_.c_str());
    }

    int error_of(const std::string& path) const {
        try {
            return open_log_beneath(top_, path).valid() ? 0 : -1;
        } catch (const SysError& error) {
            EXPECT_EQ(std::string(error.what()).substr(0, 5), "open(");
            return error.errnum();
        }
    }

    std::string contents(const std::string& path) const {
        std::ostringstream text;
        text << std::ifstream(top_ + path).rdbuf();
        return text.str();
    }

    char template_[32] = "/tmp/gaol-log.XXXXXX";
    std::string top_;
};

TEST_F(LogFile, IsAppendedTo) {
    for (const char* word : {"a", "b"}) {
        const Fd file = open_log_beneath(top_, "log/file");
        EXPECT_EQ(write(file.get(), word, 1), 1);
        EXPECT_EQ(fcntl(file.get(), F_GETFL) & O_NONBLOCK, 0);
        EXPECT_NE(fcntl(file.get(), F_GETFL) & O_APPEND, 0);
    }
    const Fd plain = open_log(top_ + "/log/file");
    EXPECT_EQ(write(plain.get(), "c", 1), 1);
    EXPECT_EQ(contents("/log/file"), "abc");
}

TEST_F(LogFile, HasTheModeThatTheUmaskLeaves) {
    const mode_t saved = umask(027);
    EXPECT_EQ(error_of("log/file"), 0);
    umask(saved);
    struct stat status {};
    ASSERT_EQ(stat((top_ + "/log/file").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0640U);
}

TEST_F(LogFile, NoComponentMayBeALink) {
    ASSERT_EQ(symlink("/etc/passwd", (top_ + "/log/link").c_str()), 0);
    ASSERT_EQ(symlink("log", (top_ + "/link").c_str()), 0);
    EXPECT_EQ(error_of("log/link"), ELOOP);
    EXPECT_EQ(error_of("link/file"), ELOOP);
    EXPECT_EQ(error_of("log/../../file"), EXDEV);
}

TEST_F(LogFile, MustBeARegularFile) {
    ASSERT_EQ(mkfifo((top_ + "/log/fifo").c_str(), 0600), 0);
    EXPECT_EQ(error_of("log/fifo"), ENXIO);
    const Fd reader(open((top_ + "/log/fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    EXPECT_EQ(error_of("log/fifo"), EINVAL);
    EXPECT_EQ(error_of("log"), EISDIR);
}

}  // namespace
}  // namespace gaol::os
