#include "gaol/os/relay_buffer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "gaol/os/fd.h"

namespace gaol::os {
namespace {

struct Pipe {
    Pipe() {
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
        read = Fd(ends[0]);
        write = Fd(ends[1]);
    }
    void put(const std::string& text) const {
        EXPECT_EQ(::write(write.get(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
    std::string get() const {
        std::string text(100000, '\0');
        const ssize_t count = ::read(read.get(), text.data(), text.size());
        text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
        return text;
    }
    Fd read;
    Fd write;
};

TEST(RelayBuffer, CarriesBytes) {
    const Pipe from;
    const Pipe to;
    RelayBuffer buffer;
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Later);
    from.put("abc");
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Some);
    from.put("def");
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Some);
    EXPECT_TRUE(buffer.flush(to.write.get()));
    EXPECT_TRUE(buffer.empty());
    EXPECT_EQ(to.get(), "abcdef");
}

TEST(RelayBuffer, SaysHowInputEnds) {
    Pipe from;
    RelayBuffer buffer;
    from.write.reset();
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::End);
    from.read.reset();
    EXPECT_EQ(buffer.fill(-1), RelayBuffer::Input::Broken);
}

TEST(RelayBuffer, HoldsNoMoreThanItsCapacity) {
    const Pipe from;
    RelayBuffer buffer;
    from.put(std::string(RelayBuffer::kCapacity + 1000, 'x'));
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Some);
    EXPECT_EQ(buffer.room(), 0u);
    EXPECT_EQ(from.get().size(), 1000u);
}

TEST(RelayBuffer, KeepsWhatIsNotTakenAtOnce) {
    const Pipe from;
    const Pipe to;
    ASSERT_EQ(::fcntl(to.write.get(), F_SETPIPE_SZ, 4096), 4096);
    RelayBuffer buffer;
    const std::string text = std::string(5000, 'a') + std::string(2000, 'b');
    from.put(text);
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Some);
    EXPECT_TRUE(buffer.flush(to.write.get()));
    EXPECT_FALSE(buffer.empty());
    std::string got = to.get();
    from.put("c");
    EXPECT_EQ(buffer.fill(from.read.get()), RelayBuffer::Input::Some);
    EXPECT_TRUE(buffer.flush(to.write.get()));
    EXPECT_TRUE(buffer.empty());
    got += to.get();
    EXPECT_EQ(got, text + "c");
}

TEST(RelayBuffer, SaysWhenNobodyReads) {
    RelayBuffer buffer;
    buffer.push('x');
    EXPECT_FALSE(buffer.flush(-1));
}

}  // namespace
}  // namespace gaol::os
