#!/bin/sh
# jexec(8) on terminals: editors, sizes, keys, exit codes, and what stays outside.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
command -v python3 >/dev/null || skip_all 'needs python3'
command -v jexec >/dev/null || skip_all 'no jexec'

root=$tmp/root
mkdir "$root" "$root/usr" "$root/tmp" "$root/dev" "$root/proc" "$root/etc" "$root/root"
for dir in bin sbin lib lib64; do
    [ ! -L "/$dir" ] || ln -s "$(readlink "/$dir")" "$root/$dir"
done
printf 'root:x:0:0:root:/root:/bin/sh\nwww:x:33:33:www:/tmp:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nwww:x:33:\n' >"$root/etc/group"

cat >"$tmp/jail.conf" <<CONF
ip4 = inherit;
ip6 = inherit;
persist;
path = "$root";
mount += "/usr \$path/usr nullfs ro 0 0";
mount += "tmpfs \$path/tmp tmpfs rw,mode=1777 0 0";
mount.procfs;
term { mount.devfs; }
noterm { }
CONF
run jail -q -f "$tmp/jail.conf" -c '*'
if [ "$status" -ne 0 ]; then
    fail 'two jails start' "$(said)"
    exit 1
fi
TMPDIR=$tmp python3 -B "$top/tests/it/jexec_tty_test.py" || failures=1
run jail -q -f "$tmp/jail.conf" -r term noterm
