#include "gaol/base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdarg>
#include <cstdio>

namespace gaol {

namespace {

constexpr std::string_view kBlank = " \t\n\v\f\r";

template <typename Number>
std::optional<Number> parse_number(std::string_view text, int base) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (text.empty() || error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string strf(const char* format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int length = std::vsnprintf(nullptr, 0, format, args);
    va_end(args);
    std::string text(static_cast<std::size_t>(std::max(length, 0)), '\0');
    std::vsnprintf(text.data(), text.size() + 1, format, again);
    va_end(again);
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> pieces;
    std::size_t start = 0;
    for (;;) {
        const std::size_t stop = text.find(separator, start);
        pieces.emplace_back(text.substr(start, stop - start));
        if (stop == std::string_view::npos) {
            return pieces;
        }
        start = stop + 1;
    }
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::size_t start = text.find_first_not_of(kBlank);
    while (start != std::string_view::npos) {
        const std::size_t stop = text.find_first_of(kBlank, start);
        words.emplace_back(text.substr(start, stop - start));
        start = text.find_first_not_of(kBlank, stop);
    }
    return words;
}

std::string join(const std::vector<std::string>& pieces, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); i++) {
        if (i > 0) {
            text.append(separator);
        }
        text.append(pieces[i]);
    }
    return text;
}

std::string_view trim(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kBlank);
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(kBlank) - start + 1);
}

std::optional<std::int64_t> parse_int(std::string_view text, int base) {
    return parse_number<std::int64_t>(text, base);
}

std::optional<std::uint64_t> parse_uint(std::string_view text, int base) {
    return parse_number<std::uint64_t>(text, base);
}

bool equal_nocase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace gaol
