# What the test programs of this directory share.  A test program is
#
#   #!/usr/bin/atf-sh
#   # shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
#   . "$(atf_get_srcdir)/common.sh"
#
#   jail_test remove 'a jail is removed by its name'
#   remove() {
#       atf_check jail -c name=a $net "path=$root" persist
#       atf_check jail -r a
#   }
#
# Each case starts in an empty directory, with a gaol root of its own, so that its first jail has
# number 1; it has failed when a jail is left at its end.  atf_check is exact: no output and exit 0
# are expected unless it is told otherwise.
# shellcheck shell=sh disable=SC2034  # variables are for the test programs

GAOL_BIN=${GAOL_BIN:-$(cd "$(atf_get_srcdir)/../../out/bin" && pwd)}
PATH=$GAOL_BIN:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C.UTF-8
export PATH LC_ALL

# Every jail of the command line has these: the host's network.
net='ip4=inherit ip6=inherit'
tab='	'
jail_tests=

# jail_test NAME DESCRIPTION: the function NAME is a test case.
jail_test() {
    jail_tests="$jail_tests $1"
    eval "
        atf_test_case $1 cleanup
        $1_head() {
            atf_set descr '$2'
            atf_set require.user root
            atf_set timeout 60
        }
        $1_body() {
            begin_jails
            $1
            end_jails
        }
        $1_cleanup() { sweep_jails; }"
}

atf_init_test_cases() {
    for jail_test in $jail_tests; do
        atf_add_test_case "$jail_test"
    done
}

# Every mounted hierarchy; a jail may have twins in those of version 1.
cgroup_mounts() { awk '{for (i = 7; i <= NF; i++) if ($i == "-") break; if ($(i + 1) ~ /^cgroup2?$/) print $5}' /proc/self/mountinfo; }
cgroup2_mount() { awk '{for (i = 7; i <= NF; i++) if ($i == "-") break; if ($(i + 1) == "cgroup2") {print $5; exit}}' /proc/self/mountinfo; }

# $root is an empty directory for jails that run nothing.
begin_jails() {
    hierarchy=$(cgroup2_mount)
    [ -n "$hierarchy" ] || atf_skip 'needs a cgroup2 mount'
    GAOL_CGROUP_ROOT=$hierarchy/gaol-compat-$$
    export GAOL_CGROUP_ROOT
    echo "gaol-compat-$$" >.group
    root=$PWD/root
    mkdir "$root"
}

# The cgroups below the case's gaol root in all hierarchies, and it last, deepest first.
jail_groups() {
    for hierarchy in $(cgroup_mounts); do
        group=$hierarchy/$(cat .group)
        [ ! -d "$group" ] || find "$group" -depth -type d
    done
}

# Processes that are on their way out have some time.
end_jails() {
    wait_until no_jail || atf_fail "jails are left: $(jls -d jid name dying | tr '\n' ';')"
}
no_jail() { [ -z "$(jls -d jid)" ] && ! grep -qx 'populated 1' "$GAOL_CGROUP_ROOT/cgroup.events" 2>/dev/null; }

sweep_jails() {
    [ -e .group ] || return 0
    for group in $(jail_groups); do
        [ ! -w "$group/cgroup.kill" ] || echo 1 >"$group/cgroup.kill"
    done
    for group in $(jail_groups); do
        wait_until rmdir "$group"
    done
}

# wait_until COMMAND...: as soon as it succeeds; fails after ten seconds.
wait_until() {
    wait_ends=$(($(date +%s) + 11))
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$wait_ends" ] || return 1
        sleep 0.01
    done
}

# wait_for COMMAND...: what has to happen.
wait_for() { wait_until "$@" || atf_fail "it did not happen: $*"; }

# make_root: gives $root a shell, a few programs and users.  The programs are this host's, copied
# with their libraries, so that no mount is needed for them.
make_root() {
    mkdir -p "$root/bin" "$root/etc" "$root/root" "$root/home/tester" "$root/tmp" "$root/dev" "$root/proc"
    chmod 1777 "$root/tmp"
    for program in sh cat echo env false id kill pwd sleep true; do
        cp -L "$(command -v "$program" | grep / || echo "/bin/$program")" "$root/bin/$program"
        LD_TRACE_LOADED_OBJECTS=1 "$root/bin/$program"
    done | grep -o '/[^ ]*' | sort -u | while read -r library; do
        mkdir -p "$root${library%/*}"
        cp -L "$library" "$root$library"
    done
    cat >"$root/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:101:102:a daemon of the jail:/tmp:
tester:x:1234:1235:a user of the jail only:/home/tester:/bin/sh
homeless:x:1236:1236:a user without a home:/nonexistent:/bin/sh
END
    cat >"$root/etc/group" <<'END'
root:x:0:
daemon:x:102:
tester:x:1235:
helpers:x:1300:daemon,tester
END
    chown 1234:1235 "$root/home/tester"
    # One daemon that ends when it is asked to, and one that does not.
    cat >"$root/bin/listener" <<'END'
#!/bin/sh
trap 'echo ended >>/tmp/ended; exit' TERM
echo >/tmp/ready
while :; do sleep 0.02; done
END
    sed "s/^trap.*/trap '' TERM/" "$root/bin/listener" >"$root/bin/stubborn"
    chmod 755 "$root/bin/listener" "$root/bin/stubborn"
}

# configure: the standard input becomes jail.conf, after what all jails here have.
configure() {
    { echo "ip4 = inherit; ip6 = inherit; path = \"$root\";" && cat; } >jail.conf
}
