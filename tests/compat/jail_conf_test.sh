#!/usr/bin/atf-sh
# jail.conf(5): its odd corners.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# expands OUTPUT: the standard input, a configuration, gives these lines.
expands() {
    cat >jail.conf
    atf_check -o inline:"$1" jail -f jail.conf -e '|'
}

# fails MESSAGES: the standard input is wrong.
fails() {
    cat >jail.conf
    atf_check -s exit:1 -e "$1" jail -f jail.conf -e '|'
}

jail_test emptied 'an empty text turns a global command off'
emptied() {
    make_root
    cat >jail.conf <<'END'
ip4 = inherit; ip6 = inherit;
exec.start = "/bin/sh /etc/rc";
mount.devfs;
bar { exec.start = ''; path = /; mount.nodevfs; persist; }
END
    atf_check -o inline:'bar: created\n' jail -f jail.conf -c bar
    atf_check -o inline:'name=bar|ip4=inherit|ip6=inherit|exec.start=""|mount.nodevfs|path=/|persist\n' jail -f jail.conf -e '|'
    atf_check jail -R bar
}

jail_test unquoted_wildcard 'a name with dots and an asterisk needs quotation marks'
unquoted_wildcard() {
    fails match:'^jail: jail.conf line 1: .*syntax error$' <<'END'
foo.* { persist; }
END
    expands 'name=foo.bar|persist\n' <<'END'
"foo.*" { persist; }
foo.bar { }
END
}

jail_test comments 'comments'
comments() {
    expands 'name=a|path=http:|host.hostname=x|persist\n' <<'END'
# one
// two
/* three
 * lines */ a {/**/
    path = # a comment here
        http://never
        ;
    host.hostname=/* */x;
    persist; # }
}
END
}

jail_test appended 'appending to what is global'
appended() {
    expands 'name=a|exec.start=one,two,three\n' <<'END'
exec.start = one;
a { exec.start += two; exec.start += "three"; }
END
    # The place of global parameters is that of the first of them.
    expands 'name=a|exec.start=two,one\n' <<'END'
a { exec.start += two; }
exec.start += one;
END
    expands 'name=a|persist|exec.start=one,two\n' <<'END'
persist;
a { exec.start += two; }
exec.start = one;
END
}

jail_test long 'a text of more than 8 kB'
long() {
    long=$(printf '%09000d' 0)
    expands "name=a|v=x|exec.start=$long-$long\n" <<END
\$long = "$long";
a { v = x; exec.start = "\$long-\$long"; }
END
}

jail_test empty_variables 'empty variables'
empty_variables() {
    expands 'name=a|path=/srv//a|host.hostname=""\n' <<'END'
$e = "";
a { path = "/srv/$e/$name"; host.hostname = "$e"; }
END
}

jail_test variables 'variables'
variables() {
    expands 'name=a|host.hostname=a.example.org|path=/srv/a.example.org/x|exec.start=$name,"two words",b\n' <<'END'
$domain = "example.org";
$list = "two words", b;
host.hostname = "$name.$domain";
a { path = "/srv/${host.hostname}/x"; exec.start = '$name', $list; }
END
    expands 'name=b|path=/b/local\n' <<'END'
$where = global;
path = "/$name/$where";
b { $where = local; }
END
    expands 'path=/7/7|name=7\n' <<'END'
7 { path = "/$name/${name}"; }
END
}

jail_test variable_errors 'what is wrong with variables fails the one jail'
variable_errors() {
    fails inline:'jail: a: path: variable "none" not found\n' <<'END'
a { path = "/$none"; }
END
    fails inline:'jail: a: x: variable loop\n' <<'END'
a { $x = "$y"; $y = "$x"; path = "$x"; }
END
    fails inline:'jail: a: path: array cannot be substituted inline\n' <<'END'
a { $x = 1, 2; path = "/$x"; }
END
    cat >jail.conf <<END
ip4 = inherit; ip6 = inherit; path = "$root";
a { persist; host.hostname = "\$none"; }
b { persist; }
END
    atf_check -s exit:1 -o inline:'b: created\n' -e inline:'jail: a: host.hostname: variable "none" not found\n' jail -f jail.conf -c
    atf_check jail -R b
}

