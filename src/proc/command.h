// One program to run, on the host or in a jail, with everything decided beforehand: after the
// clone only this is carried out.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gaol/os/child.h"

namespace gaol::proc {

// Whom a program runs as.  In a jail these are the jail's own ids.
struct Credentials {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
};

enum class Session : std::uint8_t { Keep, New };  // New: setsid() before the program starts

// Whose child a program in a jail is.  Init: the jail's first process reaps it; the caller's Child
// has ended when attach returns.
enum class Parent : std::uint8_t { Caller, Init };

struct Command {
    std::vector<std::string> argv;           // argv[0] is looked for in PATH of env, as execvp does
    std::vector<std::string> env;            // complete, "NAME=value"
    std::string cwd;                         // inside the jail; empty: host: unchanged, jail: "/"
    std::optional<Credentials> credentials;  // empty: host: unchanged, jail: its root
    int input = 0;                           // descriptors that become 0, 1 and 2
    int output = 1;
    int error = 2;
    Session session = Session::Keep;
    Parent parent = Parent::Caller;
    bool controlling_terminal = false;  // input becomes the new session's terminal
};

// Starts a program on the host.  Descriptors above 2 are closed, signals are at their defaults.
// Throws SysError when it cannot be started: call is "exec", "chdir", "setuid" ..., subject the
// program or directory.
[[nodiscard]] os::Child run_on_host(const Command& command);

// A row of passwd(5) with the groups that group(5) gives the user.
struct User {
    std::string name;
    Credentials credentials;
    std::string home;
    std::string shell;
};

// The host's user database: its files, then getent(1) for what other name services know.  A text
// of digits is a uid only if no such name exists.
[[nodiscard]] std::optional<User> host_user(const std::string& name);
[[nodiscard]] std::optional<User> host_user(uid_t uid);

}  // namespace gaol::proc
