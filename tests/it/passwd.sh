#!/bin/sh
# A jail's passwd(5) and group(5) are read by root of the host: nothing in them may hurt.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=jails.inc
. "$top/tests/it/jails.inc"

start a
passwd=$tmp/a/etc/passwd
ids() { timeout 20 jexec -U "$1" a id; }
nobody() { # NAME USER: there is no such user
    run timeout 20 jexec -U "$2" a id
    is "$1" "$status $out $err" "1  jexec: $2: no such user"
}

is 'a user with groups' "$(ids alice)" \
    'uid=1000(alice) gid=1000(alice) groups=1000(alice),50(staff)'
nobody 'a user who is not there' bob
nobody "the host's users do not count" "$(awk -F: '$3 > 0 && $1 != "alice" {print $1; exit}' /etc/passwd)"

# --- what the file is ------------------------------------------------------------------------------

mkdir "$tmp/secret"
echo 'spy:x:0:0::/:/bin/sh' >"$tmp/secret/passwd"
rm "$passwd"
ln -s "$tmp/secret/passwd" "$passwd"
nobody 'a symbolic link out of the jail leads nowhere' spy
ln -sfn "../../../../../../..$tmp/secret/passwd" "$passwd"
nobody 'nor does one with ..' spy
mkdir -p "$tmp/a/etc/other"
echo 'inner:x:7:7::/:/bin/sh' >"$tmp/a/etc/other/passwd"
ln -sfn /etc/other/passwd "$passwd"
is 'one that stays inside is followed' "$(ids inner)" 'uid=7(inner) gid=7 groups=7'
ln -sfn /proc/1/root/etc/passwd "$passwd"
nobody 'no magic link is' root
ln -sfn passwd "$passwd"
nobody 'no circle is' root
rm "$passwd"
mkfifo "$passwd"
nobody 'a FIFO holds nobody up' root
rm "$passwd"
mkdir "$passwd"
nobody 'a directory has no users' root
rmdir "$passwd"
truncate -s 100G "$passwd" 2>/dev/null || truncate -s 1G "$passwd"
nobody 'a huge file has none' root
rm "$passwd"
nobody 'no file, no users' root
head -c 1000000 /dev/urandom >"$passwd"
nobody 'a file of noise' root
{ head -c 1000000 /dev/zero | tr '\0' x && echo && echo 'late:x:8:8::/:/bin/sh'; } >"$passwd"
is 'a line without end, and one after it' "$(ids late)" 'uid=8(late) gid=8 groups=8'
printf 'nonl:x:9:9::/:/bin/sh' >"$passwd"
is 'a last line without a newline' "$(ids nonl)" 'uid=9(nonl) gid=9 groups=9'

# --- what its lines say ----------------------------------------------------------------------------

# Names that look like numbers or ids are names and nothing else.
cat >"$passwd" <<'PASSWD'
1:x:2001:2001::/:/bin/sh
+1:x:2002:2002::/:/bin/sh
4294967296:x:2003:2003::/:/bin/sh
plus:x:+5:5::/:/bin/sh
minus:x:-1:5::/:/bin/sh
blank:x: 5:5::/:/bin/sh
hex:x:0x5:5::/:/bin/sh
big:x:4294967296:5::/:/bin/sh
unchanged:x:4294967295:5::/:/bin/sh
gid:x:5:4294967295::/:/bin/sh
empty:x::5::/:/bin/sh
short:x:5:5:/:/bin/sh
long:x:5:5:::/:/bin/sh
:x:5:5::/:/bin/sh
outside:x:70000:70000::/:/bin/sh
twice:x:11:11::/:/bin/sh
twice:x:0:0::/:/bin/sh
PASSWD
is 'a name of digits is a name' "$(ids 1)" 'uid=2001(1) gid=2001 groups=2001'
# id(1) itself finds no name for it.
is 'also with a sign' "$(ids +1)" 'uid=2002 gid=2002 groups=2002'
is 'also out of range' "$(ids 4294967296)" 'uid=2003(4294967296) gid=2003 groups=2003'
nobody 'user:group is not a user' 1:1
nobody 'a number without a name is no user' 2
nobody 'nothing is no user' ''
for name in plus minus blank hex big unchanged gid empty short long; do
    nobody "a line that is not well formed: $name" $name
done
is 'the first line of a name counts' "$(ids twice | cut -d' ' -f1)" 'uid=11(twice)'
run jexec -U outside a id
is 'an id that the jail has not' "$status $out" '1 '
like 'is told' "$err" 'jexec: *nvalid argument*'

# --- groups ----------------------------------------------------------------------------------------

printf 'g:x:12:12::/:/bin/sh\n' >"$passwd"
seq 1 70000 | sed 's/.*/g&:x:&:g/' >"$tmp/a/etc/group"
run timeout 20 jexec -U g a id
is 'more groups than a process can have' "$status $out" '1 '
like 'is told' "$err" 'jexec: *nvalid argument*'
printf 'no:x:-1:g\nbig:x:4294967296:g\nyes:x:13:x,g\nno:x:14:gg\n' >"$tmp/a/etc/group"
is 'lines of group(5) that are not well formed do not count' "$(ids g)" 'uid=12(g) gid=12 groups=12,13(yes)'
all_gone
