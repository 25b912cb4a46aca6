#include "gaol/base/quote.h"

namespace gaol {
namespace {

// The quote character that a value needs; '\0' for none.
char quote_for(std::string_view value) {
    if (value.empty() || value.find('\'') != std::string_view::npos) {
        return '"';
    }
    if (value.find('"') != std::string_view::npos) {
        return '\'';
    }
    return value.find_first_of(" \t") != std::string_view::npos ? '"' : '\0';
}

}  // namespace

std::string quote_value(std::string_view value) {
    const char quote = quote_for(value);
    std::string out;
    out.reserve(value.size() + 2);
    if (quote != '\0') {
        out += quote;
    }
    for (const char c : value) {
        if (c == '\\' || (quote != '\0' && c == quote)) {
            out += '\\';
        }
        out += c;
    }
    if (quote != '\0') {
        out += quote;
    }
    return out;
}

}  // namespace gaol
