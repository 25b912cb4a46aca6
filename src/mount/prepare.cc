#include "gaol/mount/prepare.h"

#include <cerrno>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/mount/below.h"
#include "gaol/mount/fs_type.h"
#include "gaol/os/path.h"

namespace gaol::mount {

namespace {

namespace attr = os::mount_attr;

constexpr std::uint64_t kHarmless = attr::kNoSuid | attr::kNoDev | attr::kNoExec;

std::uint64_t attributes(const Options& options, std::uint64_t usual) {
    return (usual & ~options.attributes.clear) | options.attributes.set;
}

std::string clean_dir(const Line& line) {
    if (!line.dir.starts_with('/')) {
        throw JailError(EINVAL, line.param + ": " + line.dir + ": not an absolute pathname");
    }
    const std::optional<std::string> dir = clean_path(line.dir);
    if (!dir) {
        refuse(line, line.dir + ": a mount point may not have \"..\" in it");
    }
    return *dir;
}

// Where a clean host path is inside the jail, without a leading '/'; empty when it is not.  The
// jail's path may be known by another name: through a symbolic link above it.
std::optional<std::string> inside(const Site& site, const std::string& path) {
    if (std::optional<std::string> rest = below(site.path, path)) {
        return rest;
    }
    return below(os::path_of(os::open_place(site.path)), path);
}

std::string find_target(const Line& line, const Site& site, const std::string& dir) {
    if (std::optional<std::string> target = inside(site, dir)) {
        return std::move(*target);
    }
    refuse(line, dir + ": not below the jail's path " + site.path +
                     ": the mounts of a jail are its own, and nobody else would see this one");
}

// What a line shows may not depend on what another line mounts: that is inside the jail only.
void check_earlier(const Line& line, const Site& site, const std::string& place) {
    for (const std::unique_ptr<Prepared>& earlier : site.before) {
        if (below("/" + earlier->target, "/" + place)) {
            refuse(line, line.special + ": lies on the mount of " + label(earlier->line) +
                             ", which is inside the jail only: name its source");
        }
    }
}

// The place that a nullfs line shows.  Below the jail's path every symbolic link is the jail's, who
// may have changed it since: none is followed there.
os::PlaceFd open_source(const Line& line, const Site& site) {
    if (!line.special.starts_with('/')) {
        refuse(line, line.special + ": not an absolute pathname");
    }
    const std::optional<std::string> special = clean_path(line.special);
    const std::optional<std::string> place = special ? inside(site, *special) : std::nullopt;
    if (place) {
        check_earlier(line, site, *place);
    }
    if (!place || place->empty() || site.path == "/") {
        return os::open_place(line.special);
    }
    try {
        return os::open_place_beneath(os::open_place(site.path), *place);
    } catch (const SysError& error) {
        if (error.errnum() != ELOOP) {
            throw;
        }
        refuse(line, line.special + ": inside the jail's path no symbolic link is followed");
    }
}

void prepare_bind(Prepared& prepared, const Site& site) {
    const os::PlaceFd source = open_source(prepared.line, site);
    const os::PlaceKind kind = os::inspect(source).kind;
    if (prepared.target.empty() && kind != os::PlaceKind::Directory) {
        refuse(prepared.line, prepared.line.special + ": Not a directory");
    }
    const bool wants_dev = (prepared.options.attributes.clear & attr::kNoDev) != 0;
    const TreeRequest request{
        .recursion = prepared.options.recursion,
        .attributes = prepared.options.attributes,
        .devices = wants_dev || kind == os::PlaceKind::Device ? Devices::Work : Devices::Inert};
    prepared.tree.emplace(source, prepared.line.special, request);
    prepared.owner = kind == os::PlaceKind::Device ? Owner::Host : Owner::Idmap;
}

void prepare_devfs(Prepared& prepared) {
    const std::uint64_t set = attributes(prepared.options, attr::kNoSuid | attr::kNoExec);
    prepared.mount = make_devfs(set);
    prepared.owner = Owner::Devfs;
    const std::string dir = prepared.target.empty() ? "" : prepared.target + "/";
    prepared.fresh.push_back({.target = dir + "pts",
                              .type = "devpts",
                              .options = {"ptmxmode", "0666", "mode", "0620", "gid", "5"},
                              .attributes = attr::kNoSuid | attr::kNoExec});
}

// /dev/fd is a link on Linux: devfs has it, and so has the /dev of most images.
void prepare_fdescfs(const Prepared& prepared, const Site& site) {
    for (const std::unique_ptr<Prepared>& earlier : site.before) {
        if (earlier->owner == Owner::Devfs && earlier->dir + "/fd" == prepared.dir) {
            return;
        }
    }
    const std::optional<std::string> link = os::try_read_link_beneath(site.root, prepared.target);
    if (link != "/proc/self/fd" && link != "../proc/self/fd") {
        refuse(prepared.line, prepared.dir +
                                  ": on Linux this is a symbolic link to /proc/self/fd: use "
                                  "mount.devfs, which has it, or make the link");
    }
}

std::uint32_t id_option(const Options& options, const std::string& key) {
    const std::string* value = options.find(key);
    return value == nullptr ? 0 : static_cast<std::uint32_t>(parse_uint(*value).value_or(0));
}

void prepare_tmpfs(Prepared& prepared) {
    const Options& options = prepared.options;
    os::FsContext context("tmpfs");
    for (const FsOption& option : options.fs) {
        option.value ? context.set(option.key, *option.value) : context.set_flag(option.key);
    }
    if (prepared.target.empty()) {
        if (options.find("mode") == nullptr) {
            context.set("mode", "0755");
        }
    } else {
        prepared.inherit =
            static_cast<std::uint8_t>((options.find("mode") == nullptr ? kInheritMode : 0) |
                                      (options.find("uid") == nullptr ? kInheritUid : 0) |
                                      (options.find("gid") == nullptr ? kInheritGid : 0));
    }
    prepared.mount = context.mount(attributes(options, attr::kNoDev));
    prepared.owner = Owner::Tmpfs;
    prepared.root_owner = {.uid = id_option(options, "uid"), .gid = id_option(options, "gid")};
}

void prepare_sysfs(Prepared& prepared) {
    if ((prepared.options.attributes.clear & (attr::kReadOnly | kHarmless)) != 0) {
        prepared.options.notes.push_back(label(prepared.line) +
                                         ": /sys is the host's: always ro,nosuid,nodev,noexec");
    }
    prepared.mount = os::clone_mount("/sys", os::Recursion::One);
    os::make_private(prepared.mount, {.set = attr::kReadOnly | kHarmless}, os::Recursion::One);
    prepared.owner = Owner::Host;
}

void prepare_inside(Prepared& prepared, const FsType& type) {
    Fresh fresh{.target = prepared.target, .type = type.name};
    fresh.attributes = attributes(
        prepared.options, type.name == "devpts" ? attr::kNoSuid | attr::kNoExec : kHarmless);
    for (const FsOption& option : prepared.options.fs) {
        fresh.options.push_back(option.key);
        fresh.options.push_back(option.value.value_or(""));
    }
    prepared.fresh.push_back(std::move(fresh));
}

void prepare_host(Prepared& prepared, const FsType& type) {
    os::FsContext context(type.name);
    context.set("source", prepared.line.special);
    if ((prepared.options.attributes.set & attr::kReadOnly) != 0) {
        context.set_flag("ro");
    }
    for (const FsOption& option : prepared.options.fs) {
        option.value ? context.set(option.key, *option.value) : context.set_flag(option.key);
    }
    prepared.mount = context.mount(attributes(prepared.options, attr::kNoDev));
    prepared.owner = type.source == Source::Overlay ? Owner::Layers : Owner::Idmap;
}

void prepare_source(Prepared& prepared, const FsType& type, const Site& site) {
    switch (type.source) {
        case Source::Bind:
            return prepare_bind(prepared, site);
        case Source::Devfs:
            return prepare_devfs(prepared);
        case Source::Fdescfs:
            return prepare_fdescfs(prepared, site);
        case Source::Tmpfs:
            return prepare_tmpfs(prepared);
        case Source::Sysfs:
            return prepare_sysfs(prepared);
        case Source::Inside:
            return prepare_inside(prepared, type);
        case Source::Overlay:
        case Source::Host:
            return prepare_host(prepared, type);
    }
}

std::vector<std::string> give_tree(Prepared& prepared, const os::NsFd& user_namespace) {
    try {
        const std::vector<std::string> left_out = prepared.tree->idmap(user_namespace);
        if (left_out.empty()) {
            return {};
        }
        return {label(prepared.line) +
                ": not shown in the jail, for they cannot be idmapped: " + join(left_out, ", ")};
    } catch (const JailError& error) {
        throw JailError(error.errnum(), label(prepared.line) + ": " + error.what());
    }
}

std::vector<std::string> give_host(const Prepared& prepared, const os::NsFd& user_namespace) {
    const int errnum = os::try_idmap(prepared.mount, user_namespace, os::Recursion::One);
    if (errnum == 0) {
        return {};
    }
    if (errnum != EINVAL) {
        throw JailError(errnum,
                        label(prepared.line) + ": " + SysError(errnum, "mount_setattr").what());
    }
    return {label(prepared.line) + ": " + prepared.line.type +
            " cannot be idmapped: its files belong to nobody in the jail"};
}

// The overlay that was made on the host would keep upperdir busy.
void give_layers(Prepared& prepared, const os::NsFd& user_namespace) {
    if (prepared.target.empty()) {
        refuse(prepared.line,
               "an overlay cannot be idmapped: it may lie below the jail's path, but "
               "not on it, or set user=inherit");
    }
    prepared.mount.reset();
    try {
        prepared.layers = map_layers(prepared.options, user_namespace);
    } catch (const JailError& error) {
        throw JailError(error.errnum(), label(prepared.line) + ": " + error.what());
    }
    prepared.fresh.push_back({.target = prepared.target,
                              .type = "overlay",
                              .options = prepared.layers.options,
                              .attributes = attributes(prepared.options, attr::kNoDev)});
}

}  // namespace

std::unique_ptr<Prepared> prepare(const Line& line, const Site& site) {
    const FsType type = find_type(line);
    auto prepared = std::make_unique<Prepared>();
    prepared->line = line;
    prepared->dir = clean_dir(line);
    prepared->target = find_target(line, site, prepared->dir);
    prepared->options = translate_options(line, type);
    if (prepared->target.empty() && prepared->options.cover == Cover::Refused) {
        refuse(line, "option nocover: the jail's path is a mount point in the jail");
    }
    prepare_source(*prepared, type, site);
    if (prepared->target.empty() && !prepared->fresh.empty() && !prepared->mount.valid()) {
        refuse(line, line.type + " cannot be the root of a jail");
    }
    return prepared;
}

std::vector<std::string> give(Prepared& prepared, const os::NsFd& user_namespace, RootIds ids) {
    if (prepared.tree && prepared.owner == Owner::Idmap) {
        return give_tree(prepared, user_namespace);
    }
    switch (prepared.owner) {
        case Owner::Idmap:
            return give_host(prepared, user_namespace);
        case Owner::Tmpfs:
            os::change_owner_at(prepared.mount, "", ids.uid + prepared.root_owner.uid,
                                ids.gid + prepared.root_owner.gid);
            return {};
        case Owner::Devfs:
            own_devfs(prepared.mount, ids);
            return {};
        case Owner::Layers:
            give_layers(prepared, user_namespace);
            return {};
        case Owner::Host:
            break;
    }
    return {};
}

}  // namespace gaol::mount
