#!/usr/bin/atf-sh
# jail(8), CHILD JAILS.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

jail_test nested 'children.max children and no more'
nested() {
    atf_check jail -c name=a $net "path=$root" persist children.max=1
    atf_check jail -c name=a.b $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: prison limit exceeded\n' jail -c name=a.c $net "path=$root" persist
    atf_check -o inline:'1 0 a 1 1\n2 1 a.b 0 0\n' jls jid parent name children.max children.cur
    atf_check jail -R a.b
    atf_check jail -c name=a.c $net "path=$root" persist
    atf_check jail -R a
    atf_check -o empty jls jid
}

jail_test childless 'a jail has no children unless it is allowed to'
childless() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: prison limit exceeded\n' jail -c name=a.b $net "path=$root" persist
    atf_check jail -R a
}

jail_test counted_above 'a child counts for every jail above it'
counted_above() {
    atf_check jail -c name=a $net "path=$root" persist children.max=3
    atf_check jail -c name=a.b $net "path=$root" persist children.max=1
    atf_check jail -c name=a.b.c $net "path=$root" persist
    atf_check jail -c name=a.d $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: prison limit exceeded\n' jail -c name=a.e $net "path=$root" persist
    atf_check -o inline:'a 3\na.b 1\na.b.c 0\na.d 0\n' jls name children.cur
    atf_check jail -R a
}

jail_test strictly_lower 'the limit of a child is lower than that of its parent'
strictly_lower() {
    atf_check jail -c name=a $net "path=$root" persist children.max=2
    for max in 2 3; do
        atf_check -s exit:1 -e match:'^jail: jail_set: Operation not permitted' \
            jail -c name=a.b $net "path=$root" persist children.max=$max
    done
    atf_check jail -c name=a.b $net "path=$root" persist children.max=1
    atf_check jail -m name=a children.max=1
    atf_check -o inline:'a 1\na.b 0\n' jls name children.max
    atf_check jail -R a
}

jail_test no_parent 'a parent must be there'
no_parent() {
    atf_check -s exit:1 -e inline:'jail: jail "x" not found\n' jail -c name=x.y $net "path=$root" persist
}

jail_test same_names 'names are unique among the children of one parent'
same_names() {
    atf_check jail -c name=a $net "path=$root" persist children.max=2
    atf_check jail -c name=b $net "path=$root" persist children.max=2
    atf_check jail -c name=a.x $net "path=$root" persist
    atf_check jail -c name=b.x $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: "a.x" already exists\n' jail -c name=a.x $net "path=$root" persist
    atf_check jail -q -R a b
}

jail_test order_of_removal 'a parent takes its children along'
order_of_removal() {
    atf_check jail -c name=a $net "path=$root" persist children.max=5
    atf_check jail -c name=a.b $net "path=$root" persist children.max=3
    atf_check jail -c name=a.b.c $net "path=$root" persist
    atf_check jail -R a.b
    atf_check -o inline:'a 0\n' jls name children.cur
    atf_check jail -R a
}

jail_test keeps_parent 'a parent that is not to persist lives as long as its children'
keeps_parent() {
    atf_check jail -c name=a $net "path=$root" persist children.max=1
    atf_check jail -c name=a.b $net "path=$root" persist
    atf_check jail -m name=a nopersist
    atf_check -o inline:'a\na.b\n' jls name
    atf_check jail -R a.b
    wait_for no_jail
}

jail_test processes 'a child is seen by its parent, and not the reverse'
processes() {
    make_root
    mkdir -p "$root/child"
    cp -a "$root/bin" "$root/lib"* "$root/etc" "$root/child/"
    mkdir "$root/child/proc"
    atf_check jail -c name=a $net "path=$root" persist children.max=1 mount.procfs
    atf_check jail -c name=a.b $net "path=$root/child" persist mount.procfs 'exec.start=sleep 1000 &'
    count='n=0; for c in /proc/[0-9]*/comm; do read -r name <$c && [ "$name" = sleep ] && n=$((n + 1)); done; echo $n'
    atf_check -o inline:'1\n' jexec a.b sh -c "$count"
    atf_check -o inline:'1\n' jexec a sh -c "$count"
    atf_check jail -m name=a.b host.hostname=inner
    atf_check -o inline:'"" inner\n' -x 'echo $(jls host.hostname)'
    atf_check jail -R a
}

jail_test jids 'numbers go on from the last'
jids() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check jail -c name=b $net "path=$root" persist
    atf_check jail -R b
    atf_check jail -c name=c $net "path=$root" persist
    # A number that was asked for does not count.
    atf_check jail -c name=d jid=100 $net "path=$root" persist
    atf_check jail -c name=e $net "path=$root" persist
    atf_check -o inline:'1 a\n3 c\n4 e\n100 d\n' jls jid name
    atf_check -o ignore jail -R '*'
}
