#!/usr/bin/atf-sh
# jexec(8).
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# The jail "a" that the cases run their commands in.
begin() {
    make_root
    atf_check jail -c name=a $net "path=$root" mount.procfs persist
}
end() { atf_check jail -R a; }

jail_test runs 'a command in a jail, by name or by number'
runs() {
    begin
    atf_check -o inline:'x  y\n' jexec a echo 'x  y'
    atf_check -o inline:'/\n' jexec 1 pwd
    atf_check -o inline:'hello\n' -x 'echo hello | jexec a cat'
    atf_check -o inline:'-l -u\n' jexec a echo -l -u
    atf_check -o inline:'x\n' jexec -n a echo x
    end
}

jail_test exit_status 'the exit status is that of the command'
exit_status() {
    begin
    for code in 0 1 2 77 255; do
        atf_check -s exit:$code jexec a sh -c "exit $code"
    done
    atf_check -s exit:143 jexec a sh -c 'kill -TERM $$'
    end
}

jail_test confined 'it is in the jail'
confined() {
    begin
    echo outside >file
    atf_check -s exit:1 -e ignore jexec a cat "$PWD/file"
    atf_check -o inline:'root:x:0:0:root:/root:/bin/sh\n' jexec a sh -c 'read line </etc/passwd; echo $line'
    atf_check -o inline:'1\n' jexec a sh -c 'read comm </proc/1/comm; [ $comm = jailinit ] && echo 1'
    end
}

jail_test users '-u is a user of the host, -U one of the jail'
users() {
    begin
    atf_check -o inline:"$(id -u daemon)\n" jexec -u daemon a id -u
    atf_check -o inline:'101\n' jexec -U daemon a id -u
    atf_check -o inline:'uid=1234(tester) gid=1235(tester) groups=1235(tester),1300(helpers)\n' jexec -U tester a id
    atf_check -o inline:'tester /home/tester /bin/sh /\n' jexec -U tester a sh -c 'echo $USER $HOME $SHELL `pwd`'
    atf_check -o inline:'0\n' jexec a id -u
    atf_check -s exit:1 -e inline:'jexec: tester: no such user\n' jexec -u tester a id
    atf_check -s exit:1 -e inline:'jexec: nosuch: no such user\n' jexec -U nosuch a id
    end
}

jail_test directory '-d is the directory to start in'
directory() {
    begin
    atf_check -o inline:'/etc\n' jexec -d /etc a pwd
    atf_check -o inline:'/tmp\n' jexec -l -d /tmp a pwd
    atf_check -s exit:1 -e inline:'jexec: chdir: /none: No such file or directory\n' jexec -d /none a pwd
    end
}

jail_test variables '-e sets variables, last of all'
variables() {
    begin
    atf_check -o inline:'1 2=3\n' jexec -e A=1 -e B=2=3 a sh -c 'echo $A $B'
    atf_check -o inline:'/elsewhere\n' jexec -l -e HOME=/elsewhere a sh -c 'echo $HOME'
    atf_check -o inline:'\n' jexec -e A= a sh -c 'echo $A'
    atf_check -o inline:'outer\n' env A=outer jexec a sh -c 'echo $A'
    atf_check -s exit:1 -e match:'^jexec: -e A' jexec -e A a true
    end
}

jail_test login '-l is a clean environment'
login() {
    begin
    atf_check -o save:env env MINE=x TERM=vt52 jexec -l -U tester a env
    atf_check -o inline:'HOME=/home/tester\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nSHELL=/bin/sh\nTERM=vt52\nUSER=tester\n' sort env
    atf_check -o inline:'/home/tester\n' jexec -l -U tester a pwd
    atf_check -o inline:'/root\n' jexec -l a pwd
    atf_check -s exit:1 -e inline:'jexec: chdir: /nonexistent: No such file or directory\n' jexec -l -U homeless a pwd
    end
}

jail_test shell 'without a command there is a shell'
shell() {
    begin
    atf_check -o inline:'here\n' -e ignore -x 'echo "echo here" | env -u SHELL jexec a'
    printf '#!/bin/sh\necho "$0 $1"\n' >"$root/bin/other"
    chmod 755 "$root/bin/other"
    atf_check -o inline:'/bin/other -i\n' env SHELL=/bin/other jexec a
    atf_check -s exit:1 -e inline:'jexec: execlp: /bin/none: No such file or directory\n' env SHELL=/bin/none jexec a
    end
}

jail_test errors 'what goes wrong'
errors() {
    begin
    atf_check -s exit:1 -e inline:'jexec: jail "x" not found\n' jexec x true
    atf_check -s exit:1 -e inline:'jexec: jail 77 not found\n' jexec 77 true
    atf_check -s exit:1 -e inline:'jexec: execvp: nosuch: No such file or directory\n' jexec a nosuch
    atf_check -s exit:1 -e inline:'jexec: execvp: /etc/passwd: Permission denied\n' jexec a /etc/passwd
    for wrong in '' '-u root -U root a true' '-Z a true' '-d' '-u'; do
        atf_check -s exit:1 -e match:'^usage: jexec ' jexec $wrong
    done
    end
}

jail_test removed 'the command ends with the jail'
removed() {
    begin
    jexec a sleep 1000 &
    session=$!
    wait_for sh -c "jexec a sh -c 'cat /proc/[0-9]*/comm' | grep -qx sleep"
    end
    code=0
    wait $session || code=$?
    atf_check_equal 137 $code
}

jail_test not_persistent 'a jail that is not to persist outlives its sessions only if something runs in it'
not_persistent() {
    make_root
    atf_check jail -c name=a $net "path=$root" 'exec.start=sleep 1000 &'
    atf_check jexec a true
    atf_check -o inline:'a\n' jls name
    end
}
