#!/usr/bin/atf-sh
# jls(8).
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

head='   JID  IP Address      Hostname                      Path\n'

jail_test none 'without jails there is the header only'
none() {
    atf_check -o inline:"$head" jls
    atf_check -o empty jls jid name
    atf_check -o inline:' JID             IP Address      Hostname                      Path\n' jls -N
}

jail_test default_form 'a row for each jail'
default_form() {
    atf_check jail -c name=web $net "path=$root" persist host.hostname=www.example.org
    atf_check jail -c jid=345678 name=a-name-of-20-letters $net path=/tmp persist \
        host.hostname=a-host-name-that-is-longer-than-its-column.example.org
    atf_check -o inline:"$(printf '%s%6d  %-15.15s %-29.29s %.74s' "$head" 1 '' www.example.org "$root")
345678                  a-host-name-that-is-longer-th /tmp\n" jls
    atf_check -o inline:"$(printf ' %-15s %-15.15s %-29.29s %.74s' web '' www.example.org "$root")
 a-name-of-20-letters                 a-host-name-that-is-longer-th /tmp\n" -x 'jls -N | tail -n +2'
    atf_check -o inline:' JID             IP Address      Hostname                      Path\n' -x 'jls -N | head -n 1'
    atf_check -o ignore jail -R "*"
}

jail_test verbose 'the summary'
verbose() {
    atf_check jail -c name=web $net path=/tmp persist host.hostname=www
    atf_check -o inline:'   JID  Hostname                      Path
        Name                          State
        CPUSetID
        IP Address(es)
     1  www                           /tmp
        web                           ACTIVE
        0
' jls -v
    atf_check jail -R web
}

jail_test parameters 'parameters that are named'
parameters() {
    atf_check jail -c name=web $net path=/tmp persist host.hostname='a b'
    atf_check -o inline:'1 web a b /tmp true ""\n' jls jid name host.hostname path persist host.domainname
    atf_check -o inline:'jid name host.hostname path persist\n1 web a b /tmp true\n' jls -h jid name host.hostname path persist
    atf_check -o inline:'jid=1 name=web host.hostname=a b path=/tmp persist nodying host.domainname=\n' \
        -x 'jls -n jid name host.hostname path persist dying host.domainname | sed "s/domainname=\"\"/domainname=/"'
    atf_check -o inline:'1 web "a b" "" true\n' jls -q jid name host.hostname host.domainname persist
    atf_check -o inline:'host.hostname="a b" host.domainname=""\n' jls -nq host.hostname host.domainname
    atf_check -o inline:'allow.set_hostname allow.nomount allow.mount.notmpfs\n' \
        jls -n allow.set_hostname allow.mount allow.mount.tmpfs
    atf_check -o inline:'- -\n' jls ip4.addr ip6.addr
    atf_check -o inline:'ip4.addr= ip6.addr=\n' jls -n ip4.addr ip6.addr
    atf_check -o inline:'ip4.addr="" ip6.addr=""\n' jls -nq ip4.addr ip6.addr
    atf_check -o inline:'inherit inherit inherit\n' jls ip4 ip6 vnet
    atf_check -o inline:'web\n' jls -j 1 name
    atf_check jail -R web
}

jail_test quotes 'the choice of quotation marks'
quotes() {
    atf_check jail -c name=a $net path=/tmp persist "meta.b=it's" 'meta.c=say "x"' "meta.d=\"it's\"" 'meta.e=a\b' meta.f=plain
    atf_check -o inline:"\"it's\" 'say \"x\"' \"\"it's\"\" a\\\\b plain\n" jls -q meta.b meta.c meta.d meta.e meta.f
    atf_check jail -R a
}

jail_test all 'all parameters: names without a dot first, each group sorted'
all() {
    atf_check jail -c name=a $net path=/tmp persist
    atf_check -o save:names -x 'jls -h all | head -n 1 | tr " " "\n"'
    { grep -v '[.]' names | sort; grep '[.]' names | sort; } >sorted
    atf_check cmp names sorted
    atf_check -o inline:'jid\nname\n' grep -x 'jid\|name' names
    # Without names, -h and -n print all of them.
    atf_check -o file:names -x 'jls -h | head -n 1 | tr " " "\n"'
    atf_check -o match:' name=a ' -o match:' jid=1 ' -o match:'^children.max=0 |  *children.max=0 ' -o match:' persist ' jls -n
    atf_check jail -R a
}

