// What a configuration or a command line asks for, still as text: an ordered list of settings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gaol {

// One parameter as it was written last: "persist", "nopersist", "ip4.addr" with two values,
// "meta.owner" with one.  A bare name has no value; `name = ""` has one empty value.
struct Setting {
    std::string name;
    std::vector<std::string> values;

    bool operator==(const Setting&) const = default;
};

using Settings = std::vector<Setting>;

}  // namespace gaol
