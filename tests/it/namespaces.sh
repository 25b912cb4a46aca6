#!/bin/sh
# Which namespaces a jail has of its own and which it shares, as its parameters say.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

# shares NAME TYPES: these of all types are the host's, by the jail's first process.
shares() {
    shared=''
    for type in mnt pid ipc uts cgroup user net; do
        [ "$(namespace "$(first "$1")" $type)" != "$(namespace $$ $type)" ] ||
            shared="$shared $type"
    done
    echo "${shared# }"
}

start usual
start users user=inherit
start names host=inherit
start sysv sysvmsg=inherit sysvsem=inherit sysvshm=inherit
start new sysvmsg=new sysvsem=new sysvshm=new
start all user=inherit host=inherit allow.sysvipc

is 'by default all but the network are its own' "$(shares usual)" net
is 'user=inherit shares the user namespace' "$(shares users)" 'user net'
is 'host=inherit shares the UTS namespace' "$(shares names)" 'uts net'
is 'sysv*=inherit shares the IPC namespace' "$(shares sysv)" 'ipc net'
is 'sysv*=new has an IPC namespace' "$(shares new)" net
is 'all that can be inherited' "$(shares all)" 'ipc uts user net'

# The namespaces are the jails' own, not one for all of them.
different=$(for type in mnt pid ipc uts cgroup user; do
    [ "$(namespace "$(first usual)" $type)" != "$(namespace "$(first new)" $type)" ] ||
        echo $type
done)
is 'two jails share no namespace but the network' "$different" ''

# All who enter are where the first process is.
for name in usual all; do
    # shellcheck disable=SC2016
    entered=$(in_jail $name sh -c 'for type in mnt pid ipc uts cgroup user net; do
        readlink /proc/self/ns/$type; done')
    pid=$(first $name)
    want=$(for type in mnt pid ipc uts cgroup user net; do namespace "$pid" $type; done)
    is "jexec enters all namespaces of $name" "$entered" "$want"
done
is 'and process 1 there is the first process' \
    "$(in_jail usual readlink /proc/1/ns/pid)" "$(namespace "$(first usual)" pid)"

host=$(hostname)
python usual <<'PYTHON'
import socket
socket.sethostname("inside")
PYTHON
is 'root in a jail may set its host name' "$(in_jail usual hostname)" inside
is "the host's name stays" "$(hostname)" "$host"
is "host=inherit shows the host's" "$(in_jail names hostname)" "$host"

refuse 'one IPC namespace is either new or inherited' 1 \
    'jail: jail_set: Invalid argument (sysvmsg, sysvsem, sysvshm: one IPC namespace holds all three, so new and inherit cannot be mixed)' \
    create mixed sysvshm=new sysvmsg=inherit persist
all_gone