jail_test recreate '-s prints what would make the jail again'
recreate() {
    atf_check jail -c name=a $net path=/tmp persist host.hostname='a b' children.max=2 meta.owner=me
    atf_check -o save:line jls -s
    atf_check -o match:'(^| )name=a( |$)' -o match:'host.hostname="a b"' -o match:'children.max=2' \
        -o match:'(^| )persist( |$)' -o match:'(^| )path=/tmp( |$)' -o match:'ip4=inherit' cat line
    atf_check -o not-match:'dying|parent=|children.cur|cpuset.id|ip4.addr|ip6.addr' cat line
    atf_check jail -R a
    atf_check -x "eval jail -c \"\$(cat line)\""
    atf_check -o file:line jls -s
    atf_check jail -R a
}

jail_test check_only '-c is for scripts'
check_only() {
    atf_check jail -c name=a $net path=/tmp persist
    atf_check jls -c -j a
    atf_check jls -c -j 1
    atf_check jls -cd -j a
    atf_check -s exit:1 jls -c -j b
    atf_check -s exit:1 jls -c -j 2
    for wrong in '-c' '-c -j a name' '-c -j a -n' '-c -j a -v' '-c -j a -h' '-c -j a -q' '-c -j a -s' '-c -j a -N'; do
        atf_check -s exit:1 -e match:'^usage: jls ' jls $wrong
    done
    atf_check jail -R a
}

jail_test errors 'what is not there'
errors() {
    atf_check jail -c name=a $net path=/tmp persist
    atf_check -s exit:1 -e inline:'jls: jail "x" not found\n' jls -j x
    atf_check -s exit:1 -e inline:'jls: jail 77 not found\n' jls -j 77
    atf_check -s exit:1 -e inline:'jls: unknown parameter: nonesuch\n' jls nonesuch
    atf_check -s exit:1 -e inline:'jls: unknown parameter: exec.start\n' jls exec.start
    atf_check -s exit:1 -e match:'^usage: jls ' jls -Z
    # 0 is a name.
    atf_check -s exit:1 -e inline:'jls: jail "0" not found\n' jls -j 0
    atf_check jail -R a
}

jail_test json 'JSON'
json() {
    atf_check -o inline:'{"__version": "2", "jail-information": {"jail": []}}\n' jls --libxo json
    atf_check jail -c name=a $net path=/tmp persist host.hostname='say "x"' meta.b=3
    start='{"__version": "2", "jail-information": {"jail": ['
    atf_check -o inline:"$start"'{"jid":1,"ipv4":"","hostname":"say \\"x\\"","path":"/tmp"}]}}\n' jls --libxo json
    atf_check -o inline:"$start"'{"name":"a","ipv4":"","hostname":"say \\"x\\"","path":"/tmp"}]}}\n' jls --libxo json -N
    atf_check -o inline:"$start"'{"jid":"1","name":"a","meta.b":"3","persist":"true"}]}}\n' \
        jls --libxo json jid name meta.b meta.none persist
    atf_check -o inline:"$start"'{"persist":true,"dying":false, "ip4.addr": []}]}}\n' jls --libxo json -n persist dying ip4.addr
    atf_check -o inline:"$start"'{"jid":1,"hostname":"say \\"x\\"","path":"/tmp","name":"a","state":"ACTIVE","cpusetid":0, "ipv4_addrs": [], "ipv6_addrs": []}]}}\n' \
        jls -v --libxo json
    atf_check -o inline:"$start"'{"name":"a"}]}}\n' jls --libxo=json -j a name
    atf_check -o inline:"$start"'{"name":"a"}]}}\n' jls --libxo:J name
    atf_check jail -R a
}

jail_test dying 'a jail that is dying is shown with -d only'
dying() {
    atf_check jail -c name=a $net path=/tmp persist
    atf_check -o inline:'false\n' jls -d dying
    atf_check -o inline:'false\n' jls -a dying
    atf_check jail -R a
    atf_check -s exit:1 -e inline:'jls: jail "a" not found\n' jls -d -j a
}

jail_test gone 'a jail that ended by itself is not listed'
gone() {
    make_root
    atf_check jail -c name=a $net "path=$root" command=true
    atf_check -o inline:"$head" jls
    atf_check -s exit:1 jls -c -j a
}
