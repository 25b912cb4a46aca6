#include "gaol/model/param.h"

#include <algorithm>

namespace gaol {

namespace {

using enum Kind;
using enum When;
using enum Owner;
using enum Support;

// A permission that this version does not give yet.
constexpr Param withheld(std::string_view name, std::string_view doc, std::string_view note) {
    return {name, Bool, Any, Jail, NotYet, "false", doc, note};
}

// A permission that every jail has, and that this version cannot take away yet.
constexpr Param granted(std::string_view name, std::string_view doc, std::string_view note) {
    return {name, Bool, Any, Jail, NotYet, "true", doc, note};
}

// A list of commands that jail(8) runs.
constexpr Param commands(std::string_view name, std::string_view doc) {
    return {name, List, Any, Program, Honoured, "", doc, ""};
}

constexpr std::string_view kMountNote =
    "mounts for the jail are made by jail(8): write them as mount or mount.fstab lines";
constexpr std::string_view kIpcNote =
    "fixed at creation; Linux keeps the three System V facilities in one IPC namespace, so new for "
    "one and inherit for another is refused";
constexpr std::string_view kIpNote =
    "only inherit, the host's addresses without restriction; disable (the default) and new are "
    "refused until a jail can be held to its addresses";
constexpr std::string_view kAddrNote =
    "a jail cannot be held to a list of addresses; leave it out and write ip4 = inherit and "
    "ip6 = inherit to share the host's";
constexpr std::string_view kSelectNote =
    "the source address is the kernel's choice; there is no list of addresses to choose from";
constexpr std::string_view kClockNote =
    "Linux ties the clock to the host's user namespace; set the time on the host";
constexpr std::string_view kLinuxNote =
    "stored and shown; programs in the jail see the identity of the running kernel";
constexpr std::string_view kZfsNote =
    "datasets are not handed over to jails; mount the dataset on the host and give it to the jail "
    "with a mount line of type nullfs";

constexpr std::array kParams{
    withheld("allow.adjtime", "root in the jail may slew the clock", kClockNote),
    withheld("allow.chflags", "root in the jail may change the flags of system files",
             "the nearest on Linux, chattr(1)'s immutable and append-only, is for the host; set "
             "such flags there"),
    Param{"allow.dying", Bool, Any, Program, Shown, "false",
          "accept a jail that is being removed (deprecated)",
          "as on FreeBSD it has no effect and jail(8) prints a warning"},
    withheld("allow.extattr", "root in the jail may use extended attributes of the system",
             "the nearest on Linux, the trusted namespace, is for the host; set them there"),
    withheld("allow.mlock", "processes may lock memory without the usual limit",
             "locked memory stays under the limit that jail(8) was started with (ulimit -l)"),
    withheld("allow.mount", "root in the jail may mount file systems", kMountNote),
    withheld("allow.mount.devfs", "root in the jail may mount devfs",
             "write mount.devfs to have jail(8) mount it"),
    withheld("allow.mount.fdescfs", "root in the jail may mount fdescfs",
             "write mount.fdescfs to have jail(8) mount it"),
    withheld("allow.mount.fusefs", "root in the jail may mount FUSE file systems", kMountNote),
    withheld("allow.mount.linprocfs", "root in the jail may mount linprocfs", kMountNote),
    withheld("allow.mount.linsysfs", "root in the jail may mount linsysfs", kMountNote),
    withheld("allow.mount.nullfs", "root in the jail may mount nullfs", kMountNote),
    withheld("allow.mount.procfs", "root in the jail may mount procfs",
             "write mount.procfs to have jail(8) mount it"),
    withheld("allow.mount.tmpfs", "root in the jail may mount tmpfs", kMountNote),
    Param{"allow.mount.zfs", Bool, Any, Jail, Meaningless, "false",
          "root in the jail may mount its ZFS datasets", kZfsNote},
    withheld("allow.nfsd", "an NFS server may run in the jail",
             "it needs a network stack of the jail's own; run the server on the host"),
    withheld("allow.quotas", "root in the jail may manage disk quotas",
             "set quotas of the jail's file system on the host"),
    withheld("allow.raw_sockets", "root in the jail may open raw sockets",
             "raw sockets on the host's network stack cannot be held to the jail yet; ping works "
             "without them where sysctl net.ipv4.ping_group_range covers the jail's groups"),
    withheld("allow.read_msgbuf", "processes may read the kernel's message buffer",
             "read it on the host with dmesg(1)"),
    granted("allow.reserved_ports", "root in the jail may bind ports below 1024",
            "it cannot be turned off; with a user namespace of its own a jail on the host's "
            "network stack cannot bind ports below net.ipv4.ip_unprivileged_port_start: write "
            "user = inherit, or lower that sysctl"),
    withheld("allow.routing", "a jail on the host's network stack may change its routes",
             "change the routes on the host"),
    granted("allow.set_hostname", "root in the jail may set the host name",
            "it cannot be turned off"),
    Param{"allow.setaudit", Bool, Any, Jail, Meaningless, "false",
          "processes may set their audit session state",
          "the audit session of Linux belongs to the login and is set once by the host's auditing; "
          "configure auditd(8) on the host"},
    withheld("allow.settime", "root in the jail may set the clock", kClockNote),
    withheld("allow.socket_af", "sockets of any address family may be opened",
             "families beyond IPv4, IPv6, local and netlink are not offered to jails"),
    granted("allow.suser", "user 0 in the jail has the rights of root there",
            "it cannot be turned off; exec.jail_user starts commands as somebody else"),
    Param{"allow.sysvipc", Bool, Create, Jail, Honoured, "false",
          "share the parent's System V IPC (old form of sysvmsg, sysvsem and sysvshm = inherit)",
          "fixed at creation"},
    withheld("allow.unprivileged_parent_tampering",
             "users of the parent may signal and debug the jail's processes of the same uid",
             "a jail with a user namespace of its own shares no uid with its parent"),
    granted("allow.unprivileged_proc_debug", "users in the jail may debug their own processes",
            "it cannot be turned off; sysctl kernel.yama.ptrace_scope of the host holds for jails "
            "too"),
    withheld("allow.vmm", "processes may create virtual machines",
             "/dev/kvm is not among the nodes of a jail's /dev"),
    Param{"allow.vmm_ppt", Bool, Any, Jail, Meaningless, "false",
          "processes may pass PCI devices through to virtual machines",
          "PCI pass-through is VFIO's, whose right is the owner of /dev/vfio/N; set it up on the "
          "host"},
    Param{"children.cur", Int, ReadOnly, Jail, Honoured, "0",
          "number of jails below this one, at all depths", ""},
    Param{"children.max", Int, Any, Jail, Honoured, "0",
          "how many jails may be made below this one", ""},
    commands("command", "command run in the jail after exec.start"),
    Param{"cpuset.id", Int, ReadOnly, Jail, Shown, "0", "number of the jail's CPU set",
          "always 0: Linux gives CPU sets no numbers"},
    Param{"depend", List, Any, Program, Honoured, "",
          "jails that must run before this one is created", ""},
    Param{"devfs_ruleset", Int, Any, Jail, Shown, "0", "devfs rules for the jail's /dev",
          "0 and 4 both mean the built-in list of nodes; other numbers are refused, since "
          "devfs.rules is not read"},
    Param{"dying", Bool, ReadOnly, Jail, Honoured, "false", "the jail is being removed", ""},
    Param{"enforce_statfs", Int, Any, Jail, Shown, "2", "which mounts the jail sees",
          "1 and 2 both behave as 1: the jail sees the mounts below its root and no others; 0, "
          "every mount of the host, is refused"},
    Param{"env", Kind::KeyValue, Any, Jail, Honoured, "",
          "text about the jail that processes inside may read",
          "a value of one key is one line; with mount.devfs, /dev/jail/env in the jail holds it"},
    Param{"exec.clean", Bool, Any, Program, Honoured, "false",
          "run commands in the jail with a clean environment", ""},
    Param{"exec.consolelog", Path, Any, Program, Honoured, "",
          "file that collects the output of commands in the jail", ""},
    commands("exec.created", "commands run on the host right after the jail is created"),
    Param{"exec.fib", Int, Any, Program, NotYet, "0", "routing table for commands in the jail",
          "commands use the host's routing rules; only 0 is accepted"},
    Param{"exec.init", Path, Create, Jail, Honoured, "",
          "program in the jail that is its first process instead of jailinit",
          "not on FreeBSD; for /sbin/init of a distribution"},
    Param{"exec.jail_user", String, Any, Program, Honoured, "",
          "user for commands in the jail (default: the caller's)", ""},
    commands("exec.poststart", "commands run on the host after the jail has started"),
    commands("exec.poststop", "commands run on the host after the jail has been removed"),
    commands("exec.prepare", "commands run on the host before anything else is done"),
    commands("exec.prestart", "commands run on the host before the jail is created"),
    commands("exec.prestop", "commands run on the host before the jail is stopped"),
    commands("exec.release", "commands run on the host after everything else is undone"),
    commands("exec.start", "commands run in the jail to start it"),
    commands("exec.stop", "commands run in the jail to stop it"),
    Param{"exec.system_jail_user", Bool, Any, Program, Honoured, "false",
          "look exec.jail_user up in the host's passwd file, not the jail's", ""},
    Param{"exec.system_user", String, Any, Program, Honoured, "",
          "user for commands on the host (default: the caller's)", ""},
    Param{"exec.timeout", Int, Any, Program, Honoured, "0",
          "seconds that one command may take; 0 is no limit", ""},
    Param{"host", Kind::JailSys, Create, Jail, Honoured, "new",
          "own host name and identity, or the parent's",
          "fixed at creation: it is a UTS namespace"},
    Param{"host.domainname", String, Any, Jail, Honoured, "", "NIS domain name",
          "at most 64 bytes, as Linux allows"},
    Param{"host.hostid", UInt, Any, Jail, Shown, "0", "host id",
          "stored and shown; hostid(1) in the jail reads the jail's /etc/hostid"},
    Param{"host.hostname", String, Any, Jail, Honoured, "", "host name",
          "at most 64 bytes, as Linux allows"},
    Param{"host.hostuuid", String, Any, Jail, Shown, "00000000-0000-0000-0000-000000000000",
          "host UUID", "stored and shown; programs in the jail read the jail's /etc/machine-id"},
    Param{"interface", String, Any, Program, NotYet, "",
          "network interface that gets the jail's addresses", kAddrNote},
    Param{"ip4", Kind::JailSys, Create, Jail, Honoured, "disable", "use of IPv4", kIpNote},
    Param{"ip4.addr", AddrList, Any, Jail, NotYet, "", "IPv4 addresses of the jail", kAddrNote},
    Param{"ip4.saddrsel", Bool, Any, Jail, NotYet, "true", "choose IPv4 source addresses",
          kSelectNote},
    Param{"ip6", Kind::JailSys, Create, Jail, Honoured, "disable", "use of IPv6", kIpNote},
    Param{"ip6.addr", AddrList, Any, Jail, NotYet, "", "IPv6 addresses of the jail", kAddrNote},
    Param{"ip6.saddrsel", Bool, Any, Jail, NotYet, "true", "choose IPv6 source addresses",
          kSelectNote},
    Param{"ip_hostname", Bool, Any, Program, NotYet, "false",
          "take the jail's addresses from its host name", kAddrNote},
    Param{"jid", Int, Create, Jail, Honoured, "", "jail id (default: chosen at creation)", ""},
    Param{"linux", Kind::JailSys, Any, Jail, Shown, "new",
          "own identity of the Linux ABI, or the parent's", kLinuxNote},
    Param{"linux.osname", String, Any, Jail, Shown, "Linux", "name of the Linux system",
          kLinuxNote},
    Param{"linux.osrelease", String, Any, Jail, Shown, "", "release of the Linux kernel",
          kLinuxNote},
    Param{"linux.oss_version", Int, Any, Jail, Shown, "", "version of the OSS sound interface",
          kLinuxNote},
    Param{"mac.label", String, Any, Jail, Meaningless, "", "label of mandatory access control",
          "there is no framework of labels for jails; confine programs with AppArmor or SELinux "
          "profiles of the host"},
    Param{"meta", Kind::KeyValue, Any, Jail, Honoured, "",
          "text about the jail that processes inside do not see", "a value of one key is one line"},
    Param{"mount", List, Any, Program, Honoured, "", "file systems to mount, as fstab(5) lines",
          ""},
    Param{"mount.devfs", Bool, Any, Program, Honoured, "false", "make the jail's /dev", ""},
    Param{"mount.fdescfs", Bool, Any, Program, Honoured, "false", "make the jail's /dev/fd", ""},
    Param{"mount.fstab", List, Any, Program, Honoured, "",
          "fstab(5) files of file systems to mount", ""},
    Param{"mount.procfs", Bool, Any, Program, Honoured, "false", "mount the jail's /proc", ""},
    Param{"name", String, Any, Jail, Honoured, "", "name, with the parents' (default: the jid)",
          "no slash, no control character, no component that starts with '-'"},
    Param{"osreldate", Int, Create, Jail, Shown, "", "kernel date that FreeBSD programs see",
          "stored and shown; FreeBSD programs do not run here"},
    Param{"osrelease", String, Create, Jail, Shown, "", "system release (default: the parent's)",
          "stored and shown; uname(1) in the jail prints the running kernel's release"},
    Param{"parent", Int, ReadOnly, Jail, Honoured, "0", "jid of the parent jail, 0 for none", ""},
    Param{"path", Path, Create, Jail, Honoured, "/", "directory that is the jail's root", ""},
    Param{"persist", Bool, Any, Jail, Honoured, "false", "the jail may live without processes", ""},
    Param{"securelevel", Int, Any, Jail, NotYet, "-1", "secure level",
          "only -1 is accepted; secure levels above it need more of the kernel than a jail here "
          "is denied"},
    Param{"stop.timeout", Int, Any, Program, Honoured, "10",
          "seconds between SIGTERM and SIGKILL at removal; 0 sends no SIGTERM", ""},
    Param{"sysvmsg", Kind::JailSys, Create, Jail, Honoured, "disable", "System V message queues",
          kIpcNote},
    Param{"sysvsem", Kind::JailSys, Create, Jail, Honoured, "disable", "System V semaphores",
          kIpcNote},
    Param{"sysvshm", Kind::JailSys, Create, Jail, Honoured, "disable", "System V shared memory",
          kIpcNote},
    Param{"user", Kind::JailSys, Create, Jail, Honoured, "new",
          "own user namespace, or the parent's user and group ids",
          "not on FreeBSD; inherit makes root in the jail the host's user 0, held only by the "
          "capabilities that are taken away"},
    Param{"vnet", Kind::JailSys, Create, Jail, NotYet, "inherit",
          "own network stack, or the host's",
          "a jail has the host's network stack; write ip4 = inherit and ip6 = inherit instead"},
    Param{"vnet.interface", List, Any, Program, NotYet, "",
          "network interfaces to move into the jail", "a jail has the host's network stack"},
    Param{"zfs", Kind::JailSys, Any, Jail, Meaningless, "disable", "use of ZFS in the jail",
          kZfsNote},
    Param{"zfs.dataset", List, Any, Program, Meaningless, "", "ZFS datasets to hand to the jail",
          kZfsNote},
    Param{"zfs.mount_snapshot", Bool, Any, Jail, Meaningless, "false",
          "users in the jail may reach ZFS snapshots", kZfsNote},
};

constexpr bool strictly_sorted() {
    return std::adjacent_find(kParams.begin(), kParams.end(), [](const Param& a, const Param& b) {
               return a.name >= b.name;
           }) == kParams.end();
}
static_assert(strictly_sorted(), "kParams must be in strcmp order, each name once");

constexpr bool is_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' && c != '=' && c != '\x7f';
    });
}

