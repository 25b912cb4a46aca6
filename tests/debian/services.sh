#!/bin/sh
# Four jails that depend on each other: servers at work, logins, packages; started and stopped as
# one, in order.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
isolate "$@"
# shellcheck source=tests/debian/roots.sh
. "$top/tests/debian/roots.sh"

conf=$tmp/jail.conf

prepare() {
    for jail in db1 db2 web; do thin "$jail"; done
    thick login
    sed -i 's/^port = .*/port = 5433/' "$roots"/db1/etc/postgresql/*/main/postgresql.conf
    sed -i 's/^port = .*/port = 5434/' "$roots"/db2/etc/postgresql/*/main/postgresql.conf
    sed -i 's/listen \(.*\)80 /listen \18080 /' "$roots/web/etc/nginx/sites-available/default"
    echo '<p>A page of the host.</p>' >"$pages/index.html"
    cp -R "$base/srv/archive" "$pages/archive"
    sshd_on "$roots/login" 2222
    echo 'deb [trusted=yes] http://127.0.0.1:8080/archive ./' >"$roots/login/etc/apt/sources.list"
    configuration jail.conf >"$conf"
}

# --- starting and listing ------------------------------------------------------------------------

# notes_of_all WORD: what jail(8) says of all four, whatever their order.
notes_of_all() { printf '%s\n' "db1: $1" "db2: $1" "login: $1" "web: $1"; }

# before FIRST SECOND: a line of $log/order stands above another one.
before() {
    awk -v a="$1" -v b="$2" '$0 == a {x = NR} $0 == b {y = NR} END {exit !(x && y && x < y)}' \
        "$log/order"
}

starts_in_order() {
    for database in db1 db2; do
        check "$1: web starts after $database" before "start $database" 'start web'
    done
    check "$1: login starts after web" before 'start web' 'start login'
}

stops_in_order() {
    check "$1: login stops before web" before 'stop login' 'stop web'
    for database in db1 db2; do
        check "$1: web stops before $database" before 'stop web' "stop $database"
    done
}

# start NAME [OPTION...], stop NAME [OPTION...]
start() {
    start_name=$1
    shift
    : >"$log/order"
    run jail -f "$conf" "$@" -c
    is "$start_name: all jails start" "$(echo "$status" && echo "$out" | sort)" \
        "$(echo 0 && notes_of_all created)"
    [ -z "$err" ] || fail "$start_name: nothing to complain about" "$(said)"
    starts_in_order "$start_name"
}

stop() {
    stop_name=$1
    shift
    run jail -f "$conf" "$@" -r '*'
    is "$stop_name: all jails stop" "$(echo "$status" && echo "$out" | sort)" \
        "$(echo 0 && notes_of_all removed)"
    [ -z "$err" ] || fail "$stop_name: nothing to complain about" "$(said)"
    stops_in_order "$stop_name"
}

listing() {
    jls | sed "s,$roots,ROOTS," | sed '1n; s/^ *[0-9]\{1,\}  /   JID  /' | sort >"$tmp/listed"
    cat >"$tmp/expected" <<'LIST'
   JID                  db1                           ROOTS/db1
   JID                  db2                           ROOTS/db2
   JID                  login                         ROOTS/login
   JID                  web                           ROOTS/web
   JID  IP Address      Hostname                      Path
LIST
    is 'jls lists them' "$(cat "$tmp/listed")" "$(cat "$tmp/expected")"
    is 'jls shows what the file says' "$(jls name persist sysvshm meta.port | sort)" \
        'db1 true new 5433
db2 true new 5434
login true disable 2222
web true disable 8080'
}

# --- databases -----------------------------------------------------------------------------------

sql() { jexec -l -U postgres "$1" psql -XAtq -p "$2" -c "$3" postgres; }
ready() { jexec -l -U postgres "$1" /usr/bin/pg_isready -q -p "$2"; }
bench() { jexec -l -U postgres "$1" pgbench -n -p "$2" -t 200 -c 2 postgres; }

databases() {
    for server in db1:5433 db2:5434; do
        jail=${server%:*} port=${server#*:}
        check "$jail takes connections" wait_until 60 ready "$jail" "$port"
        check "pgbench fills $jail" jexec -l -U postgres "$jail" pgbench -q -i -s 1 -p "$port" postgres
    done
    bench db1 5433 >"$tmp/bench1" 2>&1 &
    bench1=$!
    bench db2 5434 >"$tmp/bench2" 2>&1
    wait "$bench1"
    for n in 1 2; do
        like "pgbench in db$n, both at once" "$(cat "$tmp/bench$n")" \
            '*transactions actually processed: 400/400*'
    done
    is 'each has its own data' "$(sql db1 5433 'create table mine ()' 2>&1 &&
        sql db2 5434 "select to_regclass('mine') is null")" t
}

# segments JAIL: its System V shared memory, by owner.
segments() { jexec "$1" ipcs -m | awk '$1 ~ /^0x/ {print $3}'; }

