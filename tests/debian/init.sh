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

# noted WORDS: the jail's own init script has written this.
noted() { grep -qxF "$*" "$marks"; }

# in_runlevel N: init says that it has come to the end of this runlevel's scripts.
in_runlevel() { [ "$(jexec box runlevel)" = "N $1" ]; }

boot() {
    run jail -f "$conf" -c box
    is "$1: the jail starts" "$status $out $err" '0 box: created '
    check "$1: init runs the boot scripts" wait_until 60 noted 'start in runlevel 2 by process init'
    check "$1: and is in its runlevel" wait_until 10 in_runlevel 2
}

shut_down() {
    run jail -f "$conf" -r box
    is "$1: the jail stops" "$status $out $err" '0 box: removed '
    check "$1: init ran the shutdown scripts" noted 'stop in runlevel 0 by process init'
}

prepare
programs_before=$(programs)
boot first
tail $log/* $marks; jexec box ps -ef; jexec box mount
shut_down first
tail $log/*
