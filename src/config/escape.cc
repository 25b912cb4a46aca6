#include "gaol/config/escape.h"

namespace gaol::config {
namespace {

constexpr bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

// The value of a hexadecimal digit; -1 for any other character.
constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::size_t count_octal(std::string_view digits) {
    std::size_t n = 0;
    while (n < digits.size() && n < 3 && is_octal(digits[n])) {
        ++n;
    }
    return n;
}

std::size_t count_hex(std::string_view digits) {
    std::size_t n = 0;
    while (n < digits.size() && n < 2 && hex_value(digits[n]) >= 0) {
        ++n;
    }
    return n;
}

// Two hexadecimal or three octal digits; the value wraps round at 256.
char code_of(std::string_view digits, unsigned base) {
    unsigned code = 0;
    for (const char c : digits) {
        code = code * base + static_cast<unsigned>(hex_value(c));
    }
    return static_cast<char>(static_cast<unsigned char>(code));
}

char letter(char c) {
    constexpr std::string_view kLetters = "abfnrtv";
    constexpr std::string_view kControls = "\a\b\f\n\r\t\v";
    const std::size_t at = kLetters.find(c);
    return at == std::string_view::npos ? c : kControls[at];
}

}  // namespace

std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) {
        return text.size();
    }
    if (is_octal(text[1])) {
        return 1 + count_octal(text.substr(1));
    }
    return text[1] == 'x' ? 2 + count_hex(text.substr(2)) : 2;
}

std::string unescape(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) {
        const std::size_t length = raw[0] == '\\' ? escape_length(raw) : 1;
        if (length == 1) {
            out += raw[0];
        } else if (is_octal(raw[1])) {
            out += code_of(raw.substr(1, length - 1), 8);
        } else if (raw[1] == 'x') {
            out += code_of(raw.substr(2, length - 2), 16);
        } else if (raw[1] != '\n') {
            out += letter(raw[1]);
        }
        raw.remove_prefix(length);
    }
    return out;
}

}  // namespace gaol::config
