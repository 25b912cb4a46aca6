#!/usr/bin/atf-sh
# jail(8), SEQUENCES: the order of creation and removal, and what becomes of them on failure.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# Hooks that write down their names, and whether the jail is there.
hooks() {
    for hook in prepare prestart created poststart prestop poststop release; do
        echo "exec.$hook = \"echo $hook \`jls name\` >>$PWD/log\";"
    done
    # shellcheck disable=SC2028
    echo 'exec.start = "echo start >>/log", "echo start 2 >>/log";
        command = "echo command >>/log"; exec.stop = "echo stop >>/log";'
}

# One log for host and jail.
shared_log() {
    make_root
    : >"$root/log"
    ln -s "$root/log" log
}

jail_test creation 'the order of creation'
creation() {
    shared_log
    { hooks && echo 'a { persist; }'; } | configure
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -o inline:'prepare\nprestart\ncreated a\nstart\nstart 2\ncommand\npoststart a\n' cat log
    atf_check -o inline:'a: removed\n' jail -v -R '*'
}

jail_test removal 'the order of removal'
removal() {
    shared_log
    { hooks && echo 'a { persist; }'; } | configure
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    : >log
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'prestop a\nstop\npoststop\nrelease\n' cat log
}

jail_test values_in_turn 'each value of a parameter is run in turn'
values_in_turn() {
    configure <<END
a {
    exec.prepare = "echo 1 >>log;", "echo 2 >>log;";
    exec.prepare += "echo 3 >>log;";
    exec.created = "";
    exec.poststart;
    exec.prestart = "echo 4 >>log;", "", "echo 5 >>log;";
    persist;
}
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -o inline:'1\n2\n3\n4\n5\n' cat log
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
}

jail_test temporary_persist 'persist lasts until the start has been done'
temporary_persist() {
    make_root
    configure <<'END'
a { exec.start = "true"; exec.poststart = "jls -j a -n persist"; }
END
    atf_check -o inline:'a: created\npersist\n' jail -f jail.conf -c
    atf_check -o empty jls jid
    configure <<'END'
b { exec.start = "sleep 60 &"; exec.poststart = "jls -j b -n persist"; }
END
    atf_check -o inline:'b: created\npersist\n' jail -f jail.conf -c
    atf_check -o inline:'nopersist\n' jls -j b -n persist
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
}

jail_test poststart_alone 'a jail may live for exec.poststart'
poststart_alone() {
    atf_check -o inline:'a\n' jail -c name=a $net "path=$root" 'exec.poststart=jls name'
    atf_check -o empty jls jid
}

# roll_back STEP MESSAGE LOG [SETTING]: creation fails at STEP; the log says how far it came, and
# neither the jail nor any hook after it is left.
roll_back() {
    shared_log
    { hooks && echo "a { persist; $1 = \"${3-false}\"; }"; } | configure
    atf_check -s exit:1 -o "inline:$4" -e inline:"jail: a: ${3-false}: failed\n" jail -f jail.conf -c
    atf_check -o inline:"$2" cat log
    atf_check -o empty jls -d jid
}
rolled='a: created\na: removed\n'

jail_test fail_prepare 'exec.prepare fails'
fail_prepare() { roll_back exec.prepare '' false ''; }

jail_test fail_prestart 'exec.prestart fails'
fail_prestart() { roll_back exec.prestart 'prepare\n' false ''; }

jail_test fail_created 'exec.created fails'
fail_created() { roll_back exec.created 'prepare\nprestart\n' false "$rolled"; }

jail_test fail_start 'exec.start fails'
fail_start() { roll_back exec.start 'prepare\nprestart\ncreated a\n' false "$rolled"; }

jail_test fail_command 'command fails'
fail_command() { roll_back command 'prepare\nprestart\ncreated a\nstart\nstart 2\n' false "$rolled"; }

