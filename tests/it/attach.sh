#!/bin/sh
# What a command in a jail is given: descriptors, directory, signals, session, environment.
# shellcheck disable=SC2016  # programs for shells in jails
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

# report: what a process is given, as it sees it.
cat >"$tmp/report.py" <<'PYTHON'
import os, signal
print("fds", *sorted(int(fd) for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")
                     or os.path.islink(f"/proc/self/fd/{fd}")))
print("cwd", os.getcwd())
fields = dict(line.rstrip("\n").split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
# Python itself ignores SIGPIPE and SIGXFSZ; real-time signals are left as they were.
own = 1 << (signal.SIGPIPE - 1) | 1 << (signal.SIGXFSZ - 1)
ignored = int(fields["SigIgn"], 16) & ~own & 0x7fffffff
print("blocked", fields["SigBlk"].strip("0") or 0, "ignored", hex(ignored))
print("root", os.readlink("/proc/self/root"))
PYTHON

# spoiled COMMAND...: with descriptors open, signals blocked and ignored, in another directory.
cat >"$tmp/spoil.py" <<'PYTHON'
import os, signal, sys
for fd in (3, 7, 200):
    os.dup2(os.open("/etc/passwd", os.O_RDONLY), fd)
    os.set_inheritable(fd, True)
os.dup2(os.open("/", os.O_DIRECTORY), 9, True)
everything = set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}
for number in everything - {signal.SIGCHLD}:
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, everything)
os.chdir("/usr/bin")
os.umask(0o77)
os.execvp(sys.argv[1], sys.argv[1:])
PYTHON
spoiled() { python3 -B "$tmp/spoil.py" "$@"; }

root_directory "$tmp/a"
cp "$tmp/report.py" "$tmp/a/report"
start a mount.devfs
# Python opens the directory /proc/self/fd to list it, and that one is gone when it is looked at.
want='fds 0 1 2
cwd /
blocked 0 ignored 0x0
root /'
is 'jexec' "$(jexec a python3 -B /report </dev/null)" "$want"
is 'jexec of a caller with everything spoiled' "$(spoiled jexec a python3 -B /report </dev/null)" "$want"
is 'also in one that is told a user' "$(spoiled jexec -U root a python3 -B /report </dev/null)" "$want"

root_directory "$tmp/b"
cp "$tmp/report.py" "$tmp/b/report"
spoiled jail -c name=b path="$tmp/b" ip4=inherit ip6=inherit mount.procfs mount.devfs \
    mount="/usr $tmp/b/usr nullfs ro 0 0" exec.start='python3 -B /report >/out' persist </dev/null
is 'exec.start of a caller with everything spoiled' "$(cat "$tmp/b/out")" "$want"

# The first process.
pid=$(first b)
is "process 1 has nothing of its creator's" \
    "$(find "/proc/$pid/fd" -type l | wc -l) $(readlink "/proc/$pid/cwd") $(readlink "/proc/$pid/root")" '0 / /'
like 'nor its signals' "$(awk '/^SigIgn/ {print $2}' "/proc/$pid/status")" '*00000000'
is 'it has a session of its own' "$(cut -d' ' -f6 "/proc/$pid/stat")" "$pid"
is 'and a cgroup namespace that shows no other' "$(in_jail b cat /proc/1/cgroup | grep ^0:)" 0::/

# No way back: the root directory of the host is not reachable by any descriptor or directory.
is 'nothing above the root' "$(in_jail b sh -c 'cd ../../.. && pwd; ls /..' | xargs)" "/ $(echo "$tmp/b/"* | sed "s:$tmp/b/::g")"
is 'nor through the first process' "$(in_jail b ls /proc/1/root/..)" "$(ls "$tmp/b")"

# jexec gives a command a session of its own, exec.start those in the background only.  A session
# that begins outside the jail has the number 0 there.
session_of() { in_jail "$1" sh -c 'for stat in /proc/[0-9]*/stat; do
    grep "($0)" $stat; done' "$2" | cut -d' ' -f1,6; }
jexec a sh -c 'cut -d" " -f6 /proc/self/stat >/out'
if [ "$(cat "$tmp/a/out")" -gt 0 ]; then ok 'jexec begins a session'; else fail 'jexec begins a session'; fi
create c mount.devfs exec.start='sh -c "cut -d\" \" -f6 /proc/self/stat >/out"' \
    exec.start='sleep 1012 &' persist
is 'a command of exec.start stays in the session of jail' "$(cat "$tmp/c/out")" 0
# shellcheck disable=SC2046
set -- $(session_of c sleep)
is 'one in the background leads its own' "$2" "$1"

# --- the environment -------------------------------------------------------------------------------

is 'jexec passes the environment on' "$(FOO=bar jexec a sh -c 'echo "$FOO"')" bar
is 'jexec -l does not' "$(FOO=bar TERM=vt100 jexec -l -U root a env | grep -v ^PWD | sort | xargs)" \
    'HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SHELL=/bin/sh TERM=vt100 USER=root'
is 'and starts at home' "$(jexec -l -U alice a pwd)" /tmp
is 'exit status' "$(jexec a sh -c 'exit 7'; echo $?)" 7
all_gone
