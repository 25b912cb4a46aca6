#!/bin/sh
# mount.devfs: exactly the nodes of the manual page, the jail's own terminals and shared memory.
# shellcheck disable=SC2016  # programs for shells in jails
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

start a mount.devfs
start plain mount.devfs user=inherit

want='/dev 755 0 0 directory 0 0
/dev/console 600 0 0 character special file 1 3
/dev/fd 777 0 0 symbolic link 0 0
/dev/full 666 0 0 character special file 1 7
/dev/jail 755 0 0 directory 0 0
/dev/null 666 0 0 character special file 1 3
/dev/ptmx 777 0 0 symbolic link 0 0
/dev/pts 755 0 0 directory 0 0
/dev/random 666 0 0 character special file 1 8
/dev/shm 1777 0 0 directory 0 0
/dev/stderr 777 0 0 symbolic link 0 0
/dev/stdin 777 0 0 symbolic link 0 0
/dev/stdout 777 0 0 symbolic link 0 0
/dev/tty 666 0 5 character special file 5 0
/dev/urandom 666 0 0 character special file 1 9
/dev/zero 666 0 0 character special file 1 5'
for name in a plain; do
    is "$name: /dev is as documented" \
        "$(in_jail $name find /dev -path /dev/pts/\* -prune -o -exec stat -c '%n %a %u %g %F %Hr %Lr' {} + | sort)" "$want"
    is "$name: where the links lead" \
        "$(in_jail $name readlink /dev/fd /dev/stdin /dev/ptmx | xargs)" \
        '/proc/self/fd /proc/self/fd/0 pts/ptmx'
    is "$name: the devices work" "$(in_jail $name sh -c '
        echo x >/dev/null && echo y >/dev/zero && test "$(head -c 4 /dev/urandom | wc -c)" = 4 &&
        cat /dev/console && echo z >/dev/console && ! echo full 2>&- >/dev/full && echo all')" all
done

terminal() {
    python "$1" <<'PYTHON'
import os
master, peer = os.openpty()
print(os.ttyname(peer), len(os.listdir("/dev/pts")), os.fstat(peer).st_gid)
PYTHON
}
is "terminals are the jail's own" "$(terminal a)" '/dev/pts/0 2 5'
is 'also with the users of the host' "$(terminal plain)" '/dev/pts/0 2 5'

in_jail a sh -c 'echo a >/dev/shm/x'
is 'shared memory is nobody else'"'"'s' "$(ls /dev/shm/x 2>&1; in_jail plain ls /dev/shm)" \
    "ls: cannot access '/dev/shm/x': No such file or directory"

# What is a device and what is not.
run in_jail a python3 -B -c 'import os; os.mknod("/dev/new", 0o20666, os.makedev(1, 3))'
like 'root of a jail cannot make a device' "$err" '*PermissionError*'
mknod "$tmp/a/data/null" c 1 3
chmod 666 "$tmp/a/data/null"
run in_jail a sh -c 'echo x >/data/null'
like 'a device in its root directory is none' "$err" '*Permission denied*'

start ruled mount.devfs devfs_ruleset=4
refuse 'rules that are not read are refused' 1 \
    'jail: devfs_ruleset: not yet: 0 and 4 both mean the built-in list of nodes; other numbers are refused, since devfs.rules is not read' \
    create rules mount.devfs devfs_ruleset=5 persist
all_gone
