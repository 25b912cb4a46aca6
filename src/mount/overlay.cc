#include "gaol/mount/overlay.h"

#include <cerrno>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/mount/below.h"

namespace gaol::mount {

namespace {

// The first process shares its creator's descriptors, and no layer has a path in its namespace.
std::string path_by_fd(const os::Fd& fd) {
    return "/proc/self/fd/" + std::to_string(fd.get());
}

os::MountFd map_copy(const os::PlaceFd& place, const std::string& path,
                     const os::NsFd& user_namespace) {
    os::MountFd mount = os::clone_mount(place, path, os::Recursion::One);
    os::make_private(mount, {}, os::Recursion::One);
    if (const int errnum = os::try_idmap(mount, user_namespace, os::Recursion::One)) {
        throw JailError(errnum, "layer " + path +
                                    ": cannot be idmapped: put it on a file system that "
                                    "can (ext4, xfs, btrfs ...), or set user=inherit");
    }
    return mount;
}

std::string required(const Options& options, const std::string& key) {
    const std::string* value = options.find(key);
    if (value == nullptr) {
        throw JailError(EINVAL, key + " is missing");
    }
    const std::optional<std::string> path = clean_path(*value);
    if (!path) {
        throw JailError(EINVAL,
                        key + "=" + *value + ": not an absolute pathname, or one with \"..\"");
    }
    return *path;
}

std::string common_parent(const std::string& a, const std::string& b) {
    std::string parent = "/";
    for (std::size_t i = 1; (i = a.find('/', i)) != std::string::npos; ++i) {
        if (!below(a.substr(0, i), b)) {
            break;
        }
        parent = a.substr(0, i);
    }
    return parent;
}

class Mapper {
  public:
    Mapper(const Options& options, const os::NsFd& user_namespace)
        : options_(options), user_namespace_(user_namespace) {}

    Layers run() {
        add_lower();
        if (options_.find("upperdir") != nullptr || options_.find("workdir") != nullptr) {
            add_upper();
        }
        for (const FsOption& option : options_.fs) {
            if (option.key != "lowerdir" && option.key != "upperdir" && option.key != "workdir") {
                put(option.key, option.value.value_or(""));
            }
        }
        // trusted.* attributes are the host's; a jail's overlay keeps its own in user.*.
        put("userxattr", "");
        return std::move(layers_);
    }

  private:
    void put(const std::string& key, const std::string& value) {
        layers_.options.push_back(key);
        layers_.options.push_back(value);
    }

    void add_lower() {
        const std::string* list = options_.find("lowerdir");
        if (list == nullptr) {
            throw JailError(EINVAL, "lowerdir is missing");
        }
        std::vector<std::string> paths;
        for (const std::string& path : split(*list, ':')) {
            layers_.mounts.push_back(map_copy(os::open_place(path), path, user_namespace_));
            paths.push_back(path_by_fd(layers_.mounts.back()));
        }
        put("lowerdir", join(paths, ":"));
    }

    // Both must lie on one mount, so it is their common parent that is mapped.
    void add_upper() {
        const std::string upper = required(options_, "upperdir");
        const std::string work = required(options_, "workdir");
        const std::string parent = common_parent(upper, work);
        const os::MountFd& mount =
            layers_.mounts.emplace_back(map_copy(os::open_place(parent), parent, user_namespace_));
        add_place(mount, "upperdir", parent, upper);
        add_place(mount, "workdir", parent, work);
    }

    void add_place(const os::MountFd& mount, const std::string& key, const std::string& parent,
                   const std::string& path) {
        const std::string rest = below(parent, path).value_or("");
        os::PlaceFd place = os::open_place_beneath(mount, rest);
        if (!os::same_file(place, os::open_place(path))) {
            throw JailError(EXDEV, key + "=" + path + ": lies on another mount than " + parent);
        }
        put(key, path_by_fd(layers_.places.emplace_back(std::move(place))));
    }

    const Options& options_;
    const os::NsFd& user_namespace_;
    Layers layers_;
};

}  // namespace

Layers map_layers(const Options& options, const os::NsFd& user_namespace) {
    return Mapper(options, user_namespace).run();
}

}  // namespace gaol::mount
