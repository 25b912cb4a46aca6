#include "gaol/os/mount.h"

#include <fcntl.h>
#include <mntent.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "gaol/base/error.h"

namespace gaol::os {

static_assert(mount_attr::kReadOnly == MOUNT_ATTR_RDONLY);
static_assert(mount_attr::kNoSuid == MOUNT_ATTR_NOSUID);
static_assert(mount_attr::kNoDev == MOUNT_ATTR_NODEV);
static_assert(mount_attr::kNoExec == MOUNT_ATTR_NOEXEC);
static_assert(mount_attr::kAtimeMask == MOUNT_ATTR__ATIME);
static_assert(mount_attr::kNoAtime == MOUNT_ATTR_NOATIME);
static_assert(mount_attr::kStrictAtime == MOUNT_ATTR_STRICTATIME);
static_assert(mount_attr::kNoDirAtime == MOUNT_ATTR_NODIRATIME);
static_assert(mount_attr::kIdmap == MOUNT_ATTR_IDMAP);
static_assert(mount_attr::kNoSymFollow == MOUNT_ATTR_NOSYMFOLLOW);

namespace {

unsigned at_flags(Recursion recursion) {
    return recursion == Recursion::Tree ? unsigned{AT_RECURSIVE} : 0U;
}

MountFd clone(int dir, const char* path, unsigned flags, std::string_view subject) {
    const int fd = ::open_tree(dir, path, flags | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (fd < 0) {
        throw SysError(errno, "open_tree", subject);
    }
    return MountFd(fd);
}

}  // namespace

MountFd clone_mount(const std::string& path, Recursion recursion) {
    return clone(AT_FDCWD, path.c_str(), at_flags(recursion), path);
}

MountFd clone_mount(const Fd& place, std::string_view subject, Recursion recursion) {
    return clone(place.get(), "", at_flags(recursion) | AT_EMPTY_PATH, subject);
}

void make_private(const MountFd& mount, AttrChange change, Recursion recursion) {
    struct mount_attr attr {};
    attr.attr_set = change.set;
    attr.attr_clr = change.clear;
    attr.propagation = MS_PRIVATE;
    const unsigned flags = at_flags(recursion) | AT_EMPTY_PATH;
    if (::mount_setattr(mount.get(), "", flags, &attr, sizeof attr) < 0) {
        throw SysError(errno, "mount_setattr");
    }
}

int try_idmap(const MountFd& mount, const NsFd& user_namespace, Recursion recursion) noexcept {
    struct mount_attr attr {};
    attr.attr_set = MOUNT_ATTR_IDMAP;
    attr.userns_fd = static_cast<unsigned>(user_namespace.get());
    const unsigned flags = at_flags(recursion) | AT_EMPTY_PATH;
    return ::mount_setattr(mount.get(), "", flags, &attr, sizeof attr) < 0 ? errno : 0;
}

void attach_mount(const MountFd& mount, const Fd& place, std::string_view subject) {
    constexpr unsigned kFlags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
    if (::move_mount(mount.get(), "", place.get(), "", kFlags) < 0) {
        throw SysError(errno, "move_mount", subject);
    }
}

void replace_mount(const MountFd& mount, MountFd with) {
    if (::dup3(with.get(), mount.get(), O_CLOEXEC) < 0) {
        throw SysError(errno, "dup3");
    }
}

FsContext::FsContext(const std::string& type)
    : type_(type), fd_(::fsopen(type.c_str(), FSOPEN_CLOEXEC)) {
    if (!fd_.valid()) {
        throw SysError(errno, "fsopen", type);
    }
}

void FsContext::set_flag(const std::string& key) {
    configure(FSCONFIG_SET_FLAG, key.c_str(), nullptr);
}

void FsContext::set(const std::string& key, const std::string& value) {
    configure(FSCONFIG_SET_STRING, key.c_str(), value.c_str());
}

MountFd FsContext::mount(std::uint64_t attributes) {
    configure(FSCONFIG_CMD_CREATE, nullptr, nullptr);
    const int fd = ::fsmount(fd_.get(), FSMOUNT_CLOEXEC, static_cast<unsigned>(attributes));
    if (fd < 0) {
        throw SysError(errno, "fsmount", type_);
    }
    return MountFd(fd);
}

void FsContext::configure(unsigned command, const char* key, const char* value) {
    if (::fsconfig(fd_.get(), command, key, value, 0) == 0) {
        return;
    }
    const int errnum = errno;
    std::string subject = type_;
    if (key != nullptr) {
        subject.append(" ").append(key);
    }
    if (value != nullptr) {
        subject.append("=").append(value);
    }
    const std::string said = complaint();
    throw SysError(errnum, "fsconfig", said.empty() ? subject : subject + ": " + said);
}

std::string FsContext::complaint() const {
    // A context keeps its messages as records "e text", "w text", "i text", one per read.
    std::array<char, 512> record;
    for (;;) {
        const ssize_t length = ::read(fd_.get(), record.data(), record.size());
        if (length <= 2) {
            return {};
        }
        if (record[0] == 'e') {
            std::string text(record.data() + 2, static_cast<std::size_t>(length) - 2);
            while (!text.empty() && text.back() == '\n') {
                text.pop_back();
            }
            return text;
        }
    }
}

std::vector<MountEntry> mount_table() {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(::setmntent("/proc/self/mounts", "re"),
                                                     ::endmntent);
    if (!file) {
        throw SysError(errno, "open", "/proc/self/mounts");
    }
    std::vector<MountEntry> entries;
    std::vector<char> text(64UL * 1024);
    mntent entry{};
    while (::getmntent_r(file.get(), &entry, text.data(), static_cast<int>(text.size()))) {
        entries.push_back({.dir = entry.mnt_dir, .type = entry.mnt_type});
    }
    return entries;
}

}  // namespace gaol::os
