// Settings as one line of text, as `jail -e` and the file of `jail -J` show them.
#pragma once

#include <string>
#include <string_view>

#include "gaol/model/settings.h"

namespace gaol::config {

// "name=web|path=/jails/web|persist": name, or name=VALUE,VALUE with the quoting of quote_value.
// A setting called jid is left out: both records show it in their own way or not at all.
[[nodiscard]] std::string describe_settings(const Settings& settings, std::string_view separator);

}  // namespace gaol::config
