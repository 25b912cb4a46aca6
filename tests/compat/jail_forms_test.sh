#!/usr/bin/atf-sh
# jail(8), SYNOPSIS and DESCRIPTION: which arguments mean what.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# usage ARGUMENT...: wrong usage is told on the standard error, and nothing is done.
usage() { atf_check -s exit:1 -e match:'^usage: jail ' jail "$@"; }

jail_test create_and_remove 'a jail of the command line is made and removed without a word'
create_and_remove() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -o inline:'1 a\n' jls jid name
    atf_check jail -f none -r a
    atf_check -o empty jls jid
}

jail_test remove_by_jid 'a number is a jid'
remove_by_jid() {
    atf_check jail -c name=a jid=7 $net "path=$root" persist
    atf_check jail -f none -r 7
    atf_check -s exit:1 -e inline:'jail: "7" not found\n' jail -f none -r 7
}

jail_test create_twice 'creation needs that there is no such jail'
create_twice() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: "a" already exists\n' jail -c name=a $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: "1" already exists\n' jail -c jid=1 $net "path=$root" persist
    atf_check jail -R a
}

jail_test modify_needs_jail 'modification needs that there is such a jail'
modify_needs_jail() {
    atf_check -s exit:1 -e inline:'jail: "a" not found\n' jail -m name=a host.hostname=x
    atf_check -s exit:1 -e inline:'jail: "3" not found\n' jail -m jid=3 host.hostname=x
    atf_check -s exit:1 -e inline:'jail: no jail specified\n' jail -m host.hostname=x persist
}

jail_test create_or_modify '-cm creates what is absent and modifies what is there'
create_or_modify() {
    atf_check jail -cm name=a $net "path=$root" persist host.hostname=one
    atf_check -o inline:'1 one\n' jls jid host.hostname
    atf_check jail -cm name=a host.hostname=two
    atf_check -o inline:'1 two\n' jls jid host.hostname
    atf_check jail -R a
}

jail_test restart '-rc removes and creates'
restart() {
    configure <<'END'
a { persist; exec.start = "echo start"; exec.stop = "echo stop"; }
END
    make_root
    atf_check -s exit:1 -e inline:'jail: "a" not found\n' jail -f jail.conf -rc a
    atf_check -o inline:'a: created\nstart\n' jail -f jail.conf -c a
    atf_check -o inline:'stop\na: created\nstart\n' jail -f jail.conf -rc a
    atf_check -o inline:'2\n' jls jid
    atf_check -o inline:'stop\na: removed\n' jail -f jail.conf -r a
}

jail_test restart_command_line '-rc of a jail of the command line'
restart_command_line() {
    atf_check jail -c name=a $net "path=$root" persist host.hostname=old
    atf_check jail -rc name=a $net "path=$root" persist host.hostname=new
    atf_check -o inline:'2 new\n' jls jid host.hostname
    atf_check jail -R a
}

jail_test modify_or_restart '-mr restarts only where it must'
modify_or_restart() {
    mkdir other
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -mr name=a $net "path=$root" persist host.hostname=x
    atf_check -o inline:'1 x\n' jls jid host.hostname
    atf_check jail -mr name=a $net "path=$PWD/other" persist
    atf_check -o inline:"2 $PWD/other\n" jls jid path
    atf_check -s exit:1 -e inline:'jail: "b" not found\n' jail -mr name=b persist
    atf_check jail -R a
}

jail_test create_modify_or_restart '-cmr does what is needed'
create_modify_or_restart() {
    mkdir other
    atf_check jail -cmr name=a $net "path=$root" persist
    atf_check jail -cmr name=a $net "path=$root" persist host.hostname=x
    atf_check -o inline:'1 x\n' jls jid host.hostname
    atf_check jail -cmr name=a $net "path=$PWD/other" persist
    atf_check -o inline:'2\n' jls jid
    atf_check jail -R a
}

jail_test notes_of_config 'jails of a file are named in notes'
notes_of_config() {
    configure <<'END'
a { persist; }
b { persist; }
END
    atf_check -o inline:'a: created\nb: created\n' jail -f jail.conf -c
    atf_check -o inline:'a: updated\n' jail -f jail.conf -m a
    atf_check -o inline:'a: updated\nb: updated\n' jail -f jail.conf -m
    atf_check -o inline:'b: updated\n' jail -f jail.conf -cm b
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
    atf_check -o inline:'b: created\n' jail -f jail.conf -cm b
    atf_check -o inline:'b: removed\na: removed\n' jail -f jail.conf -r '*'
}

