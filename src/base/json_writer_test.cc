#include "gaol/base/json_writer.h"

#include <gtest/gtest.h>

namespace gaol {
namespace {

void write_sample(JsonWriter& json) {
    json.open_object("info");
    json.open_list("jail");
    json.open_element();
    json.number("jid", 1);
    json.text("name", "a");
    json.open_list("addrs");
    json.item("10.0.0.1");
    json.item("10.0.0.2");
    json.close();
    json.boolean("up", true);
    json.close();
    json.open_element();
    json.close();
}

TEST(JsonWriter, CompactLooksLikeLibxo) {
    JsonWriter json(JsonLayout::Compact, "2");
    write_sample(json);
    EXPECT_EQ(json.finish(),
              "{\"__version\": \"2\", \"info\": {\"jail\": [{\"jid\":1,\"name\":\"a\", "
              "\"addrs\": [\"10.0.0.1\",\"10.0.0.2\"],\"up\":true}, {}]}}\n");
}

TEST(JsonWriter, Pretty) {
    JsonWriter json(JsonLayout::Pretty, "2");
    write_sample(json);
    EXPECT_EQ(json.finish(), R"({
  "__version": "2",
  "info": {
    "jail": [
      {
        "jid": 1,
        "name": "a",
        "addrs": [
          "10.0.0.1",
          "10.0.0.2"
        ],
        "up": true
      },
      {
      }
    ]
  }
}
)");
}

std::string text_member(std::string_view value) {
    JsonWriter json(JsonLayout::Compact, "2");
    json.text("k", value);
    return json.finish();
}

TEST(JsonWriter, Escapes) {
    EXPECT_EQ(text_member("a\"b\\c/d"), "{\"__version\": \"2\",\"k\":\"a\\\"b\\\\c/d\"}\n");
    EXPECT_EQ(text_member("\n\r\t\x1b\x7f"),
              "{\"__version\": \"2\",\"k\":\"\\n\\r\\t\\u001b\\u007f\"}\n");
    EXPECT_EQ(text_member("\xc3\xa4\xc2\x9b"),
              "{\"__version\": \"2\",\"k\":\"\xc3\xa4\\u009b\"}\n");
    EXPECT_EQ(text_member("a\xff"), "{\"__version\": \"2\",\"k\":\"a\xef\xbf\xbd\"}\n");
}

}  // namespace
}  // namespace gaol