jail_test fail_poststart 'exec.poststart fails'
fail_poststart() { roll_back exec.poststart 'prepare\nprestart\ncreated a\nstart\nstart 2\ncommand\n' false "$rolled"; }

jail_test fail_creation 'the jail cannot be created'
fail_creation() {
    shared_log
    { hooks && echo 'a { persist; children.max = 5; } "a.b" { persist; children.max = 9; }'; } | configure
    atf_check -s exit:1 -o inline:'a: created\n' -e match:'^jail: a.b: jail_set: Operation not permitted' \
        jail -f jail.conf -c
    atf_check -o inline:'1\n' -x "grep -c created log"
    atf_check -o inline:'a\n' jls name
    atf_check jail -R a
}

jail_test fail_mount 'a mount fails: nothing after it is run'
fail_mount() {
    shared_log
    { hooks && echo "a { persist; mount = \"/nonexistent $root/tmp nullfs ro\"; }"; } | configure
    atf_check -s exit:1 -e match:'^jail: a: mount: /nonexistent .*: No such file or directory$' jail -f jail.conf -c
    atf_check -o inline:'prepare\n' cat log
    atf_check -o empty jls -d jid
}

jail_test fail_second_value 'the second value fails'
fail_second_value() {
    shared_log
    { hooks && echo 'a { persist; exec.start += "false", "echo never >>/log"; }'; } | configure
    atf_check -s exit:1 -o inline:"$rolled" -e inline:'jail: a: false: failed\n' jail -f jail.conf -c
    atf_check -o inline:'prepare\nprestart\ncreated a\nstart\nstart 2\n' cat log
}

jail_test fail_kills 'what was started is ended when a later step fails'
fail_kills() {
    make_root
    configure <<'END'
a { exec.start = "sleep 1000 &"; exec.poststart = "false"; }
END
    atf_check -s exit:1 -o inline:"$rolled" -e inline:'jail: a: false: failed\n' jail -f jail.conf -c
    atf_check -o empty jls -d jid
}

jail_test fail_prestop 'exec.prestop fails: the jail stays'
fail_prestop() {
    shared_log
    { hooks && echo 'a { persist; exec.prestop = "false"; }'; } | configure
    atf_check -o ignore jail -f jail.conf -c
    : >log
    atf_check -s exit:1 -e inline:'jail: a: false: failed\n' jail -f jail.conf -r a
    atf_check cat log
    atf_check -o inline:'a\n' jls name
    atf_check jail -R a
}

jail_test fail_stop 'exec.stop fails: the jail stays'
fail_stop() {
    shared_log
    { hooks && echo 'a { persist; exec.stop = "false"; }'; } | configure
    atf_check -o ignore jail -f jail.conf -c
    : >log
    atf_check -s exit:1 -e inline:'jail: a: false: failed\n' jail -f jail.conf -r a
    atf_check -o inline:'prestop a\n' cat log
    atf_check -o inline:'a\n' jls name
    # A restart does not go on to create it.
    atf_check -s exit:1 -e inline:'jail: a: false: failed\n' jail -f jail.conf -rc a
    atf_check jail -R a
}

jail_test fail_poststop 'exec.poststop fails: the jail is gone, and the rest is done'
fail_poststop() {
    shared_log
    { hooks && echo 'a { persist; exec.poststop = "false"; }'; } | configure
    atf_check -o ignore jail -f jail.conf -c
    : >log
    atf_check -s exit:1 -o inline:'a: removed\n' -e inline:'jail: a: false: failed\n' jail -f jail.conf -r a
    atf_check -o inline:'prestop a\nstop\nrelease\n' cat log
    atf_check -o empty jls -d jid
}

jail_test restart_order 'a restart removes to the end before it creates'
restart_order() {
    shared_log
    { hooks && echo 'a { persist; }'; } | configure
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    : >log
    atf_check -o inline:'a: created\n' jail -f jail.conf -rc a
    atf_check -o inline:'prestop a\nstop\npoststop\nrelease\nprepare\nprestart\ncreated a\nstart\nstart 2\ncommand\npoststart a\n' cat log
    atf_check jail -R a
}

