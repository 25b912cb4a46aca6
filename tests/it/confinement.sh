#!/bin/sh
# What root in a jail cannot do, whatever its users are.
# shellcheck disable=SC2016  # programs for shells in jails
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

mkdir "$tmp/given"
echo host >"$tmp/given/text"
for name in a plain; do
    root_directory "$tmp/$name"
    mkdir "$tmp/$name/ro"
done
start a mount.devfs mount="$tmp/given $tmp/a/ro nullfs ro 0 0"
start plain user=inherit mount.devfs mount="$tmp/given $tmp/plain/ro nullfs ro 0 0"

# --- mounts ----------------------------------------------------------------------------------------

# Each line is an attempt that works where mounting is not taken away: "NAME result".
cat >"$tmp/attempts.py" <<'PYTHON'
import ctypes, errno, os, sys
libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = -100, 1, 32, 4096, 16384, 1 << 18
NUMBERS = {"open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432, "fspick": 433,
           "mount_setattr": 442, "open_tree_attr": 467}
ro, other = sys.argv[1].encode(), sys.argv[2].encode()

def told(name, result):
    print(name, "worked" if result >= 0 else errno.errorcode[ctypes.get_errno()])

def mount(source, target, kind, flags):
    return libc.mount(source, target, kind, ctypes.c_ulong(flags), None)

def raw(name, *arguments):
    return libc.syscall(ctypes.c_long(NUMBERS[name]), *arguments)

told("remount", mount(None, ro, None, MS_REMOUNT | MS_BIND))
try:
    with open(ro + b"/written", "w"):
        print("write worked")
except OSError as error:
    print("write", errno.errorcode[error.errno])
told("bind", mount(ro, other, None, MS_BIND))
told("tmpfs", mount(b"x", other, b"tmpfs", 0))
told("umount", libc.umount2(other, 2))
told("umount-again", libc.umount2(other, 2))
told("open_tree", raw("open_tree", AT_FDCWD, ro, 1))
told("fsopen", raw("fsopen", b"tmpfs", 0))
told("fspick", raw("fspick", AT_FDCWD, ro, 0))
told("mount_setattr", raw("mount_setattr", AT_FDCWD, ro, 0,
                          (ctypes.c_uint64 * 4)(0, 0, 1 << 18, 0), 32))
told("open_tree_attr", raw("open_tree_attr", AT_FDCWD, ro, 1, None, 0))
PYTHON

mkdir "$tmp/free" "$tmp/other"
control=$(unshare --mount --propagation private sh -c '
    mount --bind -o ro "$1/given" "$1/free" && python3 -B "$1/attempts.py" "$1/free" "$1/other"' - "$tmp" |
    awk '{print $1 ":" $2}' | xargs)
case $control in
remount:worked' 'write:worked' 'bind:worked' 'tmpfs:worked' 'umount:worked' 'umount-again:worked' '*mount_setattr:worked*)
    ok 'without a jail every attempt works' ;;
*) fail 'without a jail every attempt works' "$control" ;;
esac
rm -f "$tmp/given/written"
for name in a plain; do
    tried=$(python $name /ro /data <"$tmp/attempts.py" | awk '{print $1 ":" $2}' | xargs)
    is "$name: root can neither mount nor change a mount" "$tried" \
        'remount:EPERM write:EROFS bind:EPERM tmpfs:EPERM umount:EPERM umount-again:EPERM open_tree:EPERM fsopen:EPERM fspick:EPERM mount_setattr:EPERM open_tree_attr:EPERM'
    is "$name: nothing was written" "$(ls "$tmp/given")" text
done
# A user namespace of one's own gives rights over mounts as well, but not these calls.
in_jail a unshare --user --map-root-user --mount --propagation unchanged \
    mount -t tmpfs x /data 2>"$tmp/err"
like 'not in a user namespace of its own either' "$(cat "$tmp/err")" '*mount*ermi*'
python a <<'PYTHON' >"$tmp/out" 2>&1
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(155, b"/", b"/"), ctypes.get_errno())
PYTHON
[ "$(uname -m)" != x86_64 ] || is 'pivot_root' "$(cat "$tmp/out")" '-1 1'

# --- System V IPC ----------------------------------------------------------------------------------

cat >"$tmp/sysv.py" <<'PYTHON'
import ctypes, errno, sys
libc = ctypes.CDLL(None, use_errno=True)
KEY, CREATE = 0x67616F6C, 0o1000
flags = CREATE | 0o600 if "create" in sys.argv else 0
for name, call in (("msg", lambda: libc.msgget(KEY, flags)),
                   ("sem", lambda: libc.semget(KEY, 1, flags)),
                   ("shm", lambda: libc.shmget(KEY, ctypes.c_size_t(4096), flags))):
    result = call()
    print(name, "ok" if result >= 0 else errno.errorcode[ctypes.get_errno()])
