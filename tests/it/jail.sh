#!/bin/sh
# jail(8): what it says, in which order it works, and what its commands are given.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154  # $, out and status belong to lib.sh
. "$(dirname "$0")/../lib.sh"
isolate "$@"

conf=$tmp/jail.conf
share='ip4=inherit ip6=inherit path=/'
nl='
'

# configure: the standard input becomes the configuration, after what all jails here have.
configure() {
    { echo 'ip4 = inherit; ip6 = inherit; path = "/";' && cat; } >"$conf"
}
jailc() { jail -f "$conf" "$@"; }

# says NAME STATUS STDOUT STDERR COMMAND...
says() {
    says_name=$1 want_status=$2 want_out=$3 want_err=$4
    shift 4
    run "$@"
    is "$says_name" "$(said)" "$(status=$want_status out=$want_out err=$want_err && said)"
}

# --- notes, messages, exit codes ----------------------------------------------------------------

configure <<'END'
web { persist; depend = db; }
db { persist; }
END
says 'a dependency is created first' 0 "db: created${nl}web: created" '' jailc -c web
says 'a running jail cannot be created' 1 '' 'jail: "web" already exists' jailc -c web
says 'a wildcard passes over running jails' 0 '' '' jailc -c '*'
says 'an unknown jail is not found' 1 '' 'jail: "nosuch" not found' jailc -c nosuch
says 'a jail is modified' 0 'web: updated' '' jailc -m web
says 'create or modify' 0 "web: updated${nl}db: updated" '' \
    sh -c "jail -f '$conf' -cm web && jail -f '$conf' -cm db"
says 'a restart' 0 'web: created' '' jailc -rc web
says 'dependents are removed first' 0 "web: removed${nl}db: removed" '' jailc -r db
says 'a jail that is gone is not found' 1 '' 'jail: "web" not found' jailc -r web
says 'a wildcard passes over absent jails' 0 '' '' jailc -r '*'
says 'modification needs a running jail' 1 '' 'jail: "web" not found' jailc -m web
says 'quiet' 0 '' '' sh -c "jail -f '$conf' -qc && jail -f '$conf' -qr '*'"
says 'the other names are still removed' 1 "db: created${nl}db: removed" 'jail: "nosuch" not found' \
    sh -c "jail -f '$conf' -c db && jail -f '$conf' -r nosuch db"
says 'a configuration that is not there' 1 '' \
    "jail: $tmp/none: No such file or directory" jail -f "$tmp/none" -c
says 'removal needs no configuration' 1 '' 'jail: "a" not found' jail -f "$tmp/none" -r a
says 'a list of parameters' 0 "name=web|ip4=inherit|ip6=inherit|path=/|persist|depend=db${nl}name=db|ip4=inherit|ip6=inherit|path=/|persist" \
    '' jailc -e '|'
says 'standard input is a configuration' 0 'name=a,persist' '' sh -c 'echo "a { persist; }" | jail -f - -e ,'

# shellcheck disable=SC2086
{
    run jail -i -c $share name=a persist
    is 'a jid alone with -i' "$(said)" "$(status=0 out=$(jls -j a jid) err='' && said)"
    check 'its jid is a name, too' jail -r "$out"
    says 'create-only parameters' 1 '' 'jail: path cannot be changed after creation' \
        sh -c "jail -c $share name=a persist && jail -m name=a path=/tmp"
    says 'a jail without a name of a configuration is removed silently' 0 '' '' jail -r a
    says 'no jail is named' 1 '' 'jail: no jail specified' jail -m persist host.hostname=x
    says 'an unknown parameter' 1 '' 'jail: unknown parameter: nonesuch' jail -c $share nonesuch persist
    says 'a path that is not there' 1 '' "jail: path $tmp/none: No such file or directory" \
        jail -c $share "path=$tmp/none" persist
    says 'a path that is a file' 1 '' "jail: path $conf: Not a directory" jail -c $share "path=$conf" persist
    says 'a deprecated flag' 0 '' \
        "jail: the 'allow.dying' parameter and '-d' flag are deprecated and have no effect." \
        sh -c "jail -d -c $share name=a persist && jail -r a"
    says 'a dependency of the command line must run' 1 '' \
        'jail: depends on nonexistent jail "b"' jail -c $share name=a persist depend=b
}

