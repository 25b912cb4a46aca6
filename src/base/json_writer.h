// JSON written piece by piece, in the form that libxo(3) gives it, so that scripts that match its
// text keep working.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gaol {

enum class JsonLayout : std::uint8_t { Compact, Pretty };

// One document: an object whose first member is "__version".  Members go into the container that
// was opened last.  Texts need not be UTF-8: what is not becomes U+FFFD; control characters,
// those of U+007F to U+009F too, are escaped.
class JsonWriter {
  public:
    JsonWriter(JsonLayout layout, std::string_view version);

    void open_object(std::string_view key);
    void open_list(std::string_view key);
    void open_element();  // an object in a list
    void close();         // what was opened last

    void text(std::string_view key, std::string_view value);
    void number(std::string_view key, std::int64_t value);
    void boolean(std::string_view key, bool value);
    void item(std::string_view value);  // a text in a list

    // Closes everything and gives the document, which ends in a newline.
    [[nodiscard]] std::string finish();

  private:
    void open(char bracket);
    void key(std::string_view name);
    void value(std::string_view text);
    void separate(std::string_view compact);
    void line();

    struct Frame {
        char closing;
        bool empty;
    };

    JsonLayout layout_;
    std::vector<Frame> frames_;
    std::string out_;
};

}  // namespace gaol
