#include "gaol/mount/devfs.h"

#include <array>

#include "gaol/os/file.h"
#include "gaol/os/path.h"

namespace gaol::mount {

namespace {

// The group tty is 5 on every Linux distribution and in devpts' options.
constexpr std::uint32_t kTtyGroup = 5;

struct Device {
    const char* name;
    std::uint32_t mode;
    os::DeviceNumber number;
    std::uint32_t group = 0;
};

constexpr std::array kDevices{
    Device{"null", 0666, {1, 3}},    Device{"zero", 0666, {1, 5}},
    Device{"full", 0666, {1, 7}},    Device{"random", 0666, {1, 8}},
    Device{"urandom", 0666, {1, 9}}, Device{"tty", 0666, {5, 0}, kTtyGroup},
    Device{"console", 0600, {1, 3}},
};

struct Link {
    const char* name;
    const char* target;
};

constexpr std::array kLinks{
    Link{"ptmx", "pts/ptmx"},          Link{"fd", "/proc/self/fd"},
    Link{"stdin", "/proc/self/fd/0"},  Link{"stdout", "/proc/self/fd/1"},
    Link{"stderr", "/proc/self/fd/2"},
};

struct Directory {
    const char* name;
    std::uint32_t mode;
};

constexpr std::array kDirectories{Directory{"pts", 0755}, Directory{"shm", 01777},
                                  Directory{"jail", 0755}};

constexpr std::uint32_t kEnvMode = 0444;

void put_env(const os::Fd& directory, std::string_view text, RootIds ids) {
    os::put_file_at(directory, "env", text, {.uid = ids.uid, .gid = ids.gid, .mode = kEnvMode});
}

}  // namespace

os::MountFd make_devfs(std::uint64_t attributes) {
    os::FsContext context("tmpfs");
    context.set("mode", "0755");
    context.set("nr_inodes", "65536");
    os::MountFd devfs = context.mount(attributes);
    const os::ExactModes modes;
    for (const Device& device : kDevices) {
        os::make_char_device_at(devfs, device.name, device.mode, device.number);
        if (device.group != 0) {
            os::change_owner_at(devfs, device.name, 0, device.group);
        }
    }
    for (const Link& link : kLinks) {
        os::make_symlink_at(devfs, link.name, link.target);
    }
    for (const Directory& directory : kDirectories) {
        os::make_dir_at(devfs, directory.name, directory.mode);
    }
    return devfs;
}

void own_devfs(const os::MountFd& devfs, RootIds ids) {
    os::change_owner_at(devfs, "", ids.uid, ids.gid);
    for (const Device& device : kDevices) {
        os::change_owner_at(devfs, device.name, ids.uid, ids.gid + device.group);
    }
    for (const Link& link : kLinks) {
        os::change_owner_at(devfs, link.name, ids.uid, ids.gid);
    }
    for (const Directory& directory : kDirectories) {
        os::change_owner_at(devfs, directory.name, ids.uid, ids.gid);
    }
}

void write_jail_env(const os::MountFd& devfs, std::string_view text, RootIds ids) {
    if (!text.empty()) {
        put_env(os::open_place_beneath(devfs, "jail"), text, ids);
    }
}

void rewrite_jail_env(const os::Fd& root, std::string_view text, RootIds ids) {
    const auto found = os::try_open_place_beneath(root, "dev/jail");
    if (found && os::inspect(*found).kind == os::PlaceKind::Directory &&
        os::is_foreign_tmpfs(*found)) {
        put_env(*found, text, ids);
    }
}

}  // namespace gaol::mount
