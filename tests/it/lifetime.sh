#!/bin/sh
# How long a jail lives: with its last process, with persist, and what jail -m makes of it.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

no_jail() { ! jls -j "$1" jid >/dev/null 2>&1; }
over() { [ ! -e "$ends_dir" ] || cgroup_empty "$ends_dir"; }
ends() { # NAME SECONDS: the jail's cgroup becomes empty by itself, then nobody finds the jail
    wait_until "$2" over && no_jail "$1"
}

# sleeper SECONDS: the process of the jail in $ends_dir that sleeps so long.  awaited: once it does.
sleeper() {
    while read -r pid; do
        [ "$(tr '\0' ' ' <"/proc/$pid/cmdline")" != "sleep $1 " ] || echo "$pid"
    done <"$ends_dir/self/cgroup.procs" 2>/dev/null
}
sleeps() { [ -n "$(sleeper "$1")" ]; }
awaited() { wait_until 5 sleeps "$1" && sleeper "$1"; }

# A jail of a daemon: the creating command ends, the daemon stays, and then ends.
# shellcheck disable=SC2016
create daemon mount.devfs exec.start='/bin/sh -c "setsid sleep 1004 </dev/null >/dev/null 2>&1 &"' >"$tmp/log" 2>&1
is 'a jail stays with its daemon' "$(jls -j daemon persist)" false
ends_dir=$(cgroup daemon)
daemon=$(awaited 1004)
is 'which is all that is in it' "$(tr '\0' ' ' <"/proc/$daemon/cmdline")" 'sleep 1004 '
kill "$daemon"
check 'and ends with it' ends daemon 10
is 'leaving nothing' "$(test_cgroups)" ''

# The same with several: the last one counts.
create two mount.devfs command=/bin/sh -c 'setsid sleep 1005 >/dev/null 2>&1 &
    setsid sleep 1006 >/dev/null 2>&1 &'
ends_dir=$(cgroup two)
kill "$(awaited 1005)"
run jexec two true
is 'a jail stays while any process is there' "$status" 0
kill "$(awaited 1006)"
check 'and ends with the last' ends two 10

# What jexec started counts as well.
create one mount.devfs command=/bin/sh -c 'setsid sleep 1007 >/dev/null 2>&1 &'
ends_dir=$(cgroup one)
jexec one sleep 1008 &
entered=$!
kill "$(awaited 1007)"
like 'a jail stays with what jexec runs' "$(jls -j one name)" one
kill "$(awaited 1008)"
wait $entered
check 'and ends with that' ends one 10

create short command=/bin/true
check 'a jail with a command only is gone after it' no_jail short
refuse 'a jail with nothing to run is refused' 1 'jail: new jail must persist or attach' create none

# --- persist ---------------------------------------------------------------------------------------

start stay
jexec stay true
like 'persist keeps it' "$(jls -j stay persist)" true
ends_dir=$(cgroup stay)
check 'nopersist with nothing to run' jail -m name=stay nopersist
check 'ends it' no_jail stay
is 'without leavings' "$(test_cgroups)" ''

start stay mount.devfs
ends_dir=$(cgroup stay)
jexec stay sh -c 'setsid sleep 1009 >/dev/null 2>&1 &'
jail -m name=stay nopersist
is 'nopersist with something to run keeps it' "$(jls -j stay persist)" false
check 'persist again' jail -m name=stay persist
kill "$(awaited 1009)"
alone() { [ "$(wc -l <"$ends_dir/self/cgroup.procs")" -eq 1 ]; }
check 'now the process may end' wait_until 5 alone
is 'and the jail stays' "$(jls -j stay persist)" true
jexec stay sh -c 'setsid sleep 1010 >/dev/null 2>&1 &'
jail -m name=stay nopersist
kill "$(awaited 1010)"
check 'until it may go' ends stay 10

# A child keeps its parent, and ends with it.
start up children.max=1
start up.down
ends_dir=$(cgroup up)
jail -m name=up nopersist
is 'a child keeps its parent' "$(jls -j up name)" up
gone up.down
check 'which goes with the last of them' wait_until 10 no_jail up
is 'at once' "$(test_cgroups)" ''
start up children.max=2
start up.down children.max=1
start up.down.low
jail -m name=up nopersist
jail -m name=up.down nopersist
is 'grandchildren keep it' "$(jls -j up name) $(jls -j up.down name)" 'up up.down'
kill -9 "$(first up.down.low)"
all_over() { [ -z "$(jls jid)" ]; }
check 'however they end' wait_until 10 all_over
is 'all of them' "$(test_cgroups)" ''

# The first process killed from outside takes everything with it.
start killed
pid=$(first killed)
ends_dir=$(cgroup killed)
jexec killed sleep 1011 2>/dev/null &
kill -9 "$pid"
check 'the end of the first process is that of the jail' ends killed 10
wait

# --- jail -m ---------------------------------------------------------------------------------------

start m host.hostname=old children.max=1
start m.child host=inherit
check 'a new host name' jail -m name=m host.hostname=new.example.org
is 'is seen inside' "$(in_jail m hostname)" new.example.org
is 'and by who inherits it' "$(in_jail m.child hostname)" new.example.org
is 'and by jls' "$(jls -j m host.hostname)" new.example.org
check 'a new domain name' jail -m name=m host.domainname=yp
is 'too' "$(in_jail m cat /proc/sys/kernel/domainname)" yp
refuse 'a host name that is too long' 1 'jail: jail_set: File name too long (host.hostname: at most 64 bytes)' \
    jail -m name=m host.hostname="$(printf %065d 0)"
is 'changes nothing' "$(in_jail m hostname)" new.example.org

number=$(jid m)
check 'a new name' jail -m jid="$number" name=n
is 'is found' "$(jls -j n jid)" "$number"
check 'the old one is not' no_jail m
is 'children are renamed too' "$(jls -j n.child parent)" "$number"
is 'and can be entered' "$(in_jail n.child hostname)" new.example.org
check 'the jail can be entered by its new name' jexec n true
check 'and by number' jexec "$number" true
start m
refuse 'a name that is taken' 1 'jail: jail "m" already exists' jail -m jid="$number" name=m
refuse 'another parent' 1 "jail: cannot change jail's parent" \
    jail -m jid="$number" name=m.n
refuse 'what is fixed at creation' 1 \
    'jail: user cannot be changed after creation' jail -m name=n user=inherit
all_gone
