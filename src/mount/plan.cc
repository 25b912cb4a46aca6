#include "gaol/mount/plan.h"

#include <array>
#include <cerrno>
#include <list>
#include <optional>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/mount/below.h"
#include "gaol/mount/prepare.h"
#include "gaol/mount/tree.h"
#include "gaol/os/path.h"

namespace gaol::mount {

namespace {

std::string root_error(const std::string& path, int errnum) {
    return "path " + path + ": " + std::generic_category().message(errnum);
}

// "/." makes the kernel insist on a directory, without a call of its own.
Tree open_root(const std::string& path) {
    if (!path.starts_with('/')) {
        throw JailError(EINVAL, "path " + path + ": not an absolute pathname");
    }
    try {
        return {path + "/.", TreeRequest{.recursion = os::Recursion::Tree}};
    } catch (const SysError& error) {
        throw JailError(error.errnum(), root_error(path, error.errnum()));
    }
}

// What is there in /proc, depending on the kernel's configuration, that its owner may write and
// that is not about a process.  sysrq-trigger ends the machine, core_pattern in sys names a program
// that the kernel runs as root of the host.
constexpr std::array<const char*, 16> kProcSettings{
    "acpi", "asound",        "bus",  "driver",     "dynamic_debug", "fs",
    "irq",  "latency_stats", "mtrr", "profile",    "scsi",          "slabinfo",
    "sys",  "sysrq-trigger", "tty",  "timer_stats"};

// The root of the jail as long as no line takes its place.
constexpr int kRootLine = -1;

}  // namespace

struct Plan::Impl {
    explicit Impl(const std::string& given)
        : path(clean_path(given).value_or(given)), tree(open_root(given)) {}

    void rebuild();
    void emit(const Tree& from, const Prepared* prepared, int line);
    void emit(const Prepared& prepared, int line);
    void emit_seals(const std::string& proc, int line);
    [[nodiscard]] std::size_t first_shown() const noexcept;
    [[nodiscard]] const os::MountFd& root() const noexcept;
    [[nodiscard]] std::string host_path(const std::string& target) const;
    [[nodiscard]] std::optional<std::string> find_symlink(const std::string& target) const;
    [[nodiscard]] std::string why(const ChildFailure& failure, const ChildOp& op) const;

