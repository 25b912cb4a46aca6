#!/usr/bin/atf-sh
# jail(8): modification.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

jail_test others_stay 'parameters that are not mentioned keep their values'
others_stay() {
    atf_check jail -c name=a $net "path=$root" persist host.hostname=h host.domainname=d children.max=3
    atf_check jail -m name=a host.hostname=new
    atf_check -o inline:'a new d 3 true\n' jls name host.hostname host.domainname children.max persist
    atf_check jail -R a
}

jail_test inside 'a changed host name is seen inside'
inside() {
    make_root
    cp "$(command -v uname)" "$root/bin"
    atf_check jail -c name=a $net "path=$root" persist host.hostname=old
    atf_check -o inline:'old\n' jexec a uname -n
    atf_check jail -m name=a host.hostname=new
    atf_check -o inline:'new\n' jexec a uname -n
    atf_check jail -R a
}

jail_test by_jid 'a jail is changed by its number, and may be renamed'
by_jid() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -m jid=1 name=b
    atf_check -o inline:'1 b\n' jls jid name
    atf_check jail -R b
}

jail_test rename_family 'children are renamed with their parent'
rename_family() {
    atf_check jail -c name=a $net "path=$root" persist children.max=2
    atf_check jail -c name=a.b $net "path=$root" persist children.max=1
    atf_check jail -c name=a.b.c $net "path=$root" persist
    atf_check jail -m jid=1 name=x
    atf_check -o inline:'x\nx.b\nx.b.c\n' jls name
    atf_check -s exit:1 -e inline:"jail: cannot change jail's parent\n" jail -m jid=3 name=x.c
    atf_check jail -R x
}

jail_test nopersist 'a jail with nothing in it vanishes when it is not to persist'
nopersist() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -m jid=1 nopersist
    atf_check -o empty jls jid
}

jail_test nopersist_busy 'one that is busy lives on, until its last process has ended'
nopersist_busy() {
    make_root
    atf_check jail -c name=a $net "path=$root" persist 'exec.start=listener &'
    atf_check jail -m name=a nopersist
    atf_check -o inline:'nopersist\n' jls -n persist
    wait_for test -e "$root/tmp/ready"
    # Signal -1 is everybody in the jail but who sends it.
    atf_check jexec a sh -c 'kill -TERM -1'
    wait_for no_jail
}

jail_test pseudo_parameters 'parameters of jail(8) do nothing'
pseudo_parameters() {
    configure <<'END'
a { persist; exec.prestart = "echo never"; exec.start = "echo never"; exec.stop = "echo never"; depend = b; }
b { persist; }
END
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -o inline:'a: updated\n' jail -f jail.conf -m a
    atf_check jail -R a
}

jail_test unchanged 'a create-only parameter may be mentioned if it does not change'
unchanged() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -m name=a "path=$root" host.hostname=x
    atf_check jail -mr name=a "path=$root" persist
    atf_check -o inline:'1\n' jls jid
    atf_check jail -R a
}

jail_test another_way 'the same directory by another way is no change'
another_way() {
    ln -s root link
    atf_check jail -c name=a $net "path=$PWD/link" persist
    atf_check -o inline:"$root\n" jls path
    atf_check jail -mr name=a "path=$PWD/link"
    atf_check jail -mr name=a "path=$root/."
    atf_check -o inline:'1\n' jls jid
    atf_check jail -R a
}

jail_test failed_change 'a change that is refused changes nothing'
failed_change() {
    atf_check jail -c name=a $net "path=$root" persist host.hostname=h
    atf_check -s exit:1 -e match:'^jail: allow.mlock: not yet: ' jail -m name=a host.hostname=x allow.mlock
    atf_check -s exit:1 -e inline:'jail: unknown parameter: nonesuch\n' jail -m name=a host.hostname=x nonesuch
    atf_check -o inline:'h\n' jls host.hostname
    atf_check jail -R a
}

jail_test several 'all jails of a file'
several() {
    configure <<'END'
* { persist; host.hostname = "$name.example.org"; }
a { }
b { }
END
    atf_check -o ignore jail -f jail.conf -c
    sed -i s/org/net/ jail.conf
    atf_check -o inline:'a: updated\nb: updated\n' jail -f jail.conf -m
    atf_check -o inline:'a.example.net\nb.example.net\n' jls host.hostname
    atf_check -o ignore jail -f jail.conf -r '*'
}
