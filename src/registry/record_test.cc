#include "gaol/registry/record.h"

#include <gtest/gtest.h>

#include "gaol/base/bytes.h"

namespace gaol::registry {
namespace {

Record full_record() {
    Record record{.jid = 7,
                  .name = "web",
                  .state = State::Dying,
                  .first = {.pid = 4711, .serial = 0x1122334455667788U},
                  .ids = {.first = 0x80010000U, .count = 131072}};
    record.params.set("persist", true);
    record.params.set("children.max", std::int64_t{-1});
    record.params.set("host", JailSys::Inherit);
    record.params.set("path", std::string("/srv/\xc3\xa9"));
    record.params.set("meta", std::string("a=1\nb=\n"));
    return record;
}

void expect_same(const Record& a, const Record& b) {
    EXPECT_EQ(a.jid, b.jid);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.state, b.state);
    EXPECT_EQ(a.first.pid, b.first.pid);
    EXPECT_EQ(a.first.serial, b.first.serial);
    EXPECT_EQ(a.ids, b.ids);
    EXPECT_EQ(a.params, b.params);
}

// A record with these bytes after its parameter count of one.
std::string with_parameter(const std::string& parameter) {
    Record record{.jid = 7, .name = "a"};
    std::string bytes = encode(record);
    bytes[bytes.size() - 2] = 1;
    return bytes + parameter;
}

std::string parameter(std::string_view name, std::uint8_t tag, const std::string& value) {
    ByteWriter out;
    out.text(name);
    out.u8(tag);
    return std::move(out).take() + value;
}

TEST(Record, SurvivesEncoding) {
    const Record record = full_record();
    const auto read = decode(encode(record));
    ASSERT_TRUE(read);
    expect_same(*read, record);
}

TEST(Record, SmallestSurvives) {
    const Record record{.jid = 999999, .name = "999999"};
    const auto read = decode(encode(record));
    ASSERT_TRUE(read);
    expect_same(*read, record);
}

TEST(Record, LargeTextSurvives) {
    Record record = full_record();
    record.params.set("meta", "k=" + std::string(4000, 'x') + "\n");
    const auto read = decode(encode(record));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->params, record.params);
}

TEST(Record, NoPrefixIsARecord) {
    const std::string bytes = encode(full_record());
    for (std::size_t size = 0; size < bytes.size(); size++) {
        EXPECT_FALSE(decode(bytes.substr(0, size))) << size;
    }
}

TEST(Record, NothingMayFollow) {
    EXPECT_FALSE(decode(encode(full_record()) + '\0'));
}

TEST(Record, OtherVersionIsNone) {
    std::string bytes = encode(full_record());
    for (const char version : {'\0', '\2', '\377'}) {
        bytes[0] = version;
        EXPECT_FALSE(decode(bytes));
    }
}

TEST(Record, UnknownStateIsNone) {
    std::string bytes = encode(full_record());
    for (const char state : {'\0', '\3'}) {
        bytes[1] = state;
        EXPECT_FALSE(decode(bytes));
    }
}

TEST(Record, NeedsNumberAndName) {
    EXPECT_FALSE(decode(encode({.jid = 0, .name = "a"})));
    EXPECT_FALSE(decode(encode({.jid = -1, .name = "a"})));
    EXPECT_FALSE(decode(encode({.jid = 7, .name = ""})));
}

TEST(Record, ParameterOfALaterVersionIsPassedOver) {
    const auto read = decode(with_parameter(parameter("allow.teleport", 0, "\1")));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->params.all().empty());
}

// Neither a crash nor a half-read record.
TEST(Record, ValueOfTheWrongKindIsNone) {
    EXPECT_FALSE(decode(with_parameter(parameter("path", 0, "\1"))));
    EXPECT_FALSE(decode(with_parameter(parameter("persist", 3, std::string(4, '\0')))));
    EXPECT_FALSE(decode(with_parameter(parameter("host", 2, "\3"))));
    EXPECT_FALSE(decode(with_parameter(parameter("persist", 5, "\1"))));
}

TEST(Record, ParameterOfTheProgramIsNone) {
    EXPECT_FALSE(decode(with_parameter(parameter("exec.start", 4, std::string(4, '\0')))));
}

// A length or count that the bytes do not hold costs neither memory nor time.
TEST(Record, HugeCountsAreNone) {
    const std::string huge(4, '\377');
    EXPECT_FALSE(decode(with_parameter(parameter("path", 3, huge))));
    EXPECT_FALSE(decode(with_parameter(parameter("ip4.addr", 4, huge))));
    std::string bytes = encode({.jid = 7, .name = "a"});
    bytes.replace(6, 4, huge);
    EXPECT_FALSE(decode(bytes));
}

}  // namespace
}  // namespace gaol::registry
