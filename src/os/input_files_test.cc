#include "gaol/os/input_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "gaol/base/error.h"

namespace gaol::os {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class InputFiles : public testing::Test {
  protected:
    InputFiles() : dir_(mkdtemp(template_)) {
        std::ofstream(dir_ + "/b.conf") << "bb";
        std::ofstream(dir_ + "/a.conf") << "a";
    }
    ~InputFiles() override {
        unlink((dir_ + "/a.conf").c_str());
        unlink((dir_ + "/b.conf").c_str());
        rmdir(dir_.c_str());
    }

    int error_of(const std::string& name, std::size_t limit) const {
        try {
            return read_input_file(dir_ + name, limit).empty() ? -1 : 0;
        } catch (const SysError& error) {
            return error.errnum();
        }
    }

    char template_[32] = "/tmp/gaol-input.XXXXXX";
    std::string dir_;
};

TEST_F(InputFiles, AreFoundInOrder) {
    EXPECT_THAT(match_files(dir_ + "/*.conf"), ElementsAre(dir_ + "/a.conf", dir_ + "/b.conf"));
    EXPECT_THAT(match_files(dir_ + "/*.nothing"), IsEmpty());
    EXPECT_THAT(match_files(dir_ + "/[ab].conf"), testing::SizeIs(2));
}

TEST_F(InputFiles, AreReadUpToALimit) {
    EXPECT_EQ(read_input_file(dir_ + "/b.conf", 2), "bb");
    EXPECT_EQ(error_of("/b.conf", 1), EFBIG);
    EXPECT_EQ(error_of("/c.conf", 9), ENOENT);
    EXPECT_EQ(error_of("", 9), EISDIR);
}

}  // namespace
}  // namespace gaol::os