own_ipc() {
    is 'db1 has the segment of its own server' "$(segments db1)" postgres
    is 'db2 has the segment of its own server' "$(segments db2)" postgres
    is 'the host sees neither' "$(ipcs -m | grep -c '^0x')" 0
    jexec db1 ipcmk -M 4096 >"$tmp/ipcmk" 2>&1
    is 'a segment made in db1 is in db1' "$(segments db1 | sort | tr '\n' ' ')" 'postgres root '
    is 'and not in db2' "$(segments db2)" postgres
    run jexec web ipcmk -M 4096
    like 'a jail without System V IPC has none' "$status $err" '1 *not implemented*'
    is 'each sees its own processes only' "$(jexec db1 ps -e -o comm= | sort -u | tr '\n' ' ')" \
        'jailinit postgres ps '
}

# --- web -----------------------------------------------------------------------------------------

page() { curl -sS --max-time 20 "http://127.0.0.1:8080/$1"; }

web() {
    is 'a page is served' "$(page '' 2>&1)" '<p>A page of the host.</p>'
    echo '<p>Another one.</p>' >"$pages/other.html"
    is 'a page that the host adds is served' "$(page other.html 2>&1)" '<p>Another one.</p>'
    run jexec web touch /var/www/html/mine
    like 'the jail cannot change its pages' "$status $err" '1 *Read-only file system'
    like 'its programs are root inside and nobody outside' \
        "$(jexec web ps -o user= -C nginx | sort -u | tr '\n' ' ') $(nginx_owner)" \
        'root www-data  2[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'
}

# The user, as the host counts, of the nginx that is root inside.
nginx_owner() {
    for comm in /proc/[0-9]*/comm; do
        if [ "$(cat "$comm" 2>/dev/null)" = nginx ]; then
            stat -c %u "${comm%/comm}"
        fi
    done | sort -n | head -n 1
}

# --- logins --------------------------------------------------------------------------------------

# What somebody types: the shell at the other end reads it line by line, nothing is timed.
typed() {
    cat <<'TYPED'
tty
stty size
sleep 300 &
kill %1; wait %1; echo "job ended with $?"
sh -c 'echo "typed $((40 + 2))" >/dev/tty'
exit 7
TYPED
}

# A terminal of 33 lines on this side, and on the other a shell with job control.
session() {
    typed | script -qe -c "stty rows 33 cols 99 -echo; ssh -tt $(ssh_words alice 2222)" /dev/null
}

logins() {
    is 'a user logs in by key' "$(login alice 2222 'id -un; hostname; pwd' 2>&1)" \
        'alice
login
/home/alice'
    is 'root logs in by key' "$(login root 2222 'id -u; ps -o comm= -p 1' 2>&1)" \
        '0
jailinit'
    run login nobody 2222 true
    like 'nobody else does' "$status $err" '255 *Permission denied*'
    run session
    is 'an interactive session ends with its shell'"'"'s status' "$status" 7
    like 'it has a terminal of the jail' "$out" '*/dev/pts/[0-9]*'
    like 'of the size of the terminal outside' "$out" '*33 99*'
    like 'with job control' "$out" '*job ended with 143*'
    like 'and a /dev/tty' "$out" '*typed 42*'
}

# --- set-id programs -----------------------------------------------------------------------------

as_alice() { jexec -l -U alice login "$@"; }

users() {
    is 'su: root becomes a user' "$(jexec login su - alice -c 'id -un' 2>&1)" alice
    printf 'old-root\n' >"$tmp/input"
    run as_alice su -c 'id -u' <"$tmp/input"
    is 'su: a user becomes root with the password' "$status $out" '0 0'
    printf 'wrong\n' >"$tmp/input"
    run as_alice su -c 'id -u' <"$tmp/input"
    like 'su: not with a wrong one' "$status $out $err" '1  *Authentication failure*'
    printf 'old-alice\nNew-Secret-9\nNew-Secret-9\n' >"$tmp/input"
    check 'passwd: a user changes the password' as_alice passwd <"$tmp/input"
    printf 'New-Secret-9\n' >"$tmp/input"
    run as_alice su alice -c 'id -un' <"$tmp/input"
    is 'passwd: and the new one counts' "$status $out" '0 alice'
    is 'files keep their owners outside' "$(stat -c '%U:%g %a' "$roots/login/etc/shadow")" 'root:42 640'
}

# --- packages ------------------------------------------------------------------------------------

packages() {
    run jexec login jq --version
    like 'jq is not there' "$status $err" '1 *execvp: jq: No such file or directory'
    check 'apt-get fetches the list from the web jail' jexec -l login apt-get -q update
    check 'apt-get installs a package and what it needs' \
        jexec -l -e DEBIAN_FRONTEND=noninteractive login apt-get -q -y install jq
    run jexec login sh -c 'echo "{\"a\": 7}" | jq .a'
    is 'it works' "$status $out" '0 7'
    check 'apt-get takes it away again' \
        jexec -l -e DEBIAN_FRONTEND=noninteractive login apt-get -q -y --purge remove jq
    run jexec login dpkg --audit
    is 'dpkg has no complaint' "$status $out" '0 '
}

# --- the run -------------------------------------------------------------------------------------

prepare
start 'first time'
listing
databases
own_ipc
web
logins
users
packages
stop 'first time'
is 'no jail is listed' "$(jls -d jid)" ''
is 'no port is open' "$(ss -Hltn)" ''
check 'no program is left' wait_until 5 no_programs

start 'two commands at a time' -p 2
is 'the databases kept their data' "$(sql db1 5433 'select count(*) from pgbench_accounts' 2>&1)" 100000
is 'a page is served again' "$(page '' 2>&1)" '<p>A page of the host.</p>'
stop 'two commands at a time' -p 2
