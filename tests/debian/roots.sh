# Root directories for the jails, made of the Debian root.  Sourced after lib.sh and `isolate`.
# Given: $base (the Debian root), $roots, $log, $pages (directories of this run).
# shellcheck shell=sh disable=SC2034,SC2154  # variables of lib.sh, variables for the scripts

base=${GAOL_DEBIAN_ROOT:?run tests/debian/run}
roots=$tmp/roots
log=$tmp/log
pages=$tmp/pages
mkdir "$roots" "$log" "$pages"
chmod 700 "$roots"

# thin NAME: what a jail whose /usr is the Debian root's has of its own.
thin() {
    mkdir "$roots/$1"
    for name in "$base"/*; do
        case ${name##*/} in
        usr) mkdir "$roots/$1/usr" ;;
        *) cp -a --reflink=auto "$name" "$roots/$1/" ;;
        esac
    done
}

# thick NAME: a root of its own, all of it.
thick() { cp -a --reflink=auto "$base" "$roots/$1"; }

# configuration FILE: a jail.conf for this run that includes tests/debian/FILE.
configuration() {
    for variable in base roots log pages; do
        eval "echo \"\\\$$variable = \\\"\$$variable\\\";\""
    done
    echo ".include \"$top/tests/debian/$1\";"
}

# sshd ROOT PORT: lets the user of $tmp/key in, as alice and as root.
sshd_on() {
    [ -e "$tmp/key" ] || ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
    echo "Port $2" >"$1/etc/ssh/sshd_config.d/lane.conf"
    for home in "$1/root" "$1/home/alice"; do
        mkdir -m 700 "$home/.ssh"
        cp "$tmp/key.pub" "$home/.ssh/authorized_keys"
        chown -R --reference="$home" "$home/.ssh"
    done
    sed 's/^/\[127.0.0.1\]:'"$2"' /' "$1"/etc/ssh/ssh_host_*_key.pub >>"$tmp/known_hosts"
}

# ssh_words USER PORT: what ssh(1) needs to do without any file of this machine's user.
ssh_words() {
    echo "-F none -i $tmp/key -o UserKnownHostsFile=$tmp/known_hosts -o StrictHostKeyChecking=yes" \
        "-o BatchMode=yes -o IdentitiesOnly=yes -o IdentityAgent=none -o ConnectTimeout=20" \
        "-p $2 $1@127.0.0.1"
}

# login USER PORT [COMMAND...]
login() {
    words=$(ssh_words "$1" "$2")
    shift 2
    # shellcheck disable=SC2029,SC2086  # words, and a command for the other side
    ssh $words "$@"
}

# listening PORT: somebody does, here where jails share the network.
listening() { [ -n "$(ss -Hltn "sport = $1")" ]; }

# programs: those in this script's PID namespace but the script itself; its jails' are among them.
# Nothing is forked to find out: it would be found too.
programs() {
    for comm in /proc/[0-9]*/comm; do
        read -r program <"$comm" || continue
        case $program in
        sh | "$self.sh") ;;
        *) echo "$program" ;;
        esac
    done 2>/dev/null
}
no_programs() { [ -z "$(programs)" ]; }
