#!/usr/bin/atf-sh
# jail(8): the texts meta and env.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# Each case is for both.
both() {
    for text in meta env; do
        "$1" $text
        atf_check jail -R a
    done
}

whole_text() {
    atf_check jail -c name=a $net "path=$root" persist "$1=a b"
    atf_check -o inline:'a b\n' jls -j a $1
    atf_check jail -m name=a "$1=t1=A t2=B"
    atf_check -o inline:'t1=A t2=B\n' jls -j a $1
    atf_check jail -m name=a "$1="
    atf_check -o inline:'""\n' jls -j a $1
}
jail_test whole 'the text as a whole'
whole() { both whole_text; }

key_text() {
    atf_check jail -c name=a $net "path=$root" persist $1.a=1
    atf_check -o inline:'1\n' jls -j a $1.a
    atf_check jail -m name=a $1.b=2 $1.c=3
    # What is new stands in front.
    atf_check -o inline:'c=3\nb=2\na=1\n' jls -j a $1
    atf_check jail -m name=a $1.a=x=y
    atf_check -o inline:'a=x=y\nc=3\nb=2\n' jls -j a $1
    atf_check -o inline:'x=y 3\n' jls -j a $1.a $1.c
    atf_check jail -m name=a $1.b=
    atf_check -o inline:'b=\na=x=y\nc=3\n' jls -j a $1
    atf_check jail -m name=a $1.b $1.none
    atf_check -o inline:'a=x=y\nc=3\n' jls -j a $1
    # A key that is not there is empty and no error.
    atf_check -o inline:'\n' jls -j a $1.none
    atf_check jail -m name=a $1=
    atf_check -o inline:'""\n' jls -j a $1
}
jail_test keys 'key by key'
keys() { both key_text; }

order_text() {
    atf_check jail -c name=a $net "path=$root" persist $1.x=1 $1= $1.y=2
    atf_check -o inline:'y=2\n' jls -j a $1
    atf_check jail -m name=a $1.y=3 "$1=z=4" $1.w=5
    atf_check -o inline:'w=5\nz=4\n' jls -j a $1
}
jail_test order 'whole and keys in one call, in the order of mention'
order() { both order_text; }

jail_test json 'in JSON a missing key is left out'
json() {
    atf_check jail -c name=a $net "path=$root" persist meta.a=1 meta.b=2 env.c=3
    atf_check -o inline:'{"__version": "2", "jail-information": {"jail": [{"name":"a","meta.a":"1","meta.b":"2","env.c":"3"}]}}\n' \
        jls --libxo json name meta.a meta.b meta.x env.c
    atf_check -o inline:'{"__version": "2", "jail-information": {"jail": [{"meta":"b=2\\na=1"}]}}\n' jls --libxo json meta
    atf_check jail -R a
}

jail_test bound 'a text has a bound'
bound() {
    text=$(printf '%04095d' 0)
    atf_check jail -c name=a $net "path=$root" persist "meta=$text"
    atf_check -o inline:"$text\n" jls meta
    atf_check -s exit:1 -e match:'^jail: .*File too large' jail -m name=a "meta=0$text"
    atf_check -s exit:1 -e match:'^jail: .*File too large' jail -m name=a meta.more=x
    atf_check -o inline:"$text\n" jls meta
    atf_check jail -R a
    atf_check -s exit:1 -e match:'^jail: .*File too large' jail -c name=a $net "path=$root" persist "env=0$text"
    atf_check -o empty jls jid
}

jail_test not_inherited 'children do not inherit them'
not_inherited() {
    atf_check jail -c name=a $net "path=$root" persist children.max=1 meta.a=1 env.a=2
    atf_check jail -c name=a.b $net "path=$root" persist
    atf_check -o inline:'"" ""\n' jls -j a.b meta env
    atf_check jail -R a
}

jail_test in_file 'in a file'
in_file() {
    configure <<'END'
a { persist; meta.owner = "web team"; env.level = 3; meta.host = "${name}.example.org"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -o inline:'web team 3 a.example.org\n' jls meta.owner env.level meta.host
    atf_check -o inline:'host=a.example.org\nowner=web team\n' jls meta
    atf_check jail -R a
}