jail_test quiet '-q leaves notes out'
quiet() {
    configure <<'END'
a { persist; }
END
    atf_check jail -q -f jail.conf -c a
    atf_check jail -q -f jail.conf -m a
    atf_check jail -q -f jail.conf -rc a
    atf_check jail -q -f jail.conf -r a
    atf_check -s exit:1 -e inline:'jail: "a" not found\n' jail -q -f jail.conf -r a
    atf_check -s exit:1 -e inline:'jail: "b" not found\n' jail -q -f jail.conf -r b
}

jail_test verbose '-v prints each step'
verbose() {
    make_root
    configure <<'END'
a { exec.prestart = "true"; exec.start = "true 1", "true '2'"; exec.poststart = "true;";
    exec.jail_user = "tester"; host.hostname = "a b"; persist; }
END
    atf_check -o inline:"a: run command: true
a: jail_set(JAIL_CREATE) name=a ip4=inherit ip6=inherit path=$root host.hostname=\"a b\" persist
a: created
a: run command in jail as tester: true 1
a: run command in jail as tester: true '2'
a: run command: true;\n" jail -v -f jail.conf -c a
    atf_check -o inline:'a: jail_set(JAIL_UPDATE) jid=1 name=a host.hostname="a b" persist\na: updated\n' \
        jail -v -f jail.conf -m a
    atf_check -o inline:'a: removed\n' jail -v -f jail.conf -R a
}

jail_test verbose_command_line '-v of a jail without a label'
verbose_command_line() {
    make_root
    atf_check -o inline:"jail_set(JAIL_CREATE) name=a ip4=inherit ip6=inherit path=$root persist
created
run command in jail: true x
jail_set(JAIL_UPDATE) jid=1 nopersist\n" jail -v -c name=a $net "path=$root" command=true x
}

jail_test verbose_error '-v shows why a jail was not created'
verbose_error() {
    atf_check -s exit:1 -o inline:"jail_set(JAIL_CREATE) name=a ip4=inherit ip6=inherit path=$root: Invalid argument\n" \
        -e inline:'jail: new jail must persist or attach\n' jail -v -c name=a $net "path=$root"
}

jail_test print_jid '-i prints the number and nothing else'
print_jid() {
    configure <<'END'
a { persist; }
b { persist; jid = 30; }
END
    atf_check -o inline:'1\n30\n' jail -i -f jail.conf -c
    atf_check jail -i -f jail.conf -m a
    atf_check -o inline:'2\n' jail -c -i $net "path=$root" persist
    atf_check -o inline:'2\n' jls -j 2 name
    atf_check jail -q -R 1 2 30
}

jail_test dying_flag '-d has no effect but a warning, once'
dying_flag() {
    configure <<'END'
a { persist; }
b { persist; allow.dying; }
END
    warning="jail: the 'allow.dying' parameter and '-d' flag are deprecated and have no effect.\n"
    atf_check -o inline:'a: created\nb: created\n' -e inline:"$warning" jail -d -f jail.conf -c
    atf_check -e inline:"$warning" jail -d -q -f jail.conf -r '*'
    atf_check -e inline:"$warning" jail -c name=c $net "path=$root" persist allow.dying
    atf_check jail -R c
}

jail_test name_option '-n is the name'
name_option() {
    atf_check jail -n web -c $net "path=$root" persist
    atf_check -o inline:'web\n' jls name
    atf_check jail -R web
}

jail_test securelevel_option '-s is securelevel'
securelevel_option() {
    atf_check jail -s -1 -n web -c $net "path=$root" persist
    atf_check -o inline:'-1\n' jls securelevel
    atf_check jail -R web
    atf_check -s exit:1 -e match:'^jail: securelevel: not yet: ' jail -s 2 -n web -c $net "path=$root" persist
}

jail_test user_options '-u is a user of the host, -U one of the jail'
user_options() {
    make_root
    atf_check -o inline:"$(id -u daemon)\n" jail -c -u daemon $net "path=$root" command=id -u
    atf_check -o inline:'101\n' jail -c -U daemon $net "path=$root" command=id -u
    atf_check -s exit:1 -e inline:'jail: tester: no such user\n' jail -c -u tester $net "path=$root" command=id -u
    atf_check -s exit:1 -e inline:'jail: nosuch: no such user\n' jail -c -U nosuch $net "path=$root" command=id -u
}

jail_test resolver_option '-h asks for the addresses of the name, which are not there yet'
resolver_option() {
    atf_check -s exit:1 -e match:'^jail: ip_hostname: not yet: ' \
        jail -h -c name=a $net "path=$root" host.hostname=localhost persist
}

