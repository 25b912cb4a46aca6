#!/bin/sh
# Jails in jails: everything that a child has lies within what its parent has.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

# parent_of PID TYPE: the namespace around the one of a process (ioctl_ns(2)).
cat >"$tmp/parent_of" <<'PYTHON'
import fcntl, os, sys
NS_GET_USERNS, NS_GET_PARENT = 0xB701, 0xB702
pid, kind = sys.argv[1:]
ns = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
around = fcntl.ioctl(ns, NS_GET_PARENT if kind in ("pid", "user") else NS_GET_USERNS)
print(os.readlink(f"/proc/self/fd/{around}"))
PYTHON
parent_of() { python3 -B "$tmp/parent_of" "$@"; }

start a children.max=2
start a.b children.max=1
start a.b.c
start other

# --- one inside the other --------------------------------------------------------------------------

is "the child's cgroup lies in its parent's" "$(cgroup a.b.c)" \
    "$GAOL_CGROUP_ROOT/$(jid a)/$(jid a.b)/$(jid a.b.c)"
is 'which holds its processes only' "$(wc -l <"$(cgroup a)/self/cgroup.procs")" 1

for pair in 'a a.b' 'a.b a.b.c'; do
    above=${pair% *} below=${pair#* }
    for type in pid user; do
        is "the $type namespace of $below lies in that of $above" \
            "$(parent_of "$(first "$below")" $type)" "$(namespace "$(first "$above")" $type)"
    done
    # shellcheck disable=SC2046
    set -- $(range "$above") $(range "$below")
    if [ "$3" -gt "$1" ] && [ $(($3 + $4)) -le $(($1 + $2)) ]; then
        ok "the ids of $below are a part of those of $above"
    else
        fail "the ids of $below are a part of those of $above" "$*"
    fi
    if [ "$3" -ge $(($1 + 65536)) ]; then
        ok "but not those that $above uses itself"
    else
        fail "but not those that $above uses itself" "$*"
    fi
done
for type in mnt uts ipc cgroup; do
    is "the $type namespace of a.b is owned by its users" \
        "$(parent_of "$(first a.b)" $type)" "$(namespace "$(first a.b)" user)"
done

# --- who sees whom ---------------------------------------------------------------------------------

jexec a.b.c sleep 1001 &
jexec a sleep 1002 &
seen_by() { in_jail "$1" sh -c 'cat /proc/[0-9]*/cmdline' 2>/dev/null | tr '\0' ' ' | grep -o 'sleep 100[12]' | sort -u | xargs; }
sees_both() { [ "$(seen_by a)" = 'sleep 1001 sleep 1002' ]; }
if wait_until 5 sees_both; then
    ok "a jail sees the processes of its children's children"
else
    fail "a jail sees the processes of its children's children" "$(seen_by a)"
fi
is 'and they see their own only' "$(seen_by a.b) $(seen_by a.b.c)" 'sleep 1001 sleep 1001'
is 'other jails see neither' "$(seen_by other)" ''
is 'what a child has is nobody in the child below' "$(in_jail a.b stat -c %u /proc/1/)" 0

check 'root of a jail may signal in its children' python a <<'PYTHON'
import os, signal
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        if open(f"/proc/{pid}/cmdline").read() == "sleep\0" "1001\0":
            os.kill(int(pid), signal.SIGTERM)
            break
    except FileNotFoundError:
        pass
else:
    raise SystemExit("no such process")
PYTHON
no_longer() { [ "$(seen_by a.b.c)" = '' ]; }
if wait_until 5 no_longer; then ok 'and it ends'; else fail 'and it ends'; fi

# --- owners of files -------------------------------------------------------------------------------

echo x >"$tmp/c/data/x"
chown 1000:0 "$tmp/c/data/x"
in_jail a.b.c sh -c 'echo y >/data/y'
is "a grandchild's files have the same owners" "$(in_jail a.b.c stat -c '%u %g' /data/x) $(stat -c '%u %g' "$tmp/c/data/y")" '1000 0 0 0'

# --- limits and the end ----------------------------------------------------------------------------

refuse 'children.max counts all depths' 1 'jail: prison limit exceeded' create a.d persist
refuse 'a child needs a parent' 1 'jail: jail "nobody" not found' create nobody.x persist
refuse 'a jail without children.max has none' 1 'jail: prison limit exceeded' \
    create other.x persist
is 'jls has the parents' "$(jls -j a.b.c name parent | xargs)" "a.b.c $(jid a.b)"
is 'and the numbers of children' "$(jls -j a children.cur)" 2

cgroup_of_a=$(cgroup a)
gone a
is 'removing a jail removes its children' "$(jls name | xargs)" other
is 'with their cgroups' "$(find "$GAOL_CGROUP_ROOT" -path "$cgroup_of_a*")" ''
wait

# --- a parent without users of its own -------------------------------------------------------------

start plain user=inherit children.max=2 host.hostname=plain
start plain.own
start plain.same user=inherit host=inherit
is 'below user=inherit a child has users of its own' "$(range plain.own | cut -d' ' -f2)" 65536
is 'whose namespace lies in the host'"'"'s' "$(parent_of "$(first plain.own)" user)" "$(namespace $$ user)"
is 'and PIDs within its parent'"'"'s' "$(parent_of "$(first plain.own)" pid)" "$(namespace "$(first plain)" pid)"
is 'a child may inherit all the way' "$(namespace "$(first plain.same)" user)" "$(namespace $$ user)"
is "host=inherit is the parent jail's name" "$(in_jail plain.same hostname)" plain
start strict children.max=3 sysvshm=new host.hostname=strict
start strict.users user=inherit
is "user=inherit has the parent's users, not the host's" \
    "$(namespace "$(first strict.users)" user)" "$(namespace "$(first strict)" user)"
start strict.names host=inherit sysvshm=inherit
is 'it inherits names from its parent, not from the host' "$(in_jail strict.names hostname)" strict
is "and its parent's System V objects" "$(namespace "$(first strict.names)" ipc)" \
    "$(namespace "$(first strict)" ipc)"
all_gone
