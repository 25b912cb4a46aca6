#!/usr/bin/atf-sh
# What this release does not do is refused by name, before anything is made.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# refused PARAMETER WORDS ARGUMENT...: a sentence that begins with the parameter and the words.
refused() {
    param=$1 words=$2
    shift 2
    atf_check -s exit:1 -e match:"^jail: $param: $words" jail -c name=a "path=$root" persist exec.prepare='echo >>made;' "$@"
    atf_check -o empty jls -d jid
    [ ! -e made ] || atf_fail 'something was run'
}

jail_test addresses 'addresses'
addresses() {
    refused ip4.addr 'not yet: ' ip6=inherit ip4.addr=127.0.0.1
    refused ip6.addr 'not yet: ' ip4=inherit ip6.addr=::1
    refused ip4.addr 'not yet: ' $net ip4.addr=127.0.0.1
    refused interface 'not yet: ' $net interface=lo
    refused ip4.addr 'not yet: ' 'ip4.addr=lo|127.0.0.1/8'
}

jail_test unmentioned 'a jail that does not mention the network asks for none'
unmentioned() {
    refused ip4 '' ip6=inherit
    refused ip6 '' ip4=inherit
    refused ip4 ''
    refused ip4 '' ip4=disable ip6=inherit
    refused ip4 '' ip4=new ip6=inherit
    atf_check -s exit:1 -e match:'ip4 *= *inherit' jail -c name=a "path=$root" persist
}

jail_test network_stack 'network stacks'
network_stack() {
    refused vnet 'not yet: ' vnet
    refused vnet 'not yet: ' $net vnet=new
    refused vnet.interface 'not yet: ' $net vnet.interface=lo
    atf_check jail -c name=a "path=$root" $net vnet=inherit persist
    atf_check jail -R a
}

jail_test permissions 'permissions'
permissions() {
    for param in allow.raw_sockets allow.chflags allow.mount allow.quotas allow.socket_af allow.mlock allow.nfsd \
        allow.read_msgbuf allow.mount.tmpfs allow.mount.procfs allow.vmm allow.settime; do
        atf_check -s exit:1 -e match:"^jail: $param: (not yet|has no meaning on Linux): " \
            jail -c name=a $net "path=$root" persist "$param"
    done
    for param in allow.noset_hostname allow.noreserved_ports allow.nosuser allow.nounprivileged_proc_debug; do
        atf_check -s exit:1 -e match:'^jail: allow[.](no)?[a-z_]*: not yet: ' jail -c name=a $net "path=$root" persist "$param"
    done
    atf_check -o empty jls -d jid
    # Their defaults may be written.
    atf_check jail -c name=a $net "path=$root" persist allow.noraw_sockets allow.set_hostname allow.nomount securelevel=-1
    atf_check jail -R a
}

jail_test values 'values that would restrict'
values() {
    refused securelevel 'not yet: ' $net securelevel=1
    refused enforce_statfs '' $net enforce_statfs=0
    refused devfs_ruleset '' $net devfs_ruleset=5
    refused exec.fib 'not yet: ' $net exec.fib=1
    refused ip_hostname 'not yet: ' $net ip_hostname host.hostname=localhost
    atf_check jail -c name=a $net "path=$root" persist exec.fib=0 enforce_statfs=2 devfs_ruleset=4
    atf_check jail -R a
}

jail_test no_meaning 'what Linux does not have'
no_meaning() {
    refused zfs.dataset 'has no meaning on Linux: ' $net zfs.dataset=tank
    refused mac.label 'has no meaning on Linux: ' $net mac.label=biba/high
    refused allow.mount.zfs 'has no meaning on Linux: ' $net allow.mount.zfs
}

jail_test in_file 'in a file one jail does not keep the others'
in_file() {
    configure <<'END'
* { persist; exec.prepare = "echo $name >>made;"; }
a { ip4.addr = 127.0.0.1; }
b { }
c { vnet; }
END
    atf_check -s exit:1 -o inline:'b: created\n' -e match:'^jail: a: ip4.addr: not yet: ' -e match:'^jail: c: vnet: not yet: ' \
        jail -f jail.conf -c
    atf_check -o inline:'b\n' cat made
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
}

jail_test in_modification 'a modification is refused as well'
in_modification() {
    atf_check jail -c name=a $net "path=$root" persist
    for change in ip4.addr=127.0.0.1 allow.raw_sockets securelevel=1 enforce_statfs=0; do
        atf_check -s exit:1 -e match:'^jail: ' jail -m name=a "$change"
    done
    atf_check -o inline:'- false -1 2\n' jls ip4.addr allow.raw_sockets securelevel enforce_statfs
    atf_check jail -R a
}

jail_test parsed 'jail.conf files of FreeBSD are read'
parsed() {
    cat >jail.conf <<'END'
exec.start = "/bin/sh /etc/rc"; exec.stop = "/bin/sh /etc/rc.shutdown"; exec.clean; mount.devfs;
web { path = "/usr/jail/web"; host.hostname = "$name"; ip4.addr = "em0|10.0.0.1/24"; interface = em0; allow.raw_sockets; }
db { vnet; vnet.interface = "epair0b"; path = "/usr/jail/db"; }
END
    atf_check -s exit:1 -e match:'^jail: web: (interface|ip4.addr): not yet: ' -e match:'^jail: db: vnet(.interface)?: not yet: ' \
        jail -f jail.conf -c
}
