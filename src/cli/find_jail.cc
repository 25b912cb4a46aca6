#include "gaol/cli/find_jail.h"

#include <cerrno>
#include <string>

#include "gaol/base/error.h"
#include "gaol/base/text.h"

namespace gaol::cli {

namespace {

JailError not_found(std::string_view text) {
    const bool number = parse_uint(text).value_or(0) != 0;
    const std::string shown = number ? std::string(text) : "\"" + std::string(text) + "\"";
    return {ENOENT, "jail " + shown + " not found"};
}

JailError is_dying(const engine::Prison& prison) {
    const std::string number = std::to_string(prison.jid);
    return {ENOENT, prison.name == number
                        ? "jail " + number + " is dying"
                        : "jail \"" + prison.name + "\" (" + number + ") is dying"};
}

}  // namespace

engine::Prison find_jail(const engine::Prisons& prisons, std::string_view text,
                         engine::Dying dying) {
    if (auto found = prisons.find(text, dying)) {
        return *std::move(found);
    }
    if (const auto ending = prisons.find(text, engine::Dying::Show)) {
        throw is_dying(*ending);
    }
    throw not_found(text);
}

}  // namespace gaol::cli