PYTHON
sysv() { name=$1 && shift && python "$name" "$@" <"$tmp/sysv.py" | xargs; }
start new sysvmsg=new sysvsem=new sysvshm=new children.max=2
start new2 sysvmsg=new sysvsem=new sysvshm=new
start part sysvshm=new
start shared allow.sysvipc user=inherit
start one sysvsem=inherit user=inherit
is 'by default there is none' "$(sysv a create)" 'msg ENOSYS sem ENOSYS shm ENOSYS'
is 'disable holds with the users of the host' "$(sysv plain create)" 'msg ENOSYS sem ENOSYS shm ENOSYS'
is 'new has all that are new' "$(sysv new create)" 'msg ok sem ok shm ok'
is 'which no other jail has' "$(sysv new2)" 'msg ENOENT sem ENOENT shm ENOENT'
is 'and only those' "$(sysv part create)" 'msg ENOSYS sem ENOSYS shm ok'
python3 -B - create <"$tmp/sysv.py" >/dev/null
is "inherit has the host's" "$(sysv shared)" 'msg ok sem ok shm ok'
is 'and only those that are' "$(sysv one)" 'msg ENOSYS sem ok shm ENOSYS'
is "new has not the host's" "$(sysv new2)" 'msg ENOENT sem ENOENT shm ENOENT'
start new.child sysvmsg=inherit sysvsem=inherit sysvshm=inherit
is "a child's inherit is its parent's" "$(sysv new.child)" 'msg ok sem ok shm ok'
run create a.x sysvshm=new persist
is 'a child has no more than its parent' "$status" 1

# --- capabilities ----------------------------------------------------------------------------------

# chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service sys_chroot
# audit_write setfcap
kept=00000000a00405fb
sets() { in_jail "$1" sed -n 's/^Cap\(Inh\|Prm\|Eff\|Bnd\|Amb\):\t//p' /proc/self/status | xargs; }
is 'user=inherit keeps the capabilities of a server' "$(sets plain)" \
    "0000000000000000 $kept $kept $kept 0000000000000000"
is 'they are those of its first process' \
    "$(sed -n 's/^CapBnd:\t//p' "/proc/$(first plain)/status")" $kept
in_jail plain sh -c 'cp /usr/bin/grep /data/grep && chmod 4755 /data/grep'
is 'no set-id program has more' \
    "$(jexec -U alice plain /data/grep CapEff /proc/self/status | cut -f2)" $kept
is 'users have none' "$(jexec -U alice a sed -n 's/^CapEff:\t//p' /proc/self/status)" 0000000000000000
# User 0 of the host, without any capability, may write these.
is 'the files that this is about can be written by root' \
    "$(setpriv --bounding-set=-all sh -c 'test -w /proc/sys/kernel/core_pattern && echo yes')" yes
for file in sys/kernel/core_pattern sys/vm/drop_caches sysrq-trigger; do
    [ -e "/proc/$file" ] || continue
    run in_jail plain sh -c "exec 3>/proc/$file"
    like "user=inherit cannot write /proc/$file" "$err" '*Read-only file system*'
    run in_jail a sh -c "exec 3>/proc/$file"
    like "nor can others" "$err" '*Permission denied*'
done
open=$(in_jail plain find /proc -maxdepth 1 ! -path '/proc/[0-9]*' ! -path /proc ! -type l \
    ! -path /proc/pressure ! -path /proc/sysvipc \( -type d -o -perm /200 \) -writable)
is 'nor anything else in /proc that is not a process' "$open" ''
check 'but what is about its processes' in_jail plain sh -c 'echo 100 >/proc/self/oom_score_adj'
run in_jail plain python3 -B -c 'import socket
socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)'
like 'no raw sockets' "$err" '*PermissionError*'
for name in a plain; do
    is "$name: processes are filtered, yet set-id programs work" \
        "$(in_jail $name sed -n 's/^\(NoNewPrivs\|Seccomp\):\t//p' /proc/self/status | xargs)" '0 2'
    is "$name: so is the first process" \
        "$(sed -n 's/^\(NoNewPrivs\|Seccomp\):\t//p' "/proc/$(first $name)/status" | xargs)" '0 2'
done
all_gone
ipcrm --all >/dev/null 2>&1
