#include "gaol/proc/user.h"

#include <algorithm>
#include <vector>

#include "gaol/base/text.h"
#include "gaol/os/file.h"

namespace gaol::proc {

namespace {

constexpr std::size_t kFileLimit = std::size_t{8} << 20;
constexpr std::uint64_t kNoId = 0xffffffffU;  // (uid_t)-1 means "unchanged" to setresuid

std::optional<std::uint32_t> parse_id(std::string_view text) {
    const auto id = parse_uint(text);
    if (!id || *id >= kNoId) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*id);
}

// Calls visit(fields) for each line until it returns true.
template <typename Visit>
void each_line(std::string_view text, std::size_t fields, Visit visit) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::vector<std::string> parts = split(text.substr(0, end), ':');
        if (parts.size() == fields && visit(parts)) {
            return;
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

std::vector<gid_t> groups_of(std::string_view group_file, const std::string& user, gid_t own) {
    std::vector<gid_t> groups{own};
    each_line(group_file, 4, [&](const std::vector<std::string>& row) {
        const auto gid = parse_id(row[2]);
        const std::vector<std::string> members = split(row[3], ',');
        if (gid && *gid != own &&
            std::find(members.begin(), members.end(), user) != members.end()) {
            groups.push_back(*gid);
        }
        return false;
    });
    return groups;
}

// passwd(5): name, password, uid, gid, gecos, home, shell.
template <typename Matches>
std::optional<User> find_row(const UserFiles& files, Matches matches) {
    std::optional<User> found;
    each_line(files.passwd, 7, [&](const std::vector<std::string>& row) {
        const auto uid = parse_id(row[2]);
        const auto gid = parse_id(row[3]);
        if (!uid || !gid || row[0].empty() || !matches(row[0], *uid)) {
            return false;
        }
        found = User{.name = row[0],
                     .credentials = {.uid = *uid, .gid = *gid, .groups = {}},
                     .home = row[5],
                     .shell = row[6]};
        return true;
    });
    if (found) {
        found->credentials.groups = groups_of(files.group, found->name, found->credentials.gid);
    }
    return found;
}

// getent(1) speaks for every name service of the host; the program itself is static and has none.
std::optional<User> ask_name_services(const std::string& key) {
    if (key.empty() || key[0] == '-') {
        return std::nullopt;
    }
    os::Pipe pipe = os::make_pipe();
    Command getent{.argv = {"getent", "passwd", key},
                   .env = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"},
                   .output = pipe.write.get()};
    os::Child child = run_on_host(getent);
    pipe.write.reset();
    UserFiles files{.passwd = os::read_all(pipe.read, "getent", kFileLimit), .group = {}};
    if (!child.wait().success()) {
        return std::nullopt;
    }
    return find_row(files, [](const std::string&, uid_t) { return true; });
}

UserFiles host_files() {
    return read_user_files(os::open_dir("/"));
}

}  // namespace

UserFiles read_user_files(const os::Fd& root) {
    return {.passwd = os::read_in_root(root, "etc/passwd", kFileLimit).value_or(""),
            .group = os::read_in_root(root, "etc/group", kFileLimit).value_or("")};
}

std::optional<User> find_user(const UserFiles& files, std::string_view name) {
    return find_row(files, [&](const std::string& row, uid_t) { return row == name; });
}

std::optional<User> find_user(const UserFiles& files, uid_t uid) {
    return find_row(files, [&](const std::string&, uid_t row) { return row == uid; });
}

std::optional<User> host_user(const std::string& name) {
    const UserFiles files = host_files();
    if (auto user = find_user(files, name)) {
        return user;
    }
    if (const auto uid = parse_id(name)) {
        return host_user(*uid);
    }
    return ask_name_services(name);
}

std::optional<User> host_user(uid_t uid) {
    if (auto user = find_user(host_files(), uid)) {
        return user;
    }
    return ask_name_services(std::to_string(uid));
}

}  // namespace gaol::proc
