#include "gaol/mount/line.h"

#include <cerrno>
#include <cstddef>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/os/path.h"

namespace gaol::mount {

namespace {

constexpr std::size_t kFileLimit = std::size_t{1} << 20;

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

// "\040" and the like as fstab(5) writes blanks; "\\" is a backslash.  A NUL has no place in a
// path.
std::optional<std::string> decode(std::string_view field) {
    std::string text;
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] != '\\') {
            text += field[i];
            continue;
        }
        const std::string_view rest = field.substr(i + 1);
        if (!rest.empty() && rest[0] == '\\') {
            text += '\\';
            i += 1;
            continue;
        }
        if (rest.size() < 3 || !is_octal(rest[0]) || !is_octal(rest[1]) || !is_octal(rest[2])) {
            return std::nullopt;
        }
        const int code = (rest[0] - '0') * 64 + (rest[1] - '0') * 8 + (rest[2] - '0');
        if (code == 0 || code > 255) {
            return std::nullopt;
        }
        text += static_cast<char>(code);
        i += 3;
    }
    return text;
}

std::vector<std::string> option_words(const std::string& field) {
    std::vector<std::string> words;
    for (std::string& word : split(field, ',')) {
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

}  // namespace

std::optional<Line> parse_line(std::string_view text) {
    const std::vector<std::string> fields = split_words(text);
    if (fields.empty()) {
        return std::nullopt;
    }
    // A message ends at a NUL.
    const std::string name = "mount: " + std::string(text.substr(0, text.find('\0'))) + ": ";
    const std::optional<std::string> special = decode(fields[0]);
    const std::optional<std::string> dir = fields.size() > 1 ? decode(fields[1]) : std::string();
    if (!special || !dir || text.find('\0') != std::string_view::npos) {
        throw JailError(EINVAL, name + "fstab parse error");
    }
    if (fields.size() < 3) {
        throw JailError(EINVAL, name + "missing information");
    }
    Line line{.special = *special, .dir = *dir, .type = fields[2]};
    if (fields.size() > 3) {
        line.options = option_words(fields[3]);
    }
    return line;
}

std::vector<Line> read_fstab(const std::string& file) {
    std::string text;
    try {
        text = os::read_host_file(file, kFileLimit);
    } catch (const SysError& error) {
        throw JailError(error.errnum(), "mount.fstab: " + file + ": " + error.code().message());
    }
    std::vector<Line> lines;
    for (const std::string& row : split(text, '\n')) {
        const std::string_view content = std::string_view(row).substr(0, row.find('#'));
        if (std::optional<Line> line = parse_line(trim(content))) {
            lines.push_back(std::move(*line));
        }
    }
    return lines;
}

std::string label(const Line& line) {
    if (line.param != "mount") {
        return line.param;
    }
    std::string text = "mount: " + line.special + " " + line.dir + " " + line.type;
    if (!line.options.empty()) {
        text += " " + join(line.options, ",");
    }
    return text;
}

void refuse(const Line& line, const std::string& reason) {
    throw JailError(EINVAL, label(line) + ": " + reason);
}

}  // namespace gaol::mount