configure <<'END'
a { persist; depend = b; }
b { persist; depend = a; }
c { persist; depend = a; }
d { persist; depend = x; }
e { persist; }
END
says 'loops and undefined jails' 1 'e: created' "jail: a: dependency loop
jail: b: dependency loop
jail: d: depends on undefined jail \"x\"
jail: c: skipped" sh -c "jail -f '$conf' -c 2>'$tmp/e'; code=\$?; sort '$tmp/e' | grep -v skipped >&2; grep skipped '$tmp/e' >&2; exit \$code"
check 'the others are removed' jailc -q -r e

# --- commands -----------------------------------------------------------------------------------

configure <<'END'
order {
    exec.prepare = "echo prepare";
    exec.prestart = "echo prestart";
    exec.created = "echo created";
    exec.start = "echo start 1", "/bin/echo start 2";
    command = "echo command";
    exec.poststart = "echo poststart";
    exec.prestop = "echo prestop";
    exec.stop = "echo stop";
    exec.poststop = "echo poststop";
    exec.release = "echo release";
    persist;
}
END
says 'the order of creation' 0 "prepare
prestart
order: created
created
start 1
start 2
command
poststart" '' jailc -c
says 'the order of removal' 0 "prestop
stop
order: removed
poststop
release" '' jailc -r order
# shellcheck disable=SC2086
check 'a command after the removal' jail -q -c name=after jid=78 $share persist
echo "after { path = /; ip4 = inherit; ip6 = inherit; exec.poststop = 'echo \$JID \$JNAME \$JPATH'; }" >"$tmp/after"
says 'knows what the jail was' 0 "after: removed${nl}78 after /" '' jail -f "$tmp/after" -r 78
says 'the order of cleaning up' 0 "poststop
release" '' jailc -C order
run jailc -Cc order
is 'cleaning up before creation' "$(printf '%s' "$out" | head -n 3)" "poststop${nl}release${nl}prepare"
says 'removal by force runs no command' 0 '' '' jail -R order

configure <<'END'
a { exec.start = "true"; exec.poststart = "exit 3;"; exec.stop = "echo never"; persist; }
b { persist; depend = a; }
END
says 'a failure takes the jail away again' 1 "a: created${nl}a: removed" \
    "jail: a: exit 3;: failed${nl}jail: b: skipped" jailc -c b
says 'a signal is told' 1 '' 'jail: kill -9 $$: exited on signal 9' \
    jail -c name=b path=/ ip4=inherit ip6=inherit 'exec.start=kill -9 $$'
says 'a timeout is told' 1 '' 'jail: /bin/sleep 60: timed out' \
    jail -c name=b path=/ ip4=inherit ip6=inherit exec.timeout=1 command=/bin/sleep 60
says 'a program that is not there is told' 1 '' \
    "jail: exec /bin/nonesuch: No such file or directory${nl}jail: /bin/nonesuch x: failed" \
    jail -c name=b path=/ ip4=inherit ip6=inherit command=/bin/nonesuch x
says 'nothing of it stays' 1 '' 'jail: "b" not found' jail -r b
says 'words of a command are not split' 0 'a  b $HOME *' '' \
    jail -c path=/ ip4=inherit ip6=inherit command=/bin/echo 'a  b' '$HOME' '*'

