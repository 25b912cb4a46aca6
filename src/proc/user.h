// passwd(5) and group(5), read as text: no name service of a jail is ever loaded.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gaol/os/fd.h"
#include "gaol/proc/command.h"

namespace gaol::proc {

// The two files as texts.
struct UserFiles {
    std::string passwd;
    std::string group;
};

// The files of a jail: below its root, regular, at most a few megabytes; absent ones are empty.
[[nodiscard]] UserFiles read_user_files(const os::Fd& root);

// Lines that are not well formed are passed over.  Ids are decimal, 0 .. 4294967294.
[[nodiscard]] std::optional<User> find_user(const UserFiles& files, std::string_view name);
[[nodiscard]] std::optional<User> find_user(const UserFiles& files, uid_t uid);

}  // namespace gaol::proc
