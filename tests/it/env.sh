#!/bin/sh
# The parameter env, which a jail reads as /dev/jail/env.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

start a mount.devfs env.role=web env.place=here meta.secret=no
start empty mount.devfs
start plain mount.devfs user=inherit env=text
start without

env_of() { in_jail "$1" cat /dev/jail/env; }
is 'env is readable inside' "$(env_of a)" "$(jls -j a env)"
like 'with what was given' "$(env_of a)" '*role=web*'
is 'by everybody, and to be written by nobody' \
    "$(in_jail a stat -c '%a %u %g %F' /dev/jail/env)" '444 0 0 regular file'
is 'meta is not' "$(in_jail a grep -c secret /dev/jail/env)" 0
is 'an empty env has no file' "$(in_jail empty ls /dev/jail)" ''
is 'with the users of the host' "$(env_of plain) $(in_jail plain stat -c %u /dev/jail/env)" 'text 0'

check 'it changes' jail -m name=a env.role=db
is 'which is seen inside' "$(env_of a)" "$(jls -j a env)"
like 'at once' "$(env_of a)" '*role=db*'
is 'without leavings' "$(in_jail a ls -A /dev/jail)" env
check 'it is taken away' jail -m name=a env=
is 'and the file is empty' "$(in_jail a stat -c '%s' /dev/jail/env)" 0
check 'set for the first time' jail -m name=empty env.late=1
is 'it appears' "$(env_of empty)" late=1
check 'a jail without a devfs of its own' jail -m name=without env.late=1
is 'gets no file' "$(in_jail without ls /dev)" ''

long=$(printf '%04000d' 7)
check 'a long text' jail -m name=a env="$long"
is 'is all there' "$(env_of a)" "$long"

# --- what root of the jail can do about it ---------------------------------------------------------

echo host >"$tmp/host"
chmod 644 "$tmp/host"
in_jail a sh -c 'rm /dev/jail/env; ln -s /host /dev/jail/env; ln -s /host /dev/jail/.env.new'
cp "$tmp/host" "$tmp/a/host"
check 'a symbolic link in its place' jail -m name=a env.x=1
is 'is not followed' "$(cat "$tmp/a/host")" host
is 'but replaced' "$(in_jail a stat -c %F /dev/jail/env)" 'regular file'

in_jail a sh -c 'rm /dev/jail/env; mkfifo /dev/jail/env; ln /dev/jail/env /dev/jail/.env.new'
check 'a FIFO does not hold anybody up' timeout 20 jail -m name=a env.x=2
is 'and is replaced' "$(in_jail a stat -c %F /dev/jail/env)" 'regular file'

in_jail a sh -c 'mv /dev/jail /dev/was; ln -s /data /dev/jail'
check 'another directory in the place of its own' jail -m name=a env.x=3
is 'is left alone' "$(in_jail a ls -A /data)" ''
in_jail a sh -c 'rm /dev/jail; echo file >/dev/jail'
check 'so is a file' jail -m name=a env.x=4
is 'as it is' "$(in_jail a cat /dev/jail)" file
in_jail a rm /dev/jail
check 'nothing at all' jail -m name=a env.x=5
is 'stays nothing' "$(in_jail a ls -A /dev/jail 2>&1)" "ls: cannot access '/dev/jail': No such file or directory"
in_jail a sh -c 'mv /dev/was /dev/jail; rm /dev/jail/env; mkdir /dev/jail/env'
refuse 'what cannot be replaced is told' 1 \
    'jail: jail_set(JAIL_UPDATE): rename(env): Is a directory' jail -m name=a env.x=6
is 'with everything else done' "$(jls -j a env.x)" 6

# A tmpfs of the host that a jail shows is the host's.
mkdir "$tmp/shared"
mount -t tmpfs shared "$tmp/shared"
mkdir "$tmp/shared/jail"
start shown mount="$tmp/shared $tmp/shown/dev nullfs rw 0 0" env.x=1
jail -m name=shown env.x=2
is "nothing is written to the host's file systems" "$(ls -A "$tmp/shared/jail")" ''
gone shown
umount "$tmp/shared"
all_gone
