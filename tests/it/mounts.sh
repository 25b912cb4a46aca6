#!/bin/sh
# What jails mount: from jail.conf, from fstab files, and what is refused.
# shellcheck disable=SC2016  # programs for shells in jails
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

table() { cat /proc/self/mountinfo; }

# mount_of NAME DIR: its options and type inside.
mount_of() {
    in_jail "$1" cat /proc/self/mountinfo |
        mount_dir=$2 awk '$5 == ENVIRON["mount_dir"] {for (i = 7; $i != "-"; i++); print $(i + 1), $6}'
}

root_directory "$tmp/a"
mkdir "$tmp/a/ro" "$tmp/a/rw" "$tmp/a/small" "$tmp/a/in herit" "$tmp/outside" "$tmp/a/proc2"
touch "$tmp/a/file"
chown 1000:50 "$tmp/a/in herit"
chmod 2750 "$tmp/a/in herit"
echo outside >"$tmp/outside/text"
echo one >"$tmp/one"

cat >"$tmp/fstab" <<FSTAB
# comment
$tmp/outside  $tmp/a/rw  nullfs  rw,late  0  0

linsysfs      $tmp/a/sys   linsysfs  rw       0 0
linproc       $tmp/a/proc2 linprocfs rw       0 0
tmpfs         $tmp/a/in\\040herit tmpfs rw    0 0
FSTAB
cat >"$tmp/jail.conf" <<CONF
a {
    path = "$tmp/a";
    ip4 = inherit;
    ip6 = inherit;
    persist;
    mount = "/usr \$path/usr nullfs ro 0 0";
    mount += "$tmp/outside \$path/ro nullfs ro,nosuid,nodev,noexec 0 0";
    mount += "$tmp/one \$path/file nullfs ro 0 0";
    mount += "tmpfs \$path/small tmpfs rw,size=1m,mode=0700,uid=1000,gid=50,inodes=10 0 0";
    mount.fstab = "$tmp/fstab";
    mount.devfs;
    mount.fdescfs;
    mount.procfs;
}
CONF

before=$(table)
run jail -f "$tmp/jail.conf" -c a
is 'all kinds of mounts' "$status $out" '0 a: created'
is 'what has no effect is told' "$err" \
    "jail: a: mount: $tmp/outside $tmp/a/rw nullfs rw,late: option late has no effect: a jail's mounts are made when it is created
jail: a: mount: linsysfs $tmp/a/sys linsysfs rw: /sys is the host's: always ro,nosuid,nodev,noexec"
is "the host's table is what it was" "$(table)" "$before"

like 'nullfs, read-only' "$(mount_of a /ro)" 'ext4 ro,nosuid,nodev,noexec,*'
like 'nullfs, writable' "$(mount_of a /rw)" 'ext4 rw,*'
is 'nullfs of a file' "$(in_jail a cat /file)" one
is 'tmpfs' "$(mount_of a /small)" 'tmpfs rw,nodev,relatime'
is 'procfs' "$(mount_of a /proc)" 'proc rw,nosuid,nodev,noexec,relatime'
is 'linprocfs' "$(mount_of a /proc2)" 'proc rw,nosuid,nodev,noexec,relatime'
is 'linsysfs' "$(mount_of a /sys)" 'sysfs ro,nosuid,nodev,noexec,relatime'
is 'devfs' "$(mount_of a /dev)" 'tmpfs rw,nosuid,noexec,relatime'
is 'its terminals' "$(mount_of a /dev/pts)" 'devpts rw,nosuid,noexec,relatime'
is 'fdescfs' "$(in_jail a sh -c 'echo text | cat /dev/fd/0')" text
is 'a blank in a name' "$(mount_of a '/in\040herit')" 'tmpfs rw,nodev,relatime'

