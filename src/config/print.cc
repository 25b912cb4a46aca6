#include "gaol/config/print.h"

#include "gaol/base/quote.h"

namespace gaol::config {
namespace {

void append_setting(std::string& line, const Setting& setting) {
    line += setting.name;
    char before = '=';
    for (const std::string& value : setting.values) {
        line += before;
        line += quote_value(value);
        before = ',';
    }
}

}  // namespace

std::string describe_settings(const Settings& settings, std::string_view separator) {
    std::string line;
    bool first = true;
    for (const Setting& setting : settings) {
        if (setting.name == "jid") {
            continue;
        }
        if (!first) {
            line += separator;
        }
        first = false;
        append_setting(line, setting);
    }
    return line;
}

}  // namespace gaol::config