jail_test mounts_are_seen 'mounts are there for the commands in the jail, and for nobody else'
mounts_are_seen() {
    make_root
    mkdir from "$root/mnt" "$root/var"
    echo here >from/file
    echo "$PWD/from $root/var nullfs ro # and a comment" >fstab
    configure <<END
a {
    mount = "$PWD/from $root/mnt nullfs ro 0 0", "tmpfs $root/tmp tmpfs rw";
    mount.fstab = $PWD/fstab;
    mount.devfs; mount.procfs;
    exec.start = "cat /mnt/file /var/file";
    exec.start += "echo x >/tmp/x; test -c /dev/null -a -d /proc/1 && ! echo y 2>/dev/null >/mnt/y;";
    exec.poststart = "ls $root/mnt $root/var $root/tmp $root/dev $root/proc | grep -v :\$ | grep .; true";
    persist;
}
END
    atf_check -o inline:'a: created\nhere\nhere\n' jail -f jail.conf -c
    atf_check -s exit:1 grep "$root" /proc/self/mounts
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
}

jail_test removal_kills 'removal ends every process, and every child jail'
removal_kills() {
    make_root
    configure <<'END'
* { persist; exec.start = "stubborn &"; }
a { children.max = 2; }
a.b { children.max = 1; }
a.b.c { }
END
    atf_check -o inline:'a: created\na.b: created\na.b.c: created\n' jail -f jail.conf -c
    atf_check jail -R a
    atf_check -o empty jls -d jid
}

jail_test removal_signals 'processes are sent SIGTERM and given time'
removal_signals() {
    make_root
    configure <<'END'
a { persist; exec.start = "listener &"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    wait_for test -e "$root/tmp/ready"
    atf_check -o match:'^a: sent SIGTERM to: [0-9]' -o match:'^a: removed$' -o not-match:'timed out' jail -v -f jail.conf -r a
    atf_check -o inline:'ended\n' cat "$root/tmp/ended"
}

jail_test removal_signals_own 'processes of child jails are not asked, but killed'
removal_signals_own() {
    make_root
    mkdir child
    cp -a "$root/." child/
    atf_check jail -c name=a $net "path=$root" children.max=1 persist 'exec.start=listener &'
    atf_check jail -c name=a.b $net "path=$PWD/child" persist 'exec.start=listener &'
    wait_for test -e "$root/tmp/ready" -a -e child/tmp/ready
    atf_check jail -f none -r a
    atf_check test -e "$root/tmp/ended" -a ! -e child/tmp/ended
    atf_check -o empty jls -d jid
}

jail_test others_are_removed 'a removal that fails does not keep the others'
others_are_removed() {
    configure <<'END'
* { persist; }
a { }
b { exec.prestop = "false"; }
c { }
END
    atf_check -o ignore jail -f jail.conf -c
    atf_check -s exit:1 -o inline:'c: removed\na: removed\n' -e inline:'jail: b: false: failed\n' jail -f jail.conf -r '*'
    atf_check -o inline:'b\n' jls name
    atf_check jail -R b
}

jail_test removal_times_out 'who does not listen is killed when stop.timeout is over'
removal_times_out() {
    make_root
    configure <<'END'
a { persist; stop.timeout = 1; exec.start = "stubborn &"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    wait_for test -e "$root/tmp/ready"
    atf_check -o match:'^a: sent SIGTERM to: [0-9]' -o match:'^a: timed out$' -o match:'^a: removed$' jail -v -f jail.conf -r a
}

jail_test removal_at_once 'without stop.timeout nobody is asked'
removal_at_once() {
    make_root
    configure <<'END'
a { persist; stop.timeout = 0; exec.start = "sleep 1000 &"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -o inline:'a: removed\n' jail -v -f jail.conf -r a
}
