#include "gaol/cli/format_jls.h"

#include "gaol/base/json_writer.h"
#include "gaol/base/printable.h"
#include "gaol/base/text.h"
#include "gaol/base/utf8.h"
#include "gaol/cli/jls_value.h"

namespace gaol::cli {

namespace {

// Version of the JSON form, as FreeBSD's jls counts it.
constexpr std::string_view kJsonVersion = "2";

// --- tables --------------------------------------------------------------------------------------

constexpr std::size_t kAnyWidth = std::string::npos;

// text without its tail after limit characters.
std::string_view cut(std::string_view text, std::size_t limit) {
    std::size_t end = 0;
    for (std::size_t count = 0; count < limit && end < text.size(); count++) {
        end += utf8_length(text.substr(end));
    }
    return text.substr(0, end);
}

// What printf's "%-W.Ls" is, counted in characters.
std::string cell(std::string_view text, std::size_t width, std::size_t limit = kAnyWidth) {
    const std::string clean = printable(text);
    const std::string_view shown = cut(clean, limit);
    std::size_t count = 0;
    for (std::size_t at = 0; at < shown.size(); at += utf8_length(shown.substr(at))) {
        count++;
    }
    return std::string(shown).append(count < width ? width - count : 0, ' ');
}

std::string path_cell(const engine::Prison& prison) {
    return cell(prison.params.text("path"), 0, 74) + "\n";
}

std::string first_address(const engine::Prison& prison) {
    const List addresses = prison.params.list("ip4.addr");
    return addresses.empty() ? std::string() : addresses[0];
}

std::string table_row(const engine::Prison& prison, JlsForm form) {
    std::string row =
        form == JlsForm::Names ? " " + cell(prison.name, 15) + " " : strf("%6d  ", prison.jid);
    row += cell(first_address(prison), 15, 15) + " ";
    row += cell(prison.params.text("host.hostname"), 29, 29) + " ";
    return row + path_cell(prison);
}

std::string table_header(JlsForm form) {
    const std::string first = form == JlsForm::Names ? " " + cell("JID", 15) + " " : "   JID  ";
    return first + cell("IP Address", 15) + " " + cell("Hostname", 29) + " Path\n";
}

constexpr std::string_view kIndent = "        ";
constexpr std::string_view kSummaryHeader =
    "   JID  Hostname                      Path\n"
    "        Name                          State\n"
    "        CPUSetID\n"
    "        IP Address(es)\n";

const char* state(const engine::Prison& prison) {
    return prison.dying ? "DYING" : "ACTIVE";
}

std::string summary(const engine::Prison& prison) {
    std::string text = strf("%6d  ", prison.jid);
    text += cell(prison.params.text("host.hostname"), 29, 29) + " " + path_cell(prison);
    text.append(kIndent) += cell(prison.name, 29, 29) + " " + state(prison) + "\n";
    text.append(kIndent) += std::to_string(prison.params.number("cpuset.id")) + "\n";
    for (const char* family : {"ip4.addr", "ip6.addr"}) {
        for (const std::string& address : prison.params.list(family)) {
            text.append(kIndent) += printable(address) + "\n";
        }
    }
    return text;
}

// --- parameters ----------------------------------------------------------------------------------

// The mark to put around a value; jls escapes nothing within.
std::string_view quote_mark(std::string_view value) {
    if (value.find('\'') != std::string_view::npos) {
        return "\"";
    }
    if (value.find('"') != std::string_view::npos) {
        return "'";
    }
    return value.find_first_of(" \t") != std::string_view::npos ? "\"" : "";
}

std::string value_text(const JlsColumn& column, const Value& value, const JlsRequest& request) {
    const List* list = std::get_if<List>(&value);
    if (list != nullptr && list->empty() && !request.quotes) {
        return request.assignments ? "" : "-";
    }
    const std::string_view keep = column.param->kind == Kind::KeyValue ? "\t\n" : "\t";
    const std::string text = printable(print_value(*column.param, value), keep);
    if (text.empty()) {
        return "\"\"";
    }
    const std::string mark(request.quotes ? quote_mark(text) : "");
    return mark + text + mark;
}

std::string boolean_name(const JlsColumn& column, bool value) {
    return value != column.negated ? std::string(column.param->name) : no_form(column.param->name);
}

std::string parameter(const engine::Prison& prison, const JlsColumn& column,
                      const JlsRequest& request) {
    const std::string name = printable(column.name);
    const auto value = jls_value(prison, column);
    if (!value) {
        return request.assignments ? name : "";
    }
    if (!request.assignments) {
        return value_text(column, *value, request);
    }
    if (const bool* flag = std::get_if<bool>(&*value)) {
        return boolean_name(column, *flag);
    }
    return name + "=" + value_text(column, *value, request);
}

std::string parameter_row(const engine::Prison& prison, const JlsRequest& request) {
    std::string row;
    const char* separator = "";
    for (const JlsColumn& column : request.columns) {
        if (!request.settable || jls_settable(prison, column)) {
            row.append(separator) += parameter(prison, column, request);
            separator = " ";
        }
    }
    return row + "\n";
}

std::string parameter_header(const JlsRequest& request) {
    std::vector<std::string> names;
    for (const JlsColumn& column : request.columns) {
        names.push_back(printable(column.name));
    }
    return join(names, " ") + "\n";
}

std::string text_header(const JlsRequest& request) {
    switch (request.form) {
        case JlsForm::Summary:
            return std::string(kSummaryHeader);
        case JlsForm::Parameters:
            return request.header ? parameter_header(request) : "";
        default:
            return table_header(request.form);
    }
}

std::string text_of(const engine::Prison& prison, const JlsRequest& request) {
    switch (request.form) {
        case JlsForm::Summary:
            return summary(prison);
        case JlsForm::Parameters:
            return parameter_row(prison, request);
        default:
            return table_row(prison, request.form);
    }
}

// --- JSON ----------------------------------------------------------------------------------------

void write_list(JsonWriter& json, std::string_view key, const List& items) {
    json.open_list(key);
    for (const std::string& item : items) {
        json.item(item);
    }
    json.close();
}

void write_table(JsonWriter& json, const engine::Prison& prison, JlsForm form) {
    if (form == JlsForm::Names) {
        json.text("name", prison.name);
    } else {
        json.number("jid", prison.jid);
    }
    json.text("ipv4", first_address(prison));
    json.text("hostname", prison.params.text("host.hostname"));
    json.text("path", prison.params.text("path"));
}

void write_summary(JsonWriter& json, const engine::Prison& prison) {
    json.number("jid", prison.jid);
    json.text("hostname", prison.params.text("host.hostname"));
    json.text("path", prison.params.text("path"));
    json.text("name", prison.name);
    json.text("state", state(prison));
    json.number("cpusetid", prison.params.number("cpuset.id"));
    write_list(json, "ipv4_addrs", prison.params.list("ip4.addr"));
    write_list(json, "ipv6_addrs", prison.params.list("ip6.addr"));
}

void write_parameter(JsonWriter& json, const engine::Prison& prison, const JlsColumn& column,
                     const JlsRequest& request) {
    const auto value = jls_value(prison, column);
    if (!value || (request.settable && !jls_settable(prison, column))) {
        return;
    }
    const bool* flag = std::get_if<bool>(&*value);
    if (flag != nullptr && request.assignments) {
        json.boolean(column.name, *flag);
    } else if (const List* list = std::get_if<List>(&*value)) {
        write_list(json, column.name, *list);
    } else {
        json.text(column.name, print_value(*column.param, *value));
    }
}

void write_prison(JsonWriter& json, const engine::Prison& prison, const JlsRequest& request) {
    json.open_element();
    if (request.form == JlsForm::Summary) {
        write_summary(json, prison);
    } else if (request.form != JlsForm::Parameters) {
        write_table(json, prison, request.form);
    } else {
        for (const JlsColumn& column : request.columns) {
            write_parameter(json, prison, column, request);
        }
    }
    json.close();
}

std::string json_of(std::span<const engine::Prison> prisons, const JlsRequest& request) {
    JsonWriter json(request.output == JlsOutput::Json ? JsonLayout::Compact : JsonLayout::Pretty,
                    kJsonVersion);
    json.open_object("jail-information");
    json.open_list("jail");
    for (const engine::Prison& prison : prisons) {
        write_prison(json, prison, request);
    }
    return json.finish();
}

}  // namespace

std::string format_jls(std::span<const engine::Prison> prisons, const JlsRequest& request) {
    if (request.output != JlsOutput::Text) {
        return json_of(prisons, request);
    }
    std::string text = text_header(request);
    for (const engine::Prison& prison : prisons) {
        text += text_of(prison, request);
    }
    return text;
}

}  // namespace gaol::cli