is 'tmpfs has its owner and mode' "$(in_jail a stat -c '%a %u %g' /small)" '700 1000 50'
is 'or those of the directory below' "$(in_jail a stat -c '%a %u %g' '/in herit')" '2750 1000 50'
run in_jail a sh -c 'head -c 2000000 /dev/zero >/small/big'
like 'tmpfs has its size' "$err" '*No space left*'
run in_jail a sh -c 'rm /small/big; for i in 1 2 3 4 5 6 7 8 9 10; do echo >/small/$i; done'
like 'and its inodes' "$err" '*No space left*'
run in_jail a sh -c 'echo x >/ro/new'
like 'read-only is read-only' "$err" '*Read-only file system*'
run in_jail a sh -c 'echo x >/file'
like 'so is a file' "$err" '*Read-only file system*'
check 'writable is writable' in_jail a sh -c 'echo new >/rw/new'
is 'and the file is on the host' "$(cat "$tmp/outside/new") $(stat -c %u "$tmp/outside/new")" 'new 0'
run in_jail a sh -c 'echo 1 >/sys/kernel/mm/ksm/run'
like "linsysfs is the host's, to be read" "$err" '*Read-only file system*'

# Of the host's mounts a jail has nothing.
is 'no mount of the host is in its table' \
    "$(in_jail a cat /proc/self/mountinfo | awk '{print $5}' | sort | xargs)" \
    '/ /dev /dev/pts /file /in040herit /proc /proc2 /ro /rw /small /sys /usr'

# Later mounts on either side stay there.
mkdir "$tmp/outside/later"
mount -t tmpfs later "$tmp/outside/later"
is 'what the host mounts later is not seen inside' "$(mount_of a /rw/later)" ''
umount "$tmp/outside/later"
jail -q -f "$tmp/jail.conf" -r a
is 'the table after the end' "$(table)" "$before"

# --- what is refused -------------------------------------------------------------------------------

# no NAME LINE MESSAGE: a jail with this line is refused, with its text before the message.
root_directory "$tmp/b"
no() {
    refuse "$1" 1 "jail: mount: ${2% 0 0}$3" create b persist mount="$2"
    is "$1: and there is no jail" "$(jls name)" ''
}
mkdir "$tmp/b/dir"
ln -s dir "$tmp/b/link"
ln -s / "$tmp/b/out"
no 'an unknown type' "x $tmp/b/dir nosuchfs rw 0 0" ': fsopen(nosuchfs): No such device'
no 'a type without meaning' "x $tmp/b/dir ufs rw 0 0" ': ufs has no meaning on Linux: use ext4 or xfs'
no 'an option without meaning' "$tmp/outside $tmp/b/dir nullfs rw,union 0 0" \
    ': option union: Linux has no union mounts: use type overlay'
no 'an unknown option' "$tmp/outside $tmp/b/dir nullfs rw,frob 0 0" \
    ': option frob: not known for type nullfs'
no 'a value that a type refuses' "tmpfs $tmp/b/dir tmpfs size=lots 0 0" \
    ": fsconfig(tmpfs size=lots: tmpfs: Bad value for 'size'): Invalid argument"
no 'a source that is not there' "$tmp/nothing $tmp/b/dir nullfs rw 0 0" \
    ": openat2($tmp/nothing): No such file or directory"
no 'a mount point that is not there' "$tmp/outside $tmp/b/nothing nullfs rw 0 0" \
    ": openat2($tmp/b/nothing): No such file or directory"
no 'a directory on a file' "$tmp/outside $tmp/b/etc/passwd nullfs rw 0 0" \
    ": move_mount($tmp/b/etc/passwd): Invalid argument"
no 'a place outside the jail' "$tmp/outside $tmp/outside nullfs rw 0 0" \
    ": $tmp/outside: not below the jail's path $tmp/b: the mounts of a jail are its own, and nobody else would see this one"
no 'a path with ..' "$tmp/outside $tmp/b/../outside nullfs rw 0 0" \
    ": $tmp/b/../outside: a mount point may not have \"..\" in it"
no 'a line that is none' "$tmp/outside" ': missing information'
for target in link out/tmp; do
    refuse "a symbolic link in a mount point: $target" 1 \
        "jail: mount: $tmp/b/${target%/tmp} is a symbolic link" \
        create b persist mount="tmpfs $tmp/b/$target tmpfs rw 0 0"
