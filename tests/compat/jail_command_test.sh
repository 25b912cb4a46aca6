#!/usr/bin/atf-sh
# jail(8), RUNNING COMMANDS.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

jail_test words 'a plain value is split at blanks and run without a shell'
words() {
    make_root
    configure <<'END'
a { persist; exec.start = "echo  a	b
c,d e=f -"; exec.poststart = "echo x   y"; }
END
    atf_check -o inline:'a: created\na b c,d e=f -\nx y\n' jail -f jail.conf -c
    atf_check jail -R a
}

jail_test shell 'a value with one of the special characters is run by the shell'
shell() {
    make_root
    # Each of these is seen by a shell only.
    for value in 'echo ok!' 'echo "o"k' 'echo o$nothing"k"' 'true && echo ok' "echo o'k'" '(echo ok)' \
        'echo ok; true' 'cat </ok' 'echo ok >/out; cat /out' 'echo o?' 'echo [o]k' 'echo \ok' 'echo `echo ok`' \
        '{ echo ok; }' 'echo ok | cat' 'echo ~tester/../../ok' 'echo o*'; do
        rm -f "$root/out" && echo ok >"$root/ok"
        atf_check -o match:'ok!?$' jail -c $net "path=$root" "exec.start=cd / && $value"
    done
}

jail_test vector 'the command of a command line is a vector'
vector() {
    make_root
    atf_check -o inline:'a  b $HOME * ; & "\n' jail -c $net "path=$root" command=echo 'a  b' '$HOME' '*' ';' '&' '"'
    atf_check -o inline:'a  b\n' jail -c $net "path=$root" command echo 'a  b'
    # What follows it belongs to it, parameters too.
    atf_check -o inline:'persist name=x\n' jail -c $net "path=$root" command=echo persist name=x
    # Its first word is not split either.
    atf_check -s exit:1 -e inline:'jail: exec echo x: No such file or directory\njail: echo x: failed\n' \
        jail -c $net "path=$root" 'command=echo x'
}

jail_test command_of_file 'the command of a file is like exec.start'
command_of_file() {
    make_root
    configure <<'END'
a { command = "echo  a b", "echo 'c  d'"; }
END
    atf_check -o inline:'a: created\na b\nc  d\n' jail -f jail.conf -c
}

jail_test background 'an ampersand at the end leaves the command running'
background() {
    make_root
    configure <<'END'
a { exec.start = "listener &"; exec.poststart = "echo started"; }
END
    atf_check -o inline:'a: created\nstarted\n' jail -f jail.conf -c
    wait_for test -e "$root/tmp/ready"
    # It leads a session of its own.
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'ended\n' cat "$root/tmp/ended"
}

jail_test background_session 'a background command has a session of its own'
background_session() {
    make_root
    atf_check jail -c name=a $net "path=$root" mount.procfs persist 'exec.start=sleep 1000 &'
    atf_check -o inline:'leader\n' jexec a sh -c 'for p in /proc/[1-9]*; do
        if [ "$(cat $p/comm)" = sleep ]; then
            read -r pid comm state parent group session rest <$p/stat
            [ "$session" = "$pid" ] && echo leader
        fi; done'
    atf_check jail -R a
}

jail_test background_parent 'its parent is process 1 of the jail, which ends when it has ended'
background_parent() {
    make_root
    atf_check jail -c name=a $net "path=$root" mount.procfs persist 'exec.start=sleep 1000 &'
    atf_check -o inline:'1\n' jexec a sh -c 'for p in /proc/[1-9]*; do
        if [ "$(cat $p/comm)" = sleep ]; then
            read -r pid comm state parent rest <$p/stat
            echo "$parent"
        fi; done'
    # Nobody but the jail holds it: the removal does not wait for the parent to reap it.
    atf_check timeout 4 jail -r a
}

jail_test timed_out_removal 'a command that timed out does not hold up the end of its jail'
timed_out_removal() {
    make_root
    atf_check -s exit:1 -e inline:'jail: sleep 60: timed out\n' \
        timeout 4 jail -c $net "path=$root" exec.timeout=1 command=sleep 60
    atf_check -o empty jls name
}

jail_test background_on_host 'on the host, too'
background_on_host() {
    mkfifo gate
    atf_check jail -c name=a $net "path=$root" persist "exec.prestart=cat $PWD/gate &"
    # It waits for somebody to write.
    atf_check timeout 10 sh -c ': >gate'
    atf_check jail -R a
}

jail_test no_background 'an ampersand elsewhere is for the shell'
no_background() {
    make_root
    configure <<'END'
a { mount.devfs; exec.start = "false & echo $?"; exec.start += "echo 'x' &"; }
END
    atf_check -o match:'^0$' -o ignore jail -f jail.conf -c
}

jail_test identity 'commands know number, name and path of their jail'
identity() {
    make_root
    configure <<'END'
a {
    jid = 7; persist;
    exec.created = "echo created $JID $JNAME $JPATH";
    exec.start = "echo start $JID $JNAME $JPATH";
    exec.poststart = "echo poststart $JID $JNAME $JPATH";
    exec.prestop = "echo prestop $JID $JNAME $JPATH";
    exec.stop = "echo stop $JID $JNAME $JPATH";
    exec.poststop = "echo poststop $JID $JNAME $JPATH";
    exec.release = "echo release $JID $JNAME $JPATH";
}
END
    sed -i 's/\$J/\\$J/g' jail.conf
    of="7 a $root"
    atf_check -o inline:"a: created\ncreated $of\nstart $of\npoststart $of\n" jail -f jail.conf -c
    atf_check -o inline:"prestop $of\nstop $of\na: removed\npoststop $of\nrelease $of\n" jail -f jail.conf -r 7
}

jail_test identity_by_number 'the number is right whether the jail was named or numbered'
identity_by_number() {
    configure <<'END'
a { persist; exec.poststart = "echo ${JID:-none}"; exec.poststop = "echo ${JID:-none}"; }
END
    sed -i 's/\${J/\\${J/g' jail.conf
    atf_check -o inline:'a: created\n1\n' jail -f jail.conf -c
    atf_check -o inline:'a: removed\n1\n' jail -f jail.conf -r a
    atf_check -o inline:'a: created\n2\n' jail -f jail.conf -c
    atf_check -o inline:'a: removed\n2\n' jail -f jail.conf -r 2
    # A jail without a name is called by its number.
    atf_check -o inline:'3 3\n' jail -c $net "path=$root" 'exec.poststart=echo $JID $JNAME'
}

jail_test environment 'without exec.clean the environment is inherited'
environment() {
    make_root
    atf_check -o inline:'value / 1 a\n' env MINE=value jail -c name=a $net "path=$root" \
        'exec.start=echo "$MINE" `pwd` $JID $JNAME'
    atf_check -o inline:'value\n' env MINE=value jail -c name=a $net "path=$root" 'exec.prestart=echo "$MINE"' persist
    atf_check jail -R a
}

jail_test clean 'exec.clean leaves little of the environment'
clean() {
    make_root
    atf_check -o save:env env -i "PATH=$PATH" "GAOL_CGROUP_ROOT=$GAOL_CGROUP_ROOT" MINE=x TERM=vt52 \
        jail -c $net "path=$root" exec.clean command=env
    atf_check -o inline:'HOME=/root\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nSHELL=/bin/sh\nTERM=vt52\nUSER=root\n' \
        sort env
    atf_check -o inline:'/root\n' jail -c $net "path=$root" exec.clean command=pwd
    atf_check -o inline:'/home/tester\n' jail -c -l -U tester $net "path=$root" command=pwd
    # TERM only if there is one.
    atf_check -o not-match:'^TERM' env -u TERM jail -c -l $net "path=$root" command=env
    # The home directory must exist.
    atf_check -s exit:1 -e inline:'jail: chdir /nonexistent: No such file or directory\njail: pwd: failed\n' \
        jail -c -l -U homeless $net "path=$root" command=pwd
    atf_check -o inline:'/\n' jail -c -U homeless $net "path=$root" command=pwd
}

jail_test jail_user 'a user of the jail, with all groups'
jail_user() {
    make_root
    ids='uid=1234(tester) gid=1235(tester) groups=1235(tester),1300(helpers)\n'
    atf_check -o inline:"$ids" jail -c -U tester $net "path=$root" command=id
    atf_check -o inline:"$ids" jail -c $net "path=$root" exec.jail_user=tester exec.clean command=id
    atf_check -o inline:'tester /home/tester /bin/sh /\n' jail -c -U tester $net "path=$root" \
        command=sh -c 'echo $USER $HOME $SHELL $PWD'
    # A shell that is not named is /bin/sh.
    atf_check -o inline:'daemon /tmp /bin/sh\n' jail -c -U daemon $net "path=$root" command=sh -c 'echo $USER $HOME $SHELL'
}

jail_test host_user 'a user of the host, in and outside of the jail'
host_user() {
    make_root
    daemon=$(id -u daemon)
    atf_check -o inline:"$daemon\n" jail -c $net "path=$root" exec.jail_user=daemon exec.system_jail_user command=id -u
    atf_check -o inline:"$daemon daemon\n" jail -c $net "path=$root" exec.system_user=daemon \
        'exec.prestart=echo `id -u` $USER' command=true
    atf_check -o inline:'0\n' jail -c $net "path=$root" exec.system_user=daemon command=id -u
}

jail_test console_log 'output of commands in the jail goes to a file'
console_log() {
    make_root
    configure <<END
a {
    exec.consolelog = "$PWD/log"; persist;
    exec.prestart = "echo host;"; exec.start = "echo out", "echo err >&2"; exec.stop = "echo stop";
}
END
    atf_check -o inline:'host\na: created\n' jail -f jail.conf -c
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'out\nerr\nstop\n' cat log
    # It is appended to.
    atf_check -o inline:'host\na: created\n' jail -f jail.conf -c
    atf_check -o inline:'a: removed\n' jail -f jail.conf -r a
    atf_check -o inline:'out\nerr\nstop\nout\nerr\nstop\n' cat log
    atf_check -o inline:'644 root\n' stat -c '%a %U' log
}

jail_test console_log_refused 'the way to the file has no symbolic link below the root'
console_log_refused() {
    make_root
    mkdir "$root/log"
    : >precious
    ln -s "$PWD/precious" "$root/log/console"
    ln -s log "$root/logs"
    atf_check -s exit:1 -e inline:"jail: exec.consolelog: $root/log/console is a symbolic link\n" \
        jail -c $net "path=$root" "exec.consolelog=$root/log/console" command=echo x
    atf_check -s exit:1 -e inline:"jail: exec.consolelog: $root/logs is a symbolic link\n" \
        jail -c $net "path=$root" "exec.consolelog=$root/logs/x" command=echo x
    atf_check -s exit:1 -e inline:'jail: exec.consolelog: log: not an absolute pathname\n' \
        jail -c $net "path=$root" exec.consolelog=log command=echo x
    atf_check -s exit:1 -e inline:"jail: open $PWD/none/log: No such file or directory\n" \
        jail -c $net "path=$root" "exec.consolelog=$PWD/none/log" command=echo x
    atf_check cat precious
    atf_check jail -c $net "path=$root" "exec.consolelog=$root/log/good" command=echo x
    atf_check -o inline:'x\n' cat "$root/log/good"
}

jail_test timeout 'exec.timeout is for each command by itself'
timeout() {
    make_root
    configure <<'END'
a { persist; exec.timeout = 3; exec.start = "sleep 1.6", "sleep 1.6"; exec.stop = "sleep 60"; }
END
    atf_check -o inline:'a: created\n' jail -f jail.conf -c
    atf_check -s exit:1 -e inline:'jail: a: sleep 60: timed out\n' jail -f jail.conf -r a
    # The jail stays, as exec.stop did not succeed.
    atf_check -o inline:'a\n' jls name
    atf_check jail -R a
}

jail_test timeout_on_host 'exec.timeout is for commands of the host, too'
timeout_on_host() {
    configure <<'END'
a { persist; exec.timeout = 1; exec.prestart = "sleep 60"; }
END
    atf_check -s exit:1 -e inline:'jail: a: sleep 60: timed out\n' jail -f jail.conf -c
    atf_check -o empty jls jid
}

jail_test standard_input 'standard input is inherited'
standard_input() {
    make_root
    atf_check -o inline:'hello\n' -x "echo hello | jail -c $net 'path=$root' command=cat"
    atf_check -o inline:'hello\n' -x "echo hello | jail -c $net 'path=$root' persist exec.prestart=cat name=a"
    atf_check jail -R a
}

jail_test descriptors 'no descriptor above 2 is inherited'
descriptors() {
    make_root
    atf_check -o inline:'0\n1\n2\n' -x "jail -c $net 'path=$root' mount.procfs 'command=sh' -c 'cd /proc/self/fd && echo 0; echo 1; echo 2; for d in 3 4 5 6 7 8 9; do [ ! -e \$d ] || echo \$d; done' 3</etc/passwd 7</etc/passwd"
}
