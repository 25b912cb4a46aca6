#!/bin/sh
# Runs one program of this folder, whose name is given, and looks for what it leaves behind.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck disable=SC2034  # of lib.sh
self=faults.$1
command -v python3 >/dev/null || skip_all 'needs python3'
[ -x "$GAOL_BIN/jail" ] || skip_all "no $GAOL_BIN/jail"

# The root of the jails: this system's programs, and places to mount at.
GAOL_FAULTS_ROOT=$tmp/root
export GAOL_FAULTS_ROOT
mkdir -p "$GAOL_FAULTS_ROOT/usr" "$GAOL_FAULTS_ROOT/dev" "$GAOL_FAULTS_ROOT/mnt" "$GAOL_FAULTS_ROOT/tmp"
for name in bin sbin lib lib64; do ln -s "usr/$name" "$GAOL_FAULTS_ROOT/$name"; done
mount --bind /usr "$GAOL_FAULTS_ROOT/usr"

mkdir "$GAOL_CGROUP_ROOT"
TMPDIR=$tmp python3 -B "$top/tests/faults/$1_test.py" || failures=1
rmdir "$GAOL_CGROUP_ROOT"
umount "$GAOL_FAULTS_ROOT/usr"