std::optional<ParamRef> resolve_key(std::string_view name) noexcept {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || !is_key(name.substr(dot + 1))) {
        return std::nullopt;
    }
    const Param* param = find_param(name.substr(0, dot));
    if (param == nullptr || param->kind != Kind::KeyValue) {
        return std::nullopt;
    }
    return ParamRef{param, false, name.substr(dot + 1)};
}

std::optional<ParamRef> resolve_negated(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    const std::size_t last = dot == std::string_view::npos ? 0 : dot + 1;
    if (!name.substr(last).starts_with("no")) {
        return std::nullopt;
    }
    const std::string_view before = name.substr(0, last);
    const std::string_view after = name.substr(last + 2);
    const auto is_it = [before, after](const Param& param) {
        return param.kind == Kind::Bool && param.name.size() == before.size() + after.size() &&
               param.name.starts_with(before) && param.name.ends_with(after);
    };
    const auto* found = std::find_if(kParams.begin(), kParams.end(), is_it);
    if (found == kParams.end()) {
        return std::nullopt;
    }
    return ParamRef{found, true, {}};
}

}  // namespace

const Param* find_param(std::string_view name) noexcept {
    const auto* found = std::lower_bound(
        kParams.begin(), kParams.end(), name,
        [](const Param& param, std::string_view wanted) { return param.name < wanted; });
    return found != kParams.end() && found->name == name ? found : nullptr;
}

ParamRange all_params() noexcept {
    return {kParams.data(), kParams.size()};
}

std::optional<ParamRef> resolve_param(std::string_view name) noexcept {
    if (const Param* param = find_param(name)) {
        return ParamRef{param, false, {}};
    }
    if (const auto ref = resolve_key(name)) {
        return ref;
    }
    return resolve_negated(name);
}

std::string no_form(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    std::string text(name);
    return text.insert(dot == std::string_view::npos ? 0 : dot + 1, "no");
}

}  // namespace gaol
