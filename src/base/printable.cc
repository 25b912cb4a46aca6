#include "gaol/base/printable.h"

#include "gaol/base/text.h"
#include "gaol/base/utf8.h"

namespace gaol {

namespace {

bool is_control(std::string_view character) noexcept {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) {
        return first < 0x20 || first == 0x7f;
    }
    return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
}

}  // namespace

std::string printable(std::string_view text, std::string_view keep) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const std::string_view character = text.substr(0, length == 0 ? 1 : length);
        text.remove_prefix(character.size());
        if (keep.find(character) != std::string_view::npos ||
            (length != 0 && !is_control(character))) {
            result.append(character);
            continue;
        }
        for (const char byte : character) {
            result.append(strf("\\%03o", static_cast<unsigned>(static_cast<unsigned char>(byte))));
        }
    }
    return result;
}

}  // namespace gaol