jail_test file_option '-f names the file, - is the standard input'
file_option() {
    configure <<'END'
a { persist; }
END
    atf_check -o inline:'a: created\n' -x 'jail -f - -c a <jail.conf'
    atf_check -o inline:'a: removed\n' -x 'jail -f - -r a <jail.conf'
    atf_check -s exit:1 -e inline:'jail: none: No such file or directory\n' jail -f none -c a
    atf_check -s exit:1 -e inline:'jail: "a" not found\n' jail -f none -r a
}

jail_test remove_running '-r reaches a running jail that is in no file'
remove_running() {
    configure <<'END'
a { persist; }
END
    atf_check jail -c name=b $net "path=$root" persist
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
    atf_check jail -c name=b $net "path=$root" persist
    atf_check jail -c name=c $net "path=$root" persist
    atf_check -o match:'^b: removed$' -o match:'^c: removed$' jail -f none -r b c
    atf_check jail -c name=b $net "path=$root" persist
    atf_check -s exit:1 -o inline:'b: removed\n' -e inline:'jail: "x" not found\n' jail -f none -r x b
}

jail_test remove_number_of_config 'the number of a running jail leads to its block'
remove_number_of_config() {
    make_root
    configure <<'END'
a { persist; exec.stop = "echo stop"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -o inline:'stop\na: removed\n' jail -f jail.conf -r 1
}

jail_test remove_number_of_running 'a running jail is called by its name in notes'
remove_number_of_running() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -c name=b $net "path=$root" persist
    atf_check -o inline:'b: removed\na: removed\n' jail -f none -r 1 2
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -o inline:'a: removed\n' jail -v -R 3
}

