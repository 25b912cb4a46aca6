# Functions for the shell lanes (tests/it, tests/debian, tests/faults ...).  A script reads
#
#   #!/bin/sh
#   . "$(dirname "$0")/../lib.sh"
#   isolate "$@"
#   check "a jail starts" jail -c name=a path=/ ip4=inherit ip6=inherit persist
#
# and prints one line per result: "ok NAME", "FAIL NAME", "skip NAME: reason".  Lines that begin
# with "# " explain the line before them.  At its end the script's leak check is one more result.
#
# Given to the script: $top (the source tree), $GAOL_BIN (jail, jls, jexec; first in PATH), $tmp
# (a directory of its own, removed at the end), $self (the script's name), GAOL_CGROUP_ROOT (a
# gaol root of its own).
# shellcheck shell=sh disable=SC2034  # variables are for the scripts

set -u
self=$(basename "$0" .sh)
top=$(cd "$(dirname "$0")/../.." && pwd)
GAOL_BIN=${GAOL_BIN:-$top/out/bin}
PATH=$GAOL_BIN:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C.UTF-8
export GAOL_BIN PATH LC_ALL

failures=0
status=0 out='' err=''
tmp='' leak_before=''

# --- results -------------------------------------------------------------------------------------

ok() { echo "ok $self: $1"; }

# fail NAME [EXPLANATION]
fail() {
    failures=$((failures + 1))
    echo "FAIL $self: $1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

# skip NAME REASON
skip() { echo "skip $self: $1: $2"; }

# skip_all REASON: the whole script cannot run here.
skip_all() {
    echo "skip $self: $1"
    exit 0
}

# run COMMAND...: leaves $status, $out and $err, never fails.
run() {
    status=0
    "$@" >"$tmp/.out" 2>"$tmp/.err" || status=$?
    out=$(cat "$tmp/.out")
    err=$(cat "$tmp/.err")
}

said() { printf 'exit %s\nout: %s\nerr: %s' "$status" "$out" "$err"; }

# check NAME COMMAND...: the command succeeds.
check() {
    check_name=$1
    shift
    run "$@"
    if [ "$status" -eq 0 ]; then ok "$check_name"; else fail "$check_name" "$* -> $(said)"; fi
}

# refuse NAME STATUS MESSAGE COMMAND...: it ends with that status and exactly that on stderr.
refuse() {
    check_name=$1 want_status=$2 want_err=$3
    shift 3
    run "$@"
    if [ "$status" -eq "$want_status" ] && [ "$err" = "$want_err" ]; then
        ok "$check_name"
    else
        fail "$check_name" "$* -> $(said)
wanted: exit $want_status, err: $want_err"
    fi
}

# is NAME ACTUAL EXPECTED
is() {
    if [ "$2" = "$3" ]; then ok "$1"; else fail "$1" "have: $2
want: $3"; fi
}

# like NAME ACTUAL PATTERN (a case pattern: *text*)
like() {
    # shellcheck disable=SC2254
    case $2 in
    $3) ok "$1" ;;
    *) fail "$1" "have: $2
want: $3" ;;
    esac
}

# --- events --------------------------------------------------------------------------------------

