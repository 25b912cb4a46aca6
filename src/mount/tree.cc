#include "gaol/mount/tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>

#include "gaol/base/error.h"
#include "gaol/mount/below.h"

namespace gaol::mount {

namespace {

// The type of the file system that a host path lies on: the last line of the table that covers it.
std::string type_at(const std::string& path) {
    std::string type = "unknown";
    std::size_t longest = 0;
    for (const os::MountEntry& entry : os::mount_table()) {
        if (below(entry.dir, path) && entry.dir.size() >= longest) {
            longest = entry.dir.size();
            type = entry.type;
        }
    }
    return type;
}

// Mount points strictly below dir, parents first, each once.
std::vector<os::MountEntry> mounts_below(const std::string& dir) {
    std::vector<os::MountEntry> found;
    for (os::MountEntry& entry : os::mount_table()) {
        const std::optional<std::string> rest = below(dir, entry.dir);
        if (rest && !rest->empty()) {
            found.push_back(std::move(entry));
        }
    }
    const auto by_dir = [](const os::MountEntry& a, const os::MountEntry& b) {
        return a.dir < b.dir;
    };
    std::stable_sort(found.begin(), found.end(), by_dir);
    // Of several mounts at one place the table's last lies on top.
    std::vector<os::MountEntry> visible;
    for (os::MountEntry& entry : found) {
        if (!visible.empty() && visible.back().dir == entry.dir) {
            visible.back() = std::move(entry);
        } else {
            visible.push_back(std::move(entry));
        }
    }
    return visible;
}

// File systems that show the kernel, or the machine, and not data.
constexpr std::array<std::string_view, 21> kKernelTypes{
    "autofs", "binfmt_misc", "bpf",        "cgroup",     "cgroup2",   "configfs", "debugfs",
    "devpts", "devtmpfs",    "efivarfs",   "fusectl",    "mqueue",    "nfsd",     "proc",
    "pstore", "resctrl",     "rpc_pipefs", "securityfs", "selinuxfs", "sysfs",    "tracefs"};

bool is_of_kernel(const os::MountEntry& entry) {
    return std::find(kKernelTypes.begin(), kKernelTypes.end(), entry.type) != kKernelTypes.end();
}

// The topmost mount at a place below top; empty when something else lies there now.
std::optional<os::PlaceFd> find_submount(const os::PlaceFd& top, const std::string& path) {
    try {
        os::PlaceFd place = os::open_place_beneath(top, path);
        if (os::inspect(place).mount_root) {
            return place;
        }
    } catch (const SysError&) {
        // Hidden by another mount, or gone since the table was read: it is not to be seen either
        // way.
    }
    return std::nullopt;
}

}  // namespace

Tree::Tree(const std::string& path, TreeRequest request)
    : path_(path), request_(request), top_(os::clone_mount(path, request.recursion)) {
    set_attributes(request.recursion);
}

Tree::Tree(const os::PlaceFd& place, const std::string& path, TreeRequest request)
    : path_(path), request_(request), top_(os::clone_mount(place, path, request.recursion)) {
    set_attributes(request.recursion);
}

void Tree::set_attributes(os::Recursion recursion) {
    os::make_private(top_, request_.attributes, recursion);
    if (request_.devices == Devices::Inert) {
        os::make_private(top_, {.set = os::mount_attr::kNoDev}, os::Recursion::One);
    }
}

std::vector<std::string> Tree::idmap(const os::NsFd& user_namespace) {
    const int errnum = os::try_idmap(top_, user_namespace, request_.recursion);
    if (errnum == 0) {
        return {};
    }
    if (request_.recursion == os::Recursion::One) {
        cannot_idmap(errnum);
    }
    // All or nothing: one mount below that cannot be mapped is enough to refuse the whole.
    const os::PlaceFd place = open_again();
    idmap_top(place, user_namespace);
    return copy_below(place, [&](const os::MountEntry&, const os::MountFd& mount) {
        return os::try_idmap(mount, user_namespace, os::Recursion::One) == 0;
    });
}

void Tree::leave_kernel_out() {
    const os::PlaceFd place = open_again();
    const std::vector<os::MountEntry> mounts = mounts_below(os::path_of(place));
    if (std::none_of(mounts.begin(), mounts.end(), is_of_kernel)) {
        return;
    }
    os::replace_mount(top_, os::clone_mount(place, path_, os::Recursion::One));
    set_attributes(os::Recursion::One);
    (void)copy_below(place, [](const os::MountEntry& entry, const os::MountFd&) {
        return !is_of_kernel(entry);
    });
}

os::PlaceFd Tree::open_again() const {
    os::PlaceFd place = os::open_place(path_);
    if (!os::same_file(place, top_)) {
        throw JailError(ESTALE, path_ + ": another file has taken its place");
    }
    return place;
}

void Tree::idmap_top(const os::PlaceFd& place, const os::NsFd& user_namespace) {
    os::replace_mount(top_, os::clone_mount(place, path_, os::Recursion::One));
    set_attributes(os::Recursion::One);
    if (const int errnum = os::try_idmap(top_, user_namespace, os::Recursion::One)) {
        cannot_idmap(errnum);
    }
}

std::vector<std::string> Tree::copy_below(const os::PlaceFd& place, const Admit& admit) {
    const std::string dir = os::path_of(place);
    std::vector<std::string> left_out;
    std::string hidden;  // what lies on a mount that was left out is left out with it
    for (const os::MountEntry& entry : mounts_below(dir)) {
        const std::string path = below(dir, entry.dir).value_or("");
        const std::optional<os::PlaceFd> found = find_submount(place, path);
        if (!found || (!hidden.empty() && below(hidden, entry.dir))) {
            continue;
        }
        os::MountFd mount = os::clone_mount(*found, entry.dir, os::Recursion::One);
        os::make_private(mount, request_.attributes, os::Recursion::One);
        if (admit(entry, mount)) {
            submounts_.push_back({.path = path, .mount = std::move(mount)});
        } else {
            if (!is_of_kernel(entry)) {
                left_out.push_back(entry.dir + " (" + entry.type + ")");
            }
            hidden = entry.dir;
        }
    }
    return left_out;
}

void Tree::cannot_idmap(int errnum) const {
    if (errnum != EINVAL && errnum != EPERM) {
        throw SysError(errnum, "mount_setattr", path_);
    }
    const std::string type = type_at(os::path_of(os::open_place(path_)));
    throw JailError(errnum, "file system " + type +
                                " cannot be idmapped: use one that can (ext4, xfs, btrfs, or tmpfs "
                                "since Linux 6.3), or set user=inherit");
}

}  // namespace gaol::mount