# shellcheck disable=SC2086
{
    says 'a command knows its jail' 0 'env / env' '' jail -c name=env jid=77 $share \
        'command=/bin/sh' -c 'echo $JNAME $JPATH $(test "$JID" = 77 && echo $JNAME)'
    says 'a clean environment' 0 'HOME=/root
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
SHELL=/bin/bash
TERM=dumb
USER=root' '' env TERM=dumb SECRET=1 jail -c -l $share command=/bin/sh -c 'env -u PWD -u _ -u OLDPWD /usr/bin/env | sort'
    says 'a clean environment starts at home' 0 /root '' jail -c -l $share command=/bin/pwd
    says 'a user of the jail' 0 'nobody' '' jail -c -U nobody $share command=/usr/bin/id -un
    says 'a user of the host' 0 'daemon' '' jail -c -u daemon $share command=/usr/bin/id -un
    says 'no such user' 1 '' 'jail: nonesuch: no such user' jail -c -U nonesuch $share command=/bin/true
    says 'a user for commands of the host' 0 'nobody nobody' '' jail -c $share \
        exec.system_user=nobody 'exec.prestart=echo $(id -un) $USER' command=/bin/true
    says 'standard input is inherited' 0 'hello' '' sh -c "echo hello | jail -c $share command=/bin/cat"
}

# --- the console log ------------------------------------------------------------------------------

mkdir "$tmp/log" "$tmp/root"
log=$tmp/log/console
# shellcheck disable=SC2086
{
    says 'output goes to the console log' 0 'host' '' jail -c $share exec.consolelog="$log" \
        'exec.prestart=echo host' 'exec.start=echo out; echo err >&2' command=/bin/echo more
    is 'the console log holds both streams' "$(cat "$log")" "out${nl}err${nl}more"
    says 'the console log is absolute' 1 '' 'jail: exec.consolelog: log: not an absolute pathname' \
        jail -c $share exec.consolelog=log command=/bin/true
    says 'the console log can be opened' 1 '' "jail: open $tmp/none/log: No such file or directory" \
        jail -c $share exec.consolelog="$tmp/none/log" command=/bin/true
}
mount --bind / "$tmp/root" && ln -s /etc/passwd "$tmp/log/link"
says 'no link below the root is followed' 1 '' \
    "jail: exec.consolelog: $tmp/root$tmp/log/link is a symbolic link" \
    jail -c ip4=inherit ip6=inherit "path=$tmp/root" exec.consolelog="$tmp/root$tmp/log/link" command=/bin/true
umount "$tmp/root"

# --- mounts of the host ---------------------------------------------------------------------------

mount -t tmpfs tmpfs "$tmp/root" && mkdir "$tmp/root/bin" "$tmp/root/fs" "$tmp/root/dev"
cp "$(command -v busybox || command -v sh)" "$tmp/root/bin/sh"
mkdir "$tmp/root/lib" "$tmp/root/lib64" "$tmp/root/usr"
says 'what exec.prestart mounts is in the jail' 0 'found' '' jail -c ip4=inherit ip6=inherit \
    "path=$tmp/root" mount.devfs "mount=/usr $tmp/root/usr nullfs ro" \
    "mount=/lib $tmp/root/lib nullfs ro" "mount=/lib64 $tmp/root/lib64 nullfs ro" \
    "exec.prestart=mount -t tmpfs tmpfs $tmp/root/fs && echo found >$tmp/root/fs/file" \
    "exec.poststart=umount $tmp/root/fs" \
    command=/bin/sh -c 'read -r word </fs/file && echo "$word"'
run jail -v -c ip4=inherit ip6=inherit "path=$tmp/root" mount.devfs \
    "mount=/usr $tmp/root/nonesuch nullfs ro" persist
like 'a mount that cannot be made' "$(said)" "exit 1
out: mount: /usr $tmp/root/nonesuch nullfs ro*err: jail: mount: *nonesuch*"
umount -l "$tmp/root"

# --- stopping ------------------------------------------------------------------------------------

