#!/usr/bin/atf-sh
# jail(8), DEPENDENCIES.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# Each writes down when it starts and stops.
logged() {
    for hook in prepare poststart prestop release; do
        echo "exec.$hook = \"echo $hook \$name >>log;\";"
    done
    cat
}

jail_test chain 'dependencies are created first and removed last'
chain() {
    logged <<'END' | configure
* { persist; }
a { depend = b; }
b { depend = c; }
c { }
END
    atf_check -o inline:'c: created\nb: created\na: created\n' jail -f jail.conf -c
    atf_check -o inline:'prepare c\npoststart c\nprepare b\npoststart b\nprepare a\npoststart a\n' cat log
    : >log
    atf_check -o inline:'a: removed\nb: removed\nc: removed\n' jail -f jail.conf -r '*'
    atf_check -o inline:'prestop a\nrelease a\nprestop b\nrelease b\nprestop c\nrelease c\n' cat log
}

jail_test pulled_in 'one jail brings what it depends on, and takes what depends on it'
pulled_in() {
    configure <<'END'
* { persist; }
a { depend = b; }
b { depend = c; }
c { }
d { }
END
    atf_check -o inline:'c: created\nb: created\na: created\n' jail -f jail.conf -c a
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'b\nc\n' -x 'jls name | sort'
    # Those that run already are no error.
    atf_check -o inline:'a: created\n' jail -f jail.conf -c a
    atf_check -o inline:'a: removed\nb: removed\nc: removed\n' jail -f jail.conf -r c
}

jail_test several 'several dependencies'
several() {
    configure <<'END'
* { persist; }
a { depend = b, c; depend += d; }
b { }
c { }
d { }
END
    atf_check -o save:out jail -f jail.conf -c a
    atf_check -o inline:'a: created\n' tail -n 1 out
    atf_check -o inline:'4\n' -x 'wc -l <out'
    atf_check -o match:'^a: removed$' jail -f jail.conf -r a
    atf_check -o ignore jail -f jail.conf -r '*'
}

jail_test file_order 'otherwise the order is that of the file, and its reverse'
file_order() {
    configure <<'END'
* { persist; }
c { }
a { }
b { }
END
    atf_check -o inline:'c: created\na: created\nb: created\n' jail -f jail.conf -c
    atf_check -o inline:'b: removed\na: removed\nc: removed\n' jail -f jail.conf -r '*'
}

jail_test undefined 'a dependency that is not defined'
undefined() {
    configure <<'END'
* { persist; }
a { depend = nosuch; }
b { depend = a; }
c { }
END
    atf_check -s exit:1 -o inline:'c: created\n' \
        -e inline:'jail: a: depends on undefined jail "nosuch"\njail: b: skipped\n' jail -f jail.conf -c
    atf_check -o inline:'c: removed\n' jail -f jail.conf -r c
}

jail_test loop 'a circle of dependencies'
loop() {
    configure <<'END'
* { persist; }
a { depend = b; }
b { depend = c; }
c { depend = a; }
d { }
END
    atf_check -s exit:1 -o inline:'d: created\n' -e match:'^jail: [abc]: dependency loop$' jail -f jail.conf -c
    atf_check -o inline:'d\n' jls name
    atf_check -s exit:1 -e match:'^jail: [abc]: dependency loop$' jail -f jail.conf -c b
    atf_check -o inline:'d: removed\n' jail -f jail.conf -r d
}

jail_test self_loop 'a jail that depends on itself'
self_loop() {
    configure <<'END'
a { persist; depend = a; }
END
    atf_check -s exit:1 -e inline:'jail: a: dependency loop\n' jail -f jail.conf -c a
    atf_check -o empty jls jid
}

jail_test skipped 'who depends on a jail that failed is skipped'
skipped() {
    configure <<'END'
* { persist; }
a { depend = b; }
b { depend = c; }
c { exec.prestart = "false"; }
END
    atf_check -s exit:1 -e inline:'jail: c: false: failed\njail: b: skipped\njail: a: skipped\n' jail -f jail.conf -c
    # Said of those that were asked for only, and not at all with -q.
    atf_check -s exit:1 -e inline:'jail: c: false: failed\njail: a: skipped\n' jail -f jail.conf -c a
    atf_check -s exit:1 -e inline:'jail: c: false: failed\n' jail -q -f jail.conf -c a
    atf_check -o empty jls jid
}

jail_test removal_fails 'a jail stays when one that depends on it could not be removed'
removal_fails() {
    configure <<'END'
* { persist; }
a { depend = b; exec.prestop = "false"; }
b { }
END
    atf_check -o inline:'b: created\na: created\n' jail -f jail.conf -c
    atf_check -s exit:1 -e inline:'jail: a: false: failed\njail: b: skipped\n' jail -f jail.conf -r b
    atf_check -o inline:'b\na\n' jls name
    atf_check -o ignore jail -R a b
}

jail_test modification 'a modification does not touch dependencies'
modification() {
    configure <<'END'
* { persist; }
a { depend = b; }
b { }
END
    atf_check -o inline:'b: created\na: created\n' jail -f jail.conf -c
    atf_check -o inline:'a: updated\n' jail -f jail.conf -m a
    atf_check jail -R b
    atf_check -o inline:'a: updated\n' jail -f jail.conf -m a
    atf_check -o inline:'a\n' jls name
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
}

jail_test command_line 'on the command line depend names running jails'
command_line() {
    atf_check -s exit:1 -e inline:'jail: depends on nonexistent jail "b"\n' \
        jail -c name=a $net "path=$root" persist depend=b
    atf_check jail -c name=b $net "path=$root" persist
    atf_check jail -c name=a $net "path=$root" persist depend=b
    atf_check -o inline:'a\nb\n' -x 'jls name | sort'
    atf_check jail -q -R a b
}

jail_test parent 'a child waits for its parent, and the parent for the removal of its children'
parent() {
    logged <<'END' | configure
* { persist; }
a.b { }
a { children.max = 1; }
END
    atf_check -o inline:'a: created\na.b: created\n' jail -f jail.conf -c
    atf_check -o inline:'1 0 a\n2 1 a.b\n' jls jid parent name
    : >log
    atf_check -o inline:'a.b: removed\na: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'prestop a.b\n' head -n 1 log
}

jail_test parent_pulled_in 'a child brings its parent'
parent_pulled_in() {
    configure <<'END'
* { persist; }
a { children.max = 1; b { } }
END
    atf_check -o inline:'a: created\na.b: created\n' jail -f jail.conf -c a.b
    atf_check -o inline:'a.b: removed\n' jail -f jail.conf -r a.b
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
}

jail_test parent_is_light 'a child waits for the existence of its parent only'
parent_is_light() {
    mkfifo gate
    # The parent's start ends when the child's has begun.
    configure <<'END'
* { persist; }
a { children.max = 1; exec.poststart = "read x <gate;"; }
a.b { exec.poststart = "echo x >gate;"; }
END
    atf_check -o inline:'a: created\na.b: created\n' timeout 20 jail -f jail.conf -c
    atf_check jail -R a
}
