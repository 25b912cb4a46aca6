#!/bin/sh
# A distribution's own init as the first process of a jail: boots, serves, shuts down.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=tests/debian/roots.sh
. "$top/tests/debian/roots.sh"

conf=$tmp/jail.conf
marks=$roots/box/var/log/marker

prepare() {
    thin box
    # Servers of the other script.
    rm -f "$roots"/box/etc/rc[0-9S].d/[SK]??nginx "$roots"/box/etc/rc[0-9S].d/[SK]??postgresql
    sshd_on "$roots/box" 2223
    configuration box.conf >"$conf"
}

# noted WORDS: the jail's own init script has written this since the last boot.
noted() { grep -qxF "$*" "$marks"; }

# in_runlevel N: init says that it is there.
in_runlevel() { [ "$(jexec box runlevel)" = "N $1" ]; }

gone() { ! jls -d -c -j box && [ -z "$(ss -Hltn)" ] && no_programs; }

boot() {
    rm -f "$marks"
    run jail -f "$conf" -c box
    is "$1: the jail starts" "$status $out $err" '0 box: created '
    check "$1: init runs the boot scripts" wait_until 60 noted 'start in runlevel 2 by process init'
    check "$1: and is in its runlevel" wait_until 10 in_runlevel 2
}

# --- alive ---------------------------------------------------------------------------------------

at_work() {
    is 'jls shows it and its init' "$(jls name host.hostname exec.init)" 'box box /sbin/init'
    is 'jexec finds it as process 1' "$(jexec box cat /proc/1/comm)" init
    check 'a service that it started listens' wait_until 20 listening 2223
    is 'and lets root in' "$(login root 2223 runlevel 2>&1)" 'N 2'
    is 'and others' "$(login alice 2223 'id -un' 2>&1)" alice
    is 'who sees the processes of the system' "$(login alice 2223 'ps -C init,jailinit -o comm=' 2>&1)" init
}

# --- and gone ------------------------------------------------------------------------------------

shut_down() {
    run jail -v -f "$conf" -r box
    like 'jail -r: the jail stops' "$status $out" '0 *box: removed*'
    is 'jail -r: init ended by itself' "$(echo "$out" | grep -v ' run command')" 'box: removed'
    check 'jail -r: init ran the shutdown scripts' noted 'stop in runlevel 0 by process init'
    is 'jail -r: exec.poststop has run' "$(cat "$log/order")" 'stop box'
    check 'jail -r: nothing of it is left' wait_until 5 gone
}

shut_down_from_inside() {
    check 'from inside: it is told to shut down' jexec box /sbin/init 0
    check 'from inside: the jail ends with its init' wait_until 60 gone
    check 'from inside: init ran the shutdown scripts' noted 'stop in runlevel 0 by process init'
}

kill_it() {
    check 'jail -R: the jail is removed' jail -R box
    check 'jail -R: nothing of it is left' wait_until 5 gone
    run noted 'stop in runlevel 0 by process init'
    is 'jail -R: no shutdown script has run' "$status" 1
}

prepare
boot first
at_work
shut_down
boot second
shut_down_from_inside
boot third
kill_it