cat >"$tmp/daemon" <<END
#!/bin/sh
trap 'echo asked >$tmp/asked; exit' TERM
echo >$tmp/ready
while :; do sleep 0.05; done
END
chmod 755 "$tmp/daemon"
configure <<END
slow { persist; stop.timeout = 20; exec.start = "$tmp/daemon &"; }
stubborn { persist; stop.timeout = 1; mount.devfs; exec.start = "/bin/sh -c 'trap : TERM; echo >$tmp/ready; while :; do sleep 0.05; done' >/dev/null 2>&1 </dev/null & true"; }
END
check 'a background command is not waited for' jailc -q -c slow
check 'it runs' wait_until 5 test -e "$tmp/ready"
rm -f "$tmp/ready"
run jailc -v -r slow
like 'processes are asked to end' "$out" 'slow: sent SIGTERM to: *slow: removed'
is 'and do so in their own way' "$(cat "$tmp/asked")" asked
check 'a jail that does not listen' jailc -q -c stubborn
check 'it runs, too' wait_until 5 test -e "$tmp/ready"
run jailc -v -r stubborn
like 'it is killed when the time is over' "$out" 'stubborn: sent SIGTERM to: *stubborn: timed out*stubborn: removed'

# A jail may have more processes than this program may have descriptors.
configure <<'END'
crowd { persist; mount.devfs; stop.timeout = 20;
        exec.start = "for i in $(seq 300); do sleep 1000 >/dev/null 2>&1 </dev/null & done; true"; }
END
sed -i 's/\$(seq/\\$(seq/' "$conf"
check 'a jail with many processes' jailc -q -c
says 'all of them are asked to end' 0 'crowd: removed' '' sh -c "ulimit -n 128; jail -f '$conf' -r crowd"

# --- many at once -----------------------------------------------------------------------------------

{
    echo 'exec.clean = false;'
    for i in 1 2 3 4 5 6 7 8; do
        echo "j$i { persist; exec.start = \"echo $i >>$tmp/begun; sleep 0.3\"; exec.poststart = \"echo $i >>$tmp/ended\"; }"
    done
} | configure
start=$(date +%s%N)
check 'eight jails start at once' jailc -q -c
took=$((($(date +%s%N) - start) / 1000000))
is 'they do not wait for each other' "$((took < 2000))" 1
check 'eight jails end' jailc -q -r '*'
rm -f "$tmp/begun" "$tmp/ended"
check 'one command at a time' jailc -q -p 1 -c j1
rm -f "$tmp/begun" "$tmp/ended"
check 'the rest, one at a time' jailc -q -p 1 -c '*'
is 'they start in the order of the file' "$(tr '\n' ' ' <"$tmp/begun")" '2 3 4 5 6 7 8 '
is 'each to its end before the next' "$(tr '\n' ' ' <"$tmp/ended")" '2 3 4 5 6 7 8 '
check 'they end' jailc -q -r '*'

# --- records, dry runs, signals --------------------------------------------------------------------

configure <<'END'
a { persist; host.hostname = "it's a"; }
END
check 'a record is written' jailc -q -J "$tmp/record" -c
jid=$(jls -j a jid)
is 'the record' "$(cat "$tmp/record")" \
    "jid=$jid	name=a	ip4=inherit	ip6=inherit	path=/	persist	host.hostname=\"it's a\""
says 'a dry run changes nothing' 0 "a: remove
    stop.timeout: 10
    jail_remove
a: create
    jail_set(JAIL_CREATE): name=a ip4=inherit ip6=inherit path=/ persist host.hostname=\"it's a\"
        undo: jail_remove" '' jailc --dry-run -rc a
is 'the jail is still the same' "$(jls -j a jid)" "$jid"
check 'it is removed' jailc -q -r a

configure <<END
a { persist; exec.start = "echo >$tmp/started; sleep 60"; }
END
jail -f "$conf" -c >"$tmp/signal.out" 2>"$tmp/signal.err" &
pid=$!
check 'a start is under way' wait_until 5 test -e "$tmp/started"
kill -TERM "$pid"
code=0 && wait "$pid" || code=$?
is 'a signal ends it as signals do' "$code" 143
is 'and the jail is taken away' "$(cat "$tmp/signal.out")" "a: created${nl}a: removed"
is 'with a word' "$(cat "$tmp/signal.err")" 'jail: a: interrupted'
