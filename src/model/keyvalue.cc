#include "gaol/model/keyvalue.h"

#include <cerrno>
#include <vector>

#include "gaol/base/text.h"
#include "gaol/model/jail_set_error.h"

namespace gaol {

namespace {

// Takes the first line, with its newline, off the front of rest.
std::string_view next_line(std::string_view& rest) {
    const std::size_t newline = rest.find('\n');
    const std::size_t size = newline == std::string_view::npos ? rest.size() : newline + 1;
    const std::string_view line = rest.substr(0, size);
    rest.remove_prefix(size);
    return line;
}

bool has_key(std::string_view line, std::string_view key) {
    return line.size() > key.size() && line.starts_with(key) && line[key.size()] == '=';
}

}  // namespace

void check_keyvalue_size(std::string_view name, std::string_view text) {
    if (text.size() > kMaxKeyValue) {
        throw jail_set_error(
            EFBIG, std::string(name) + ": at most " + std::to_string(kMaxKeyValue) + " bytes");
    }
}

std::optional<std::string_view> keyvalue_find(std::string_view text,
                                              std::string_view key) noexcept {
    while (!text.empty()) {
        std::string_view line = next_line(text);
        if (has_key(line, key)) {
            line.remove_prefix(key.size() + 1);
            return line.substr(0, line.find('\n'));
        }
    }
    return std::nullopt;
}

std::string keyvalue_erase(std::string_view text, std::string_view key) {
    std::vector<std::string> kept = split(text, '\n');
    std::erase_if(kept, [key](const std::string& line) { return has_key(line, key); });
    return join(kept, "\n");
}

std::string keyvalue_set(std::string_view text, std::string_view key, std::string_view value) {
    std::string line(key);
    line.append("=").append(value);
    const std::string others = keyvalue_erase(text, key);
    return others.empty() ? line : line.append("\n").append(others);
}

}  // namespace gaol