# wait_until SECONDS COMMAND...: as soon as the command succeeds; fails when the time is over.
wait_until() {
    wait_ends=$(($(date +%s) + $1 + 1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$wait_ends" ] || return 1
        sleep 0.01
    done
}

process_gone() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:[[:space:]]*Z' "/proc/$1/status"; }
wait_gone() { wait_until "$2" process_gone "$1"; }  # PID SECONDS

cgroup_empty() { grep -qx 'populated 0' "$1/cgroup.events"; }
wait_empty() { wait_until "$2" cgroup_empty "$1"; }  # CGROUP SECONDS

# --- isolation -----------------------------------------------------------------------------------

cgroup2_mount() { awk '{for (i = 7; i <= NF; i++) if ($i == "-") break; if ($(i + 1) == "cgroup2") {print $5; exit}}' /proc/self/mountinfo; }

# Every mounted hierarchy: in hybrid mode a jail has twins in the version 1 ones.
cgroup_mounts() { awk '{for (i = 7; i <= NF; i++) if ($i == "-") break; if ($(i + 1) ~ /^cgroup2?$/) print $5}' /proc/self/mountinfo; }

# isolate [--host-net] "$@": starts the script again as root's child in mount, PID, IPC, UTS and
# network namespaces of its own, so that it sees its own leavings only and whatever it forgets
# dies with it.  --host-net keeps the network.  Skips the script for others than root.
isolate() {
    net=--net
    if [ "${1-}" = --host-net ]; then net='' && shift; fi
    if [ -z "${GAOL_TEST_ISOLATED-}" ]; then
        [ "$(id -u)" -eq 0 ] || skip_all 'needs root'
        [ -n "$(cgroup2_mount)" ] || skip_all 'needs a cgroup2 mount'
        GAOL_TEST_ISOLATED=$$
        export GAOL_TEST_ISOLATED
        # The outer sh is pid 1: waiting for the script it also reaps what the script leaves behind.
        # shellcheck disable=SC2016,SC2086
        exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc --ipc \
            --uts $net -- sh -c '"$0" "$@"; exit $?' "$0" "$@"
    fi
    [ -z "$net" ] || ip link set lo up
    GAOL_CGROUP_ROOT=$(cgroup2_mount)/gaol-test-$GAOL_TEST_ISOLATED
    export GAOL_CGROUP_ROOT
    tmp=$(mktemp -d "${TMPDIR:-/tmp}/gaol-test.XXXXXX")
    chmod 755 "$tmp"
    leak_before=$(leavings)
    trap finish EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# What a jail may leave behind: mounts, cgroups, first processes, network links.
leavings() {
    awk '{print "mount " $5 " " $4}' /proc/self/mountinfo | sort
    test_cgroups | sed 's/^/cgroup /'
    for comm in /proc/[0-9]*/comm; do
        if read -r name <"$comm" && [ "$name" = jailinit ]; then
            echo "process ${comm%/comm} jailinit"
        fi
    done 2>/dev/null
    sed -n 's/^ *\([^:|]*\):.*/link \1/p' /proc/net/dev
}

# The cgroups below the script's gaol root (not the root itself), deepest first.
test_cgroups() {
    for hierarchy in $(cgroup_mounts); do
        root=$hierarchy/${GAOL_CGROUP_ROOT##*/}
        [ ! -d "$root" ] || find "$root" -mindepth 1 -depth -type d
    done
}

# Nothing is left once the processes that are on their way out have had their time.
nothing_left() { [ "$(leavings)" = "$leak_before" ]; }

finish() {
    code=$?
    trap '' HUP INT TERM
    cd /
    leaks='none'
    wait_until 2 nothing_left || leaks=$(leak_report)
    is 'nothing is left behind' "$leaks" none
    sweep
    [ "$code" -ne 0 ] || [ "$failures" -eq 0 ] || code=1
    exit "$code"
}

leak_report() {
    printf '%s\n' "$leak_before" >"$tmp/.before"
    leavings | diff "$tmp/.before" - | grep '^[<>]'
}

# Takes away whatever a failed test left; by pid and path, only below the script's own root.
sweep() {
    for hierarchy in $(cgroup_mounts); do
        root=$hierarchy/${GAOL_CGROUP_ROOT##*/}
        [ -d "$root" ] || continue
        [ ! -w "$root/cgroup.kill" ] || echo 1 >"$root/cgroup.kill"
        find "$root" -depth -type d | while read -r cgroup; do
            wait_until 2 rmdir "$cgroup"
        done
    done
    mounts_below=$(awk -v "t=$tmp/" 'index($5, t) == 1 {print $5}' /proc/self/mountinfo | sort -r)
    for mounted in $mounts_below; do umount -l "$mounted"; done
    rm -rf --one-file-system "$tmp"
}