done
rmdir "$tmp/b/dev"
ln -s data "$tmp/b/dev"
refuse 'a symbolic link in the place of /dev' 1 "jail: mount.devfs: $tmp/b/dev is a symbolic link" \
    create b persist mount.devfs
rm "$tmp/b/dev"
echo "$tmp/outside $tmp/b/dir nullfs rw,frob 0 0" >"$tmp/fstab"
refuse 'the same in a file' 1 \
    "jail: mount: $tmp/outside $tmp/b/dir nullfs rw,frob: option frob: not known for type nullfs" \
    create b persist mount.fstab="$tmp/fstab"
refuse 'a file that is not there' 1 "jail: mount.fstab: $tmp/nothing: No such file or directory" \
    create b persist mount.fstab="$tmp/nothing"
refuse 'a root directory that is not there' 1 "jail: path $tmp/nothing: No such file or directory" \
    jail -c name=b path="$tmp/nothing" ip4=inherit ip6=inherit persist
refuse 'a root directory that is none' 1 "jail: path $tmp/one: Not a directory" \
    jail -c name=b path="$tmp/one" ip4=inherit ip6=inherit persist
is 'after all that the table is what it was' "$(table)" "$before"

# --- file systems that cannot be idmapped ----------------------------------------------------------

mkdir "$tmp/upper" "$tmp/work" "$tmp/o"
root_directory "$tmp/lower"
if mount -t overlay overlay -o "lowerdir=$tmp/lower,upperdir=$tmp/upper,workdir=$tmp/work" "$tmp/o"; then
    refuse 'an overlay as the root: its name and the two ways on' 1 \
        "jail: path $tmp/o: file system overlay cannot be idmapped: use one that can (ext4, xfs, btrfs, or tmpfs since Linux 6.3), or set user=inherit" \
        create o persist
    start o user=inherit
    is 'with user=inherit it works' "$(in_jail o sh -c 'echo x >/data/x; stat -c "%u %g" /data/x')" '0 0'
    like 'and is an overlay' "$(mount_of o /)" 'overlay *'
    gone o
    mkdir "$tmp/a/below"
    mount --bind "$tmp/o" "$tmp/a/below"
    run create a persist
    is 'below a root that can, it is left out' "$status $(in_jail a ls /below)" '0 '
    is 'and the user is told' "$err" \
        "jail: path $tmp/a: not shown in the jail, for they cannot be idmapped: $tmp/a/below (overlay)"
    gone a
    umount "$tmp/a/below" "$tmp/o"
    start o mount="overlay $tmp/o/data overlay lowerdir=$tmp/lower,upperdir=$tmp/upper,workdir=$tmp/work 0 0"
    is 'an overlay of the jail itself is idmapped by its layers' \
        "$(in_jail o sh -c 'echo y >/data/y; stat -c "%u %g" /data/y') $(stat -c %u "$tmp/upper/y")" '0 0 0'
    gone o
else
    skip 'a root that cannot be idmapped' 'no overlay here'
fi

# --- windows into the kernel -----------------------------------------------------------------------

# What the host mounts below the root directory comes along, but for its own /proc and the like.
root_directory "$tmp/w"
mkdir "$tmp/w/tmpfs" "$tmp/w/kernel"
mount -t tmpfs x "$tmp/w/tmpfs"
mkdir "$tmp/w/tmpfs/sys"
mount -t proc x "$tmp/w/kernel"
mount -t sysfs x "$tmp/w/tmpfs/sys"
for users in new inherit; do
    run create w persist user=$users
    is "user=$users: no word about it" "$status $err" '0 '
    is "user=$users: mounts of data are there" "$(mount_of w /tmpfs | cut -d' ' -f1)" tmpfs
    is "user=$users: windows into the kernel are not" \
        "$(in_jail w ls /kernel /tmpfs/sys | xargs)" '/kernel: /tmpfs/sys:'
    gone w
done
umount "$tmp/w/tmpfs/sys" "$tmp/w/tmpfs" "$tmp/w/kernel"