jail_test forced_removal '-R runs nothing and reads no file'
forced_removal() {
    make_root
    configure <<'END'
a { persist; exec.prestop = "echo prestop"; exec.stop = "echo stop"; exec.poststop = "echo poststop";
    exec.release = "echo release"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check jail -f jail.conf -R a
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    echo '{' >broken
    atf_check jail -f broken -R 2
    atf_check -s exit:1 -e inline:'jail: "a" not found\n' jail -f jail.conf -R a
}

jail_test wildcard_all '* is every jail of the file; those as asked are passed over'
wildcard_all() {
    configure <<'END'
* { persist; }
a { }
b { }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c a
    atf_check -o inline:'b: created\n' jail -f jail.conf -c '*'
    atf_check jail -f jail.conf -c '*'
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r '*'
    atf_check jail -f jail.conf -r '*'
    atf_check -s exit:1 -e inline:'jail: "a" not found\njail: "b" not found\n' jail -f jail.conf -m '*'
}

jail_test no_name_is_all 'without a name every jail is meant, as with *'
no_name_is_all() {
    configure <<'END'
a { persist; }
b { persist; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c a
    atf_check -o inline:'b: created\n' jail -f jail.conf -c
    atf_check jail -f jail.conf -c
    atf_check -o inline:'a: updated\nb: updated\n' jail -f jail.conf -cm
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o match:'^a: created$' -o match:'^b: created$' jail -f jail.conf -rc
    atf_check jail -q -f jail.conf -r '*'
}

jail_test wildcard_components 'an asterisk is one component, at the end one or more'
wildcard_components() {
    configure <<'END'
* { persist; children.max = 3; }
"*.*" { children.max = 2; }
"*.*.*" { children.max = 0; }
foo { bar { baz { } } }
other { bar { } }
END
    atf_check -o save:out jail -f jail.conf -c
    atf_check -o inline:'foo.bar.baz: created\nfoo.bar: created\nfoo: created\nother.bar: created\nother: created\n' sort out
    atf_check -o inline:'foo.bar.baz: removed\nother.bar: removed\nfoo.bar: removed\n' jail -f jail.conf -r '*.bar' 'foo.*'
    atf_check -o inline:'foo\nother\n' -x 'jls name | sort'
    atf_check -o inline:'foo.bar: created\nfoo.bar.baz: created\n' jail -f jail.conf -c 'foo.*'
    atf_check -o inline:'foo.bar.baz: removed\n' jail -f jail.conf -r '*.bar.*'
    atf_check -o inline:'other: removed\nfoo.bar: removed\nfoo: removed\n' jail -f jail.conf -r '*'
}

jail_test wildcard_running '-R matches running jails'
wildcard_running() {
    atf_check jail -c name=a $net "path=$root" persist children.max=1
    atf_check jail -c name=a.b $net "path=$root" persist
    atf_check jail -c name=c $net "path=$root" persist
    atf_check -o inline:'a.b: removed\n' jail -R 'a.*'
    atf_check -o match:'^a: removed$' -o match:'^c: removed$' jail -R '*'
    atf_check jail -R '*'
    atf_check jail -q -f none -r '*'
}

jail_test clean_up '-C takes up what follows the removal'
clean_up() {
    make_root
    configure <<'END'
a { persist; exec.prepare = "echo prepare"; exec.stop = "echo stop"; exec.poststop = "echo poststop"; exec.release = "echo release"; }
END
    atf_check -o inline:'poststop\nrelease\n' jail -f jail.conf -C a
    atf_check -o inline:'poststop\nrelease\n' jail -f jail.conf -rC a
    atf_check -o inline:'poststop\nrelease\nprepare\na: created\n' jail -f jail.conf -cC a
    atf_check -s exit:1 -e inline:'jail: "a" already exists\n' jail -f jail.conf -C a
    atf_check -o inline:'stop\na: removed\npoststop\nrelease\n' jail -f jail.conf -rC a
}

jail_test commas '-c splits the values of list parameters only'
commas() {
    atf_check -o inline:'a,b\n' jail -c name=x $net "path=$root" host.hostname=a,b 'exec.poststart=jls host.hostname'
}

jail_test last_value 'of a parameter that is no list the last value counts'
last_value() {
    atf_check jail -c name=x $net "path=/nonexistent" "path=$root" host.hostname=a persist host.hostname=b nopersist persist
    atf_check -o inline:"b $root\n" jls host.hostname path
    atf_check jail -R x
}

jail_test booleans 'a boolean has many spellings'
booleans() {
    for spelling in persist persist=true persist=1 nopersist=false; do
        atf_check jail -c name=x $net "path=$root" $spelling
        atf_check -o inline:'true\n' jls persist
        atf_check jail -R x
    done
    for spelling in nopersist persist=false persist=0; do
        atf_check -s exit:1 -e inline:'jail: new jail must persist or attach\n' jail -c name=x $net "path=$root" $spelling
    done
}

jail_test bare_word_is_a_name 'a single word without an equals sign is a configured jail'
bare_word_is_a_name() {
    configure <<'END'
a { persist; }
END
    atf_check -s exit:1 -e inline:'jail: "persist" not found\n' jail -f jail.conf -c persist
}

jail_test historic_form 'the historic form is understood and asks for addresses'
historic_form() {
    atf_check -s exit:1 -e match:'^jail: ip4.addr: not yet: ' jail "$root" host 127.0.0.1 /bin/true
    atf_check -s exit:1 -e match:'^jail: ip6.addr: not yet: ' jail "$root" host ::1 /bin/true
    atf_check -s exit:1 -e match:'^jail: ip4: ' jail "$root" host '' /bin/true
    atf_check -o empty jls jid
    usage "$root" host 127.0.0.1
    usage relative host 127.0.0.1 /bin/true
}

jail_test wrong_usage 'combinations that mean nothing'
wrong_usage() {
    configure <<'END'
a { persist; }
END
    usage
    usage -F x
    usage -Z
    usage -f
    usage -r
    usage -R
    usage -r name=a
    usage -e , -c
    usage -e , a
    usage -R -c name=a persist
    usage -C -c name=a persist
    for option in -h -l '-n x' '-s -1' '-u root' '-U root'; do
        usage $option -f jail.conf -c a
        usage $option -f jail.conf -m
        usage $option -r a
        usage $option -R a
    done
    atf_check -o empty jls jid
}

jail_test parallel_limit '-p holds back commands over all jails'
parallel_limit() {
    make_root
    {
        for i in 1 2 3 4; do
            echo "j$i { persist; exec.poststart = \"echo begin $i >>log; sleep 0.02; echo end $i >>log;\"; }"
        done
    } | configure
    atf_check jail -q -p 1 -f jail.conf -c
    atf_check -o inline:'begin 1\nend 1\nbegin 2\nend 2\nbegin 3\nend 3\nbegin 4\nend 4\n' cat log
    atf_check jail -q -p 0 -f jail.conf -r '*'
}

jail_test parallel 'jails that do not depend on each other start at the same time'
parallel() {
    mkfifo gate
    # Each can end only when the other is under way.
    configure <<'END'
a { persist; exec.poststart = "echo a >gate;"; }
b { persist; exec.poststart = "read x <gate;"; }
END
    atf_check -o match:'^a: created$' -o match:'^b: created$' timeout 20 jail -f jail.conf -c
    atf_check -o ignore jail -f jail.conf -r '*'
}
