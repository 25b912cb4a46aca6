#!/bin/sh
# A jail's users: ids of its own outside, the same owners of files on both sides.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

# The host's own ids, as a check that they look as this script takes for granted.
is 'the script runs with the ids of the host' "$(awk '{print $1, $2}' /proc/self/uid_map)" '0 0'

start a
start b
start plain user=inherit

# shellcheck disable=SC2046
set -- $(range a) $(range b)
a_first=$1 a_count=$2 b_first=$3 b_count=$4
is 'a jail has 65,536 users' "$a_count $b_count" '65536 65536'
is 'and as many groups' "$(awk '{print $2, $3}' "/proc/$(first a)/gid_map")" "$a_first $a_count"
map() { in_jail "$1" cat /proc/self/uid_map | awk '{print $1, $2}'; }
is 'inside they begin with 0' "$(map a)" "0 $a_first"
if [ "$a_first" -ge 2147483648 ] && [ "$b_first" -ge 2147483648 ]; then
    ok 'the ranges lie above what the host gives to users'
else
    fail 'the ranges lie above what the host gives to users' "$a_first $b_first"
fi
if [ $((a_first + a_count)) -le "$b_first" ] || [ $((b_first + b_count)) -le "$a_first" ]; then
    ok 'two jails have no id in common'
else
    fail 'two jails have no id in common' "$a_first $b_first"
fi
is 'user=inherit has the ids of the host' "$(map plain)" '0 0'

# Who a process of the jail is on the host.
in_jail a sleep 100 &
sleeper() { grep -lx sleep /proc/[0-9]*/comm 2>/dev/null | cut -d/ -f3; }
runs() { [ -n "$(sleeper)" ]; }
wait_until 5 runs
is "root of the jail is the first of its ids on the host" "$(stat -c %u "/proc/$(sleeper)")" "$a_first"
is 'and root inside' "$(in_jail a stat -c %u /proc/self/)" 0
gone a
wait
start a

# Files on a root directory of the host, through the idmap, in both directions.
for name in a plain; do
    echo 0 >"$tmp/$name/data/zero"
    echo 1000 >"$tmp/$name/data/thousand"
    chown 1000:1000 "$tmp/$name/data/thousand"
    owners="$(stat -c '%n %u %g' "$tmp/$name/data/"* | sed "s|$tmp/$name||")"
    is "$name: owners are the same inside" \
        "$(in_jail $name sh -c 'stat -c "%n %u %g" /data/*')" "$owners"

    in_jail $name sh -c 'echo new >/data/new-zero; echo new >/data/new-thousand
        chown 1000:1000 /data/new-thousand'
    is "$name: a file of root inside is root's on disk" \
        "$(stat -c '%u %g' "$tmp/$name/data/new-zero")" '0 0'
    is "$name: chown inside means the same outside" \
        "$(stat -c '%u %g' "$tmp/$name/data/new-thousand")" '1000 1000'

    chmod 777 "$tmp/$name/data"
    jexec -U alice $name sh -c 'echo alice >/data/of-alice; id -u >/data/id'
    is "$name: a file that user 1000 writes is theirs on disk" \
        "$(stat -c '%u %g' "$tmp/$name/data/of-alice") $(cat "$tmp/$name/data/id")" '1000 1000 1000'
    run jexec -U alice $name sh -c 'echo x >/data/zero'
    is "$name: user 1000 may not write root's files" "$status $(cat "$tmp/$name/data/zero")" '2 0'
done

echo far >"$tmp/a/data/far"
chown 70000:70000 "$tmp/a/data/far"
is 'owners outside the range are nobody' "$(in_jail a stat -c '%u %g' /data/far)" '65534 65534'
run in_jail a chown 0:0 /data/far
is 'and not to be had by root of the jail' "$(stat -c %u "$tmp/a/data/far")" 70000

# No no_new_privs: su and sudo are to work.
in_jail a sh -c 'cp /usr/bin/id /data/set-id; chmod 4755 /data/set-id'
is 'set-id programs work inside' "$(jexec -U alice a /data/set-id -u)" 0

# Ranges go back.
before=$(range b)
gone b
start c
is 'the ids of a removed jail are given out again' "$(range c)" "$before"

start family children.max=2
is 'children.max brings a range for each child' "$(range family | cut -d' ' -f2)" $((3 * 65536))
all_gone
