#!/usr/bin/atf-sh
# jail(8), RECORDS.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

jail_test listing '-e lists the jails of the file'
listing() {
    cat >jail.conf <<'END'
ip4 = inherit;
exec.start = "";
$v = "";
* { persist; }
a { path = /srv/a; host.hostname = "pre${v}post"; exec.poststart = "x", "y z"; }
"b.*" { children.max = 1; }
7 { name = seven; }
b { c { jid = 9; } }
END
    atf_check -o inline:'name=a|ip4=inherit|exec.start=""|persist|path=/srv/a|host.hostname=prepost|exec.poststart=x,"y z"
ip4=inherit|exec.start=""|persist|name=seven
name=b|ip4=inherit|exec.start=""|persist
name=b.c|ip4=inherit|exec.start=""|persist|children.max=1\n' jail -f jail.conf -e '|'
}

jail_test quoting 'how values are quoted'
quoting() {
    cat >jail.conf <<'END'
a { v.a = ""; v.b = "it's"; v.c = 'say "x"'; v.d = "a b"; v.e = "a\tb"; v.f = "a\\b"; v.g = "both ' and \""; v.h; v.nox; }
END
    sed -i 's/v\./meta./g' jail.conf
    atf_check -o inline:'name=a;meta.a="";meta.b="it'"'"'s";meta.c='"'"'say "x"'"'"';meta.d="a b";meta.e="a	b";meta.f=a\\\\b;meta.g="both '"'"' and \\"";meta.h;meta.nox\n' \
        jail -f jail.conf -e ';'
}

jail_test separators 'any separator'
separators() {
    echo 'a { persist; path = /; }' >jail.conf
    atf_check -o inline:'name=a, persist, path=/\n' jail -f jail.conf -e ', '
    atf_check -o inline:'name=apersistpath=/\n' jail -f jail.conf -e ''
}

jail_test record '-J writes a line for each jail'
record() {
    configure <<'END'
a { persist; host.hostname = "a b"; exec.prestart = "true", "true 1"; }
b { persist; jid = 20; }
END
    echo old >record
    atf_check -o ignore jail -J record -f jail.conf -c
    # They are written as they are finished.
    atf_check -o inline:"jid=1	name=a	ip4=inherit	ip6=inherit	path=$root	persist	host.hostname=\"a b\"	exec.prestart=true,\"true 1\"
jid=20	name=b	ip4=inherit	ip6=inherit	path=$root	persist\n" sort record
    # Those that are there already are written as well, with an asterisk.
    atf_check jail -q -J record -f jail.conf -c '*'
    atf_check -o inline:'jid=1\njid=20\n' -x "cut -f1 record"
    # The file is emptied at all events.
    atf_check jail -q -J record -f jail.conf -r '*'
    atf_check cat record
}

jail_test record_of_dependencies 'dependencies that were created are written too'
record_of_dependencies() {
    configure <<'END'
* { persist; }
a { depend = b; }
b { }
END
    atf_check jail -q -J record -f jail.conf -c a
    atf_check -o inline:'jid=1	name=b\njid=2	name=a\n' cut -f1-2 record
    atf_check -o ignore jail -f jail.conf -r '*'
}

jail_test record_of_command_line 'a jail of the command line'
record_of_command_line() {
    make_root
    atf_check jail -J record -c name=a $net "path=$root" command=true 'x y' z
    atf_check -o inline:"jid=1	name=a	ip4=inherit	ip6=inherit	path=$root	command=true,\"x y\",z\n" cat record
    atf_check -s exit:1 -e ignore jail -J record -c name=a $net "path=$root" command=false
    atf_check cat record
}
