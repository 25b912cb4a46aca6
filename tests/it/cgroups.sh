#!/bin/sh
# What the kernel keeps of a jail: its cgroup, the record on it, and nothing else.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

host_mounts() { cat "/proc/$1/mountinfo"; }
mounts_before=$(host_mounts $$)
run_before=$(find /run/gaol 2>/dev/null)

start a meta.note=kept host.hostname=a mount.devfs
start b

# --- the directory ---------------------------------------------------------------------------------

dir=$(cgroup a)
pid=$(first a)
a_root=$(range a | cut -d' ' -f1)
is 'the first process is in self' "$(cat "$dir/self/cgroup.procs")" "$pid"
is "its cgroup is no other's" "$(cat "$dir/cgroup.procs")" ''
is 'the directory is root'"'"'s' "$(stat -c %u "$dir")" 0
is 'self is the jail'"'"'s' "$(stat -c %u "$dir/self" "$dir/self/cgroup.procs" | xargs)" "$a_root $a_root"
is 'but not its limits' "$(stat -c %u "$dir/cgroup.procs" "$dir/self/cgroup.freeze" | xargs)" '0 0'
is 'inside, self is the root of all cgroups' "$(in_jail a grep ^0: /proc/self/cgroup)" 0::/

start tree mount.devfs mount="cgroup2 $tmp/tree/data cgroup2 rw 0 0"
check 'root of the jail may make groups of its own' in_jail tree sh -c '
    mkdir /data/own && echo $$ >/data/own/cgroup.procs && grep -q ^0::/own /proc/self/cgroup'
run in_jail tree sh -c 'echo 1 >/data/cgroup.freeze'
like 'but not do to itself what is the host'"'"'s to do' "$err" '*cannot create*Permission denied*'
is 'and sees no other' "$(in_jail tree find /data -mindepth 1 -type d)" /data/own
gone tree

# --- born inside -----------------------------------------------------------------------------------

if command -v strace >/dev/null; then
    strace -f -o "$tmp/trace" -e trace=clone,clone3,fork,vfork,openat,openat2,write jexec a true
    born=$(grep -cE 'clone3\(.*CLONE_INTO_CGROUP' "$tmp/trace")
    moved=$(grep -c 'cgroup.procs' "$tmp/trace")
    is 'jexec makes its command inside the cgroup and never moves it' "$born $moved" '1 0'
else
    skip 'jexec makes its command inside the cgroup and never moves it' 'needs strace'
fi
is 'so that is where it is' "$(in_jail a cat /proc/self/cgroup | grep ^0:)" 0::/
jexec a sleep 1003 &
command_of() { grep -v -x "$(first a)" "$dir/self/cgroup.procs"; }
wait_until 5 command_of
is "on the host, the path is the jail's" "$(sed -n 's/^0:://p' "/proc/$(command_of)/cgroup")" \
    "${dir#"$(cgroup2_mount)"}/self"
kill "$(command_of)"
wait

# --- the record ------------------------------------------------------------------------------------

record() {
    python3 -B -c 'import os, sys
print(os.getxattr(sys.argv[1], "trusted.gaol.params").decode("latin-1"))' "$1"
}
like 'the parameters are on the directory' "$(record "$dir")" '*meta*note=kept*'
run in_jail a python3 -B -c 'import os
os.getxattr("/proc/self/root", "trusted.gaol.params")'
like 'which nobody inside can read' "$err" '*Error*'
jail -m name=a meta.note=changed
like 'a change is there at once' "$(record "$dir")" '*note=changed*'

# No file knows of jails: all of what there is in memory of the tools is lost with them.
is 'nothing is in /run' "$(find /run/gaol 2>/dev/null)" "$run_before"
python3 -B - "$GAOL_CGROUP_ROOT" <<'PYTHON'
import os, sys
root = sys.argv[1]
for name in os.listxattr(root):
    if name.startswith("trusted.gaol.") and name != "trusted.gaol.root":
        os.removexattr(root, name)
PYTHON
is 'the index may be deleted at any time' "$(jls -j a name) $(jls name | xargs)" 'a a b'
python3 -B -c 'import os, sys; os.removexattr(sys.argv[1], "trusted.gaol.root")' "$GAOL_CGROUP_ROOT"
is 'and the state of the root' "$(jls -j b name) $(jls name | xargs)" 'b a b'
start c
is 'after which no number is given twice' "$(jls jid | sort | uniq -d)" ''

# --- the other hierarchies -------------------------------------------------------------------------

twins=''
for hierarchy in $(cgroup_mounts); do
    [ "$hierarchy" = "$(cgroup2_mount)" ] || [ ! -d "$hierarchy/${GAOL_CGROUP_ROOT##*/}" ] ||
        twins="$twins ${hierarchy##*/}"
done
is 'hierarchies of version 1 are left alone' "$twins" ''
others() { grep -v ^0: "/proc/$1/cgroup"; }
is 'where a jail is with whoever made it' "$(others "$pid")" "$(others $$)"

# --- the end ---------------------------------------------------------------------------------------

is "the host's mounts are what they were" "$(host_mounts $$)" "$mounts_before"
gone a b c
is 'no directory stays' "$(find "$GAOL_CGROUP_ROOT" -mindepth 1 -type d)" ''
is 'no mount either' "$(host_mounts $$)" "$mounts_before"
