#include "gaol/cli/jail_record.h"

#include <cerrno>
#include <system_error>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/config/print.h"

namespace gaol::cli {

namespace {

[[noreturn]] void fail(const std::string& what) {
    const int errnum = errno;
    throw JailError(errnum, what + ": " + std::generic_category().message(errnum));
}

std::string historic(const Settings& settings, int jid) {
    std::vector<std::string> addresses;
    std::vector<std::string> command;
    for (const Setting& setting : settings) {
        if (setting.name == "ip4.addr" || setting.name == "ip6.addr") {
            addresses.insert(addresses.end(), setting.values.begin(), setting.values.end());
        } else if (setting.name == "command") {
            command = setting.values;
        }
    }
    return join(
        {std::to_string(jid), engine::setting_text(settings, "path"),
         engine::setting_text(settings, "host.hostname"), join(addresses, ","), join(command, " ")},
        "\t");
}

}  // namespace

std::string describe_record(JailForm form, const engine::Request& request, int jid) {
    if (form == JailForm::Historic) {
        return historic(request.settings, jid);
    }
    const std::string rest = config::describe_settings(request.settings, "\t");
    return "jid=" + std::to_string(jid) + (rest.empty() ? "" : "\t" + rest);
}

JailRecord::JailRecord(const std::string& file, JailForm form)
    : name_(file), form_(form), file_(std::fopen(file.c_str(), "we")) {
    if (!file_) {
        fail("open " + name_);
    }
}

void JailRecord::add(const engine::Request& request, int jid) {
    const std::string line = describe_record(form_, request, jid) + "\n";
    if (std::fputs(line.c_str(), file_.get()) == EOF || std::fflush(file_.get()) != 0) {
        fail(name_);
    }
}

}  // namespace gaol::cli