jail_test fixed_names 'name and jid of a block are settled'
fixed_names() {
    fails match:'cannot redefine parameter "name".$' <<'END'
a { name = b; }
END
    fails match:'cannot redefine parameter "jid".$' <<'END'
7 { jid = 8; }
END
    fails match:'variable "\$path" cannot have the same name as a parameter.$' <<'END'
a { $path = /; path = /; }
END
    configure <<'END'
7 { name = seven; persist; }
eight { jid = 8; persist; }
END
    atf_check -o inline:'7: created\neight: created\n' jail -f jail.conf -c
    atf_check -o inline:'7 seven\n8 eight\n' jls jid name
    atf_check -o inline:'eight: removed\n7: removed\n' jail -f jail.conf -r '*'
}

jail_test merging 'what comes later wins'
merging() {
    expands 'name=a.b|persist|path=/wild\n' <<'END'
* { persist; path = /star; }
a.b { path = /own; }
"a.*" { path = /wild; }
END
    expands 'name=a|nopersist\n' <<'END'
a { persist; nopersist; }
END
    expands 'name=a|persist=true\n' <<'END'
a { nopersist; persist = true; }
END
}

jail_test nested 'a block in a block'
nested() {
    expands 'name=a|path=/srv/a\nname=a.b|path=/srv/b\nname=a.b.c\n' <<'END'
a { path = /srv/a; b { path = /srv/b; c { } } }
END
}

jail_test escapes 'escapes'
escapes() {
    expands 'name=a|path=/a/b|meta.a="tab	A A"|meta.b=$name|meta.c=onetwo\n' <<'END'
a { path = /a\/b; meta.a = 'tab\t\x41 \101'; meta.b = "\$name"; meta.c = "one\
two"; }
END
}

jail_test glued 'pieces without blanks between them are one value'
glued() {
    expands 'name=a|path=/srv/a-x|exec.start=x,y,"z z"\n' <<'END'
a { path = /srv/$name"-x"; exec.start = x,y ,"z"' z'; }
END
}

jail_test included 'included files'
included() {
    mkdir -p d/e
    echo '.include "d/*.conf"; .include "none/*.conf"; a { .include "d/e/inner"; }' >jail.conf
    echo 'b { path = /b; .include "e/inner"; }' >d/b.conf
    echo 'persist;' >d/e/inner
    atf_check -o inline:'name=b|path=/b|persist\nname=a|persist\n' jail -f jail.conf -e '|'
    # For the standard input from the working directory.
    atf_check -o inline:'name=b|path=/b|persist\nname=a|persist\n' -x "jail -f - -e '|' <jail.conf"
    fails inline:'jail: none: No such file or directory\n' <<'END'
.include "none";
END
    echo '.include "self";' >self
    atf_check -s exit:1 -e match:'^jail: .*maximum include depth exceeded$' jail -f self -e '|'
    fails match:"^jail: jail.conf line 1: variables not permitted in '.include' filename\$" <<'END'
.include "$x";
END
}

jail_test syntax_errors 'syntax errors'
syntax_errors() {
    fails match:'^jail: jail.conf line 3: }: syntax error$' <<'END'
a {
    persist
}
END
    fails match:'^jail: jail.conf: unexpected EOF$' <<'END'
a { persist;
END
    fails match:'^jail: jail.conf line [0-9]: unterminated string$' <<'END'

a { path = "x; }
END
    fails match:'^jail: jail.conf line [0-9]: unterminated comment$' <<'END'
/* a { }
END
    echo 'a { = }' >jail.conf
    atf_check -s exit:1 -e match:'^jail: STDIN line 1: =: syntax error$' -x "jail -f - -c <jail.conf"
    atf_check -o empty jls jid
}

jail_test same_names 'two blocks of one name are two jails'
same_names() {
    configure <<'END'
a { persist; }
a { persist; host.hostname = second; }
END
    atf_check -o inline:'2\n' -x 'jail -f jail.conf -e , | grep -c "^name=a"'
}