    std::string path;
    Tree tree;
    std::vector<std::unique_ptr<Prepared>> lines;
    bool proc_sealed = false;
    // What ops points into, made anew with them.
    std::list<std::string> targets;
    std::list<std::vector<const char*>> option_lists;
    std::vector<ChildOp> ops;
};

// The last line that is mounted on the jail's path itself covers all before it; size() if none.
std::size_t Plan::Impl::first_shown() const noexcept {
    for (std::size_t i = lines.size(); i > 0; --i) {
        if (lines[i - 1]->target.empty()) {
            return i - 1;
        }
    }
    return lines.size();
}

const os::MountFd& Plan::Impl::root() const noexcept {
    const std::size_t first = first_shown();
    if (first == lines.size()) {
        return tree.top();
    }
    const Prepared& prepared = *lines[first];
    return prepared.tree ? prepared.tree->top() : prepared.mount;
}

void Plan::Impl::rebuild() {
    ops.clear();
    targets.clear();
    option_lists.clear();
    std::size_t i = first_shown();
    if (i == lines.size()) {
        emit(tree, nullptr, kRootLine);
        i = 0;
    }
    for (; i < lines.size(); ++i) {
        emit(*lines[i], static_cast<int>(i));
    }
}

// The parts of a tree: its top, unless that is the jail's root, and mounts copied by themselves.
void Plan::Impl::emit(const Tree& from, const Prepared* prepared, int line) {
    const std::string dir = prepared == nullptr || prepared->target.empty() ? "" : prepared->target;
    if (!dir.empty()) {
        targets.push_back(dir);
        ops.push_back({.kind = ChildOp::Kind::Attach,
                       .no_cover = static_cast<std::uint8_t>(
                           prepared->options.cover == Cover::Refused ? 1 : 0),
                       .fd = from.top().get(),
                       .target = targets.back().c_str(),
                       .line = line});
    }
    for (const Submount& submount : from.submounts()) {
        targets.push_back(dir.empty() ? submount.path : dir + "/" + submount.path);
        ops.push_back({.kind = ChildOp::Kind::Attach,
                       .fd = submount.mount.get(),
                       .target = targets.back().c_str(),
                       .line = line});
    }
}

void Plan::Impl::emit(const Prepared& prepared, int line) {
    std::uint8_t no_cover = prepared.options.cover == Cover::Refused ? 1 : 0;
    if (prepared.tree) {
        return emit(*prepared.tree, &prepared, line);
    }
    if (prepared.mount.valid() && !prepared.target.empty()) {
        ops.push_back({.kind = ChildOp::Kind::Attach,
                       .inherit = prepared.inherit,
                       .no_cover = std::exchange(no_cover, std::uint8_t{0}),
                       .fd = prepared.mount.get(),
                       .target = prepared.target.c_str(),
                       .line = line});
    }
    // Layers count only when they are attached in the namespace that stacks them.
    for (const os::MountFd& layer : prepared.layers.mounts) {
        ops.push_back(
            {.kind = ChildOp::Kind::Park, .fd = layer.get(), .target = "/dev", .line = line});
    }
    for (const Fresh& fresh : prepared.fresh) {
        std::vector<const char*>& options = option_lists.emplace_back();
        for (const std::string& text : fresh.options) {
            options.push_back(text.c_str());
        }
        options.push_back(nullptr);
        ops.push_back({.kind = ChildOp::Kind::NewFs,
                       .no_cover = std::exchange(no_cover, std::uint8_t{0}),
                       .fd = -1,
                       .target = fresh.target.c_str(),
                       .fstype = fresh.type.c_str(),
                       .options = options.data(),
                       .attributes = fresh.attributes,
                       .line = line});
        if (proc_sealed && fresh.type == "proc") {
            emit_seals(fresh.target, line);
        }
    }
}

void Plan::Impl::emit_seals(const std::string& proc, int line) {
    for (const char* name : kProcSettings) {
        targets.push_back(proc + "/" + name);
        ops.push_back({.kind = ChildOp::Kind::Seal,
                       .fd = -1,
                       .target = targets.back().c_str(),
                       .line = line});
    }
}

std::string Plan::Impl::host_path(const std::string& target) const {
    return path == "/" ? path + target : path + "/" + target;
}

// The first component of target that is a symbolic link.  Only for the message: it may have
// changed.
std::optional<std::string> Plan::Impl::find_symlink(const std::string& target) const {
    std::string part;
    for (const std::string& piece : split(target, '/')) {
        part += part.empty() ? piece : "/" + piece;
        const std::optional<os::PlaceInfo> info = os::try_inspect_beneath(root(), part);
        if (info && info->kind == os::PlaceKind::Symlink) {
            return part;
        }
    }
    return std::nullopt;
}

std::string Plan::Impl::why(const ChildFailure& failure, const ChildOp& op) const {
    const std::string call = failure.call;
    const std::string where =
        op.kind == ChildOp::Kind::Park ? std::string(op.target) : host_path(op.target);
    if (call == "nocover") {
        return where + ": is a mount point already (nocover)";
    }
    if (call == "fsmount" && failure.errnum == EPERM && std::string_view(op.fstype) == "proc") {
        return SysError(failure.errnum, call, op.fstype).what() +
               std::string(": the /proc of the host is partly covered by other mounts");
    }
    const bool about_fs = call.starts_with("fs");
    return SysError(failure.errnum, call, about_fs ? op.fstype : where).what();
}

Plan::Plan(const std::string& path) : impl_(std::make_unique<Impl>(path)) {
    impl_->rebuild();
}

Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;
Plan::~Plan() = default;

std::vector<std::string> Plan::add(const Line& line) {
    const Site site{.path = impl_->path, .root = impl_->root(), .before = impl_->lines};
    try {
        impl_->lines.push_back(prepare(line, site));
    } catch (const SysError& error) {
        // Only here is it known which line the call was made for.
        throw JailError(error.errnum(), label(line) + ": " + error.what());
    }
    impl_->rebuild();
    return impl_->lines.back()->options.notes;
}

std::size_t Plan::size() const noexcept {
    return impl_->lines.size();
}

void Plan::truncate(std::size_t n) noexcept {
    if (n < impl_->lines.size()) {
        impl_->lines.resize(n);
        impl_->rebuild();
    }
}

std::vector<std::string> Plan::idmap(const os::NsFd& user_namespace, RootIds ids) {
    std::vector<std::string> notes;
    std::size_t i = impl_->first_shown();
    if (i == impl_->lines.size()) {
        i = 0;
        try {
            const std::vector<std::string> left_out = impl_->tree.idmap(user_namespace);
            if (!left_out.empty()) {
                notes.push_back("path " + impl_->path +
                                ": not shown in the jail, for they cannot be idmapped: " +
                                join(left_out, ", "));
            }
        } catch (const JailError& error) {
            throw JailError(error.errnum(), "path " + impl_->path + ": " + error.what());
        }
    }
    for (; i < impl_->lines.size(); ++i) {
        const std::vector<std::string> said = give(*impl_->lines[i], user_namespace, ids);
        notes.insert(notes.end(), said.begin(), said.end());
    }
    impl_->rebuild();
    return notes;
}

void Plan::share_users() {
    if (impl_->first_shown() == impl_->lines.size()) {
        impl_->tree.leave_kernel_out();
    }
    impl_->proc_sealed = true;
    impl_->rebuild();
}

void Plan::write_env(std::string_view text, RootIds ids) const {
    for (const std::unique_ptr<Prepared>& line : impl_->lines) {
        if (line->owner == Owner::Devfs) {
            write_jail_env(line->mount, text, ids);
        }
    }
}

int Plan::root_fd() const noexcept {
    return impl_->root().get();
}

const std::vector<ChildOp>& Plan::ops() const noexcept {
    return impl_->ops;
}

std::string Plan::describe(const ChildFailure& failure) const {
    const auto index = static_cast<std::size_t>(failure.op);
    if (failure.op < 0 || index >= impl_->ops.size()) {
        return SysError(failure.errnum, failure.call).what();
    }
    const ChildOp& op = impl_->ops[index];
    const bool own = op.line == kRootLine;
    const std::string param =
        own ? "path" : impl_->lines[static_cast<std::size_t>(op.line)]->line.param;
    if (failure.errnum == ELOOP) {
        const std::string link = impl_->find_symlink(op.target).value_or(op.target);
        return param + ": " + impl_->host_path(link) + " is a symbolic link";
    }
    const std::string name =
        own ? "path " + impl_->path : label(impl_->lines[static_cast<std::size_t>(op.line)]->line);
    return name + ": " + impl_->why(failure, op);
}

}  // namespace gaol::mount
