#include "gaol/base/utf8.h"

namespace gaol {

namespace {

// What may follow a first byte: how many bytes in all, and the range of the second one, which is
// where overlong forms, surrogates and numbers out of range are told apart.
struct Lead {
    std::size_t length;
    unsigned char low;
    unsigned char high;
};

Lead lead_of(unsigned char byte) noexcept {
    if (byte >= 0xc2 && byte <= 0xdf) {
        return {2, 0x80, 0xbf};
    }
    if (byte >= 0xe0 && byte <= 0xef) {
        return {3,
                byte == 0xe0 ? static_cast<unsigned char>(0xa0) : static_cast<unsigned char>(0x80),
                byte == 0xed ? static_cast<unsigned char>(0x9f) : static_cast<unsigned char>(0xbf)};
    }
    if (byte >= 0xf0 && byte <= 0xf4) {
        return {4,
                byte == 0xf0 ? static_cast<unsigned char>(0x90) : static_cast<unsigned char>(0x80),
                byte == 0xf4 ? static_cast<unsigned char>(0x8f) : static_cast<unsigned char>(0xbf)};
    }
    return {0, 0, 0};
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
    if (text.empty()) {
        return 0;
    }
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) {
        return 1;
    }
    const Lead lead = lead_of(byte(0));
    if (lead.length == 0 || text.size() < lead.length || byte(1) < lead.low ||
        byte(1) > lead.high) {
        return 0;
    }
    for (std::size_t i = 2; i < lead.length; i++) {
        if ((byte(i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    return lead.length;
}

}  // namespace gaol
