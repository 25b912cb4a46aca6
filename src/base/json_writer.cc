#include "gaol/base/json_writer.h"

#include <utility>

#include "gaol/base/text.h"
#include "gaol/base/utf8.h"

namespace gaol {

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

std::string escape_ascii(char c) {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\t':
            return "\\t";
        case '\r':
            return "\\r";
        default:
            break;
    }
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f ? strf("\\u%04x", static_cast<unsigned>(code))
                                       : std::string(1, c);
}

// character: one of UTF-8.
std::string escape(std::string_view character) {
    if (character.size() == 1) {
        return escape_ascii(character[0]);
    }
    const auto second = static_cast<unsigned char>(character[1]);
    if (character[0] == '\xc2' && second < 0xa0) {
        return strf("\\u%04x", static_cast<unsigned>(second));
    }
    return std::string(character);
}

}  // namespace

JsonWriter::JsonWriter(JsonLayout layout, std::string_view version) : layout_(layout) {
    open('{');
    line();
    // libxo puts a blank here even where it puts none after the other keys.
    out_.append("\"__version\": ");
    value(version);
    frames_.back().empty = false;
}

void JsonWriter::open_object(std::string_view name) {
    separate(", ");
    key(name);
    out_.append(layout_ == JsonLayout::Compact ? " " : "");
    open('{');
}

void JsonWriter::open_list(std::string_view name) {
    separate(", ");
    key(name);
    out_.append(layout_ == JsonLayout::Compact ? " " : "");
    open('[');
}

void JsonWriter::open_element() {
    separate(", ");
    open('{');
}

void JsonWriter::close() {
    const char closing = frames_.back().closing;
    frames_.pop_back();
    line();
    out_.push_back(closing);
}

void JsonWriter::text(std::string_view name, std::string_view content) {
    separate(",");
    key(name);
    value(content);
}

void JsonWriter::number(std::string_view name, std::int64_t content) {
    separate(",");
    key(name);
    out_.append(std::to_string(content));
}

void JsonWriter::boolean(std::string_view name, bool content) {
    separate(",");
    key(name);
    out_.append(content ? "true" : "false");
}

void JsonWriter::item(std::string_view content) {
    separate(",");
    value(content);
}

std::string JsonWriter::finish() {
    while (!frames_.empty()) {
        close();
    }
    out_.push_back('\n');
    return std::move(out_);
}

void JsonWriter::open(char bracket) {
    out_.push_back(bracket);
    frames_.push_back({bracket == '{' ? '}' : ']', true});
}

void JsonWriter::key(std::string_view name) {
    value(name);
    out_.append(layout_ == JsonLayout::Compact ? ":" : ": ");
}

void JsonWriter::value(std::string_view content) {
    out_.push_back('"');
    while (!content.empty()) {
        const std::size_t length = utf8_length(content);
        if (length == 0) {
            out_.append(kReplacement);
            content.remove_prefix(1);
            continue;
        }
        out_.append(escape(content.substr(0, length)));
        content.remove_prefix(length);
    }
    out_.push_back('"');
}

// compact: what stands between two members when no line end does.
void JsonWriter::separate(std::string_view compact) {
    if (!frames_.back().empty) {
        out_.append(layout_ == JsonLayout::Compact ? compact : ",");
    }
    frames_.back().empty = false;
    line();
}

void JsonWriter::line() {
    if (layout_ == JsonLayout::Pretty) {
        out_.append("\n").append(2 * frames_.size(), ' ');
    }
}

}  // namespace gaol
