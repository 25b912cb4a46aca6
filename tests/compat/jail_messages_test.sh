#!/usr/bin/atf-sh
# jail(8), DIAGNOSTICS: what is said about what cannot be done, and that nothing was done then.
# shellcheck shell=sh disable=SC1091,SC2016,SC2086,SC2154
. "$(atf_get_srcdir)/common.sh"

# refused MESSAGE ARGUMENT...: a jail of the command line is not created.
refused() {
    message=$1
    shift
    atf_check -s exit:1 -e inline:"jail: $message\n" jail -c name=a $net "$@"
    atf_check -o empty jls -d jid
}

# fails MESSAGES CONFIGURATION: not one jail of the file is created.
fails() {
    printf '%s\n' "$2" | configure
    atf_check -s exit:1 -e inline:"$1" jail -f jail.conf -c
    atf_check -o empty jls -d jid
}

jail_test path_must_be 'the root directory must be there'
path_must_be() {
    refused "path $PWD/none: No such file or directory" "path=$PWD/none" persist
    : >file
    refused "path $PWD/file: Not a directory" "path=$PWD/file" persist
    fails "jail: a: path $PWD/none: No such file or directory\n" "a { path = $PWD/none; persist; }"
    fails "jail: a: path root: not an absolute pathname\n" 'a { path = root; persist; }'
}

jail_test relative_path 'on the command line the path may be relative'
relative_path() {
    atf_check jail -c name=a $net path=root persist
    atf_check -o inline:"$root\n" jls path
    atf_check jail -R a
}

jail_test must_persist 'a jail needs a reason to live'
must_persist() {
    refused 'new jail must persist or attach' "path=$root"
    fails 'jail: a: new jail must persist or attach\n' 'a { }'
    fails 'jail: a: new jail must persist or attach\n' 'a { exec.prepare = "true"; exec.created = "true"; exec.stop = "true"; }'
}

jail_test unknown_parameters 'unknown parameters are named'
unknown_parameters() {
    refused 'unknown parameter: nonesuch' "path=$root" persist nonesuch
    refused 'unknown parameter: allow.nonesuch' "path=$root" persist allow.nonesuch
    refused 'unknown parameter: exec.nonesuch' "path=$root" persist exec.nonesuch=x
    fails 'jail: a: unknown parameter: nonesuch\n' 'a { persist; nonesuch = 1; }'
}

jail_test wrong_values 'values of the wrong kind are named'
wrong_values() {
    fails 'jail: a: exec.clean: unknown boolean value "maybe"\n' 'a { persist; exec.clean = maybe; }'
    fails 'jail: a: stop.timeout: non-integer value "10s"\n' 'a { persist; stop.timeout = 10s; }'
    fails 'jail: a: exec.timeout: non-integer value ""\n' 'a { persist; exec.timeout = ""; }'
    refused 'mount.devfs: unknown boolean value "x"' "path=$root" persist mount.devfs=x
}

jail_test wrong_values_of_the_kernel 'values that the kernel refuses'
wrong_values_of_the_kernel() {
    atf_check -s exit:1 -e match:'^jail: .*persist' jail -c name=a $net "path=$root" persist=maybe
    atf_check -s exit:1 -e match:'^jail: .*children.max' jail -c name=a $net "path=$root" persist children.max=x
    atf_check -s exit:1 -e match:'^jail: .*ip4' jail -c name=a ip4=maybe ip6=inherit "path=$root" persist
    atf_check -o empty jls jid
}

jail_test wrong_numbers 'jids have bounds'
wrong_numbers() {
    refused 'negative jid' "path=$root" persist jid=-1
    atf_check -s exit:1 -e not-empty jail -c jid=1000000 $net "path=$root" persist
    atf_check -s exit:1 -e not-empty jail -c jid=x $net "path=$root" persist
    atf_check -o empty jls jid
}

jail_test wrong_names 'names have rules'
wrong_names() {
    atf_check -s exit:1 -e inline:'jail: name cannot be numeric (unless it is the jid)\n' \
        jail -c name=5 jid=6 $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: jail "x" not found\n' jail -c name=x.y $net "path=$root" persist
    atf_check jail -c name=5 $net "path=$root" persist
    atf_check -o inline:'5 5\n' jls jid name
    atf_check jail -R 5
    atf_check -s exit:1 -e not-empty jail -c "name=$(printf '%0256d' 0 | tr 0 a)" $net "path=$root" persist
    atf_check -o empty jls jid
}

jail_test names_clash 'jids and names are unique'
names_clash() {
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: "1" already exists\n' jail -c jid=1 name=b $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: jail "a" already exists\n' jail -c jid=9 name=a $net "path=$root" persist
    atf_check jail -c name=b $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: jail "a" already exists\n' jail -m jid=2 name=a
    atf_check -o inline:'1 a\n2 b\n' jls jid name
    atf_check jail -q -R '*'
}

jail_test create_only 'some parameters cannot be changed'
create_only() {
    mkdir other
    atf_check jail -c name=a $net "path=$root" persist
    atf_check -s exit:1 -e inline:'jail: path cannot be changed after creation\n' jail -m name=a "path=$PWD/other"
    atf_check -s exit:1 -e inline:'jail: osrelease cannot be changed after creation\n' jail -m name=a osrelease=1.0
    atf_check -o inline:"$root\n" jls path
    atf_check jail -R a
}

jail_test mount_lines 'lines that cannot be mounted'
mount_lines() {
    mkdir "$root/mnt"
    refused 'mount: /usr: missing information' "path=$root" persist mount=/usr
    refused "mount: /usr $root/mnt: missing information" "path=$root" persist "mount=/usr $root/mnt"
    refused 'mount: mnt: not an absolute pathname' "path=$root" persist 'mount=/usr mnt nullfs ro'
    ln -s mnt "$root/link"
    refused "mount: $root/link is a symbolic link" "path=$root" persist "mount=/usr $root/link nullfs ro"
    refused "mount.fstab: $PWD/none: No such file or directory" "path=$root" persist "mount.fstab=$PWD/none"
    echo '/usr # and no more' >fstab
    refused 'mount: /usr: missing information' "path=$root" persist "mount.fstab=$PWD/fstab"
    fails 'jail: a: mount: /usr: missing information\n' 'a { persist; mount = /usr; }'
}

jail_test no_root_for_mounts 'the fixed mounts need a path'
no_root_for_mounts() {
    for param in devfs fdescfs procfs; do
        atf_check -s exit:1 -e inline:"jail: mount.$param: no jail root path defined\n" \
            jail -c name=a $net persist mount.$param
        atf_check -o empty jls jid
    done
}

jail_test users 'users that are not there'
users() {
    make_root
    refused 'nosuch: no such user' "path=$root" exec.jail_user=nosuch command=true
    refused 'nosuch: no such user' "path=$root" exec.jail_user=nosuch exec.system_jail_user command=true
    refused 'nosuch: no such user' "path=$root" exec.system_user=nosuch exec.prestart=true command=true
    sed -i /root/d "$root/etc/passwd"
    refused 'unknown uid 0' "path=$root" exec.clean command=true
}

jail_test command_errors 'how commands end'
command_errors() {
    make_root
    refused 'false: failed' "path=$root" command=false
    refused 'exit 3;: failed' "path=$root" 'exec.start=exit 3;'
    refused 'kill -9 $$: exited on signal 9' "path=$root" 'exec.start=kill -9 $$'
    refused 'exec nosuch: No such file or directory
jail: nosuch x: failed' "path=$root" 'exec.start=nosuch x'
    refused 'exec /etc/passwd: Permission denied
jail: /etc/passwd: failed' "path=$root" command=/etc/passwd
    refused 'sleep 60: timed out' "path=$root" exec.timeout=1 command=sleep 60
}

jail_test exit_status_is_not_passed_on 'the exit status of a command is not that of jail'
exit_status_is_not_passed_on() {
    make_root
    atf_check -s exit:1 -e inline:'jail: sh -c exit 77: failed\n' jail -c $net "path=$root" command=sh -c 'exit 77'
}

jail_test several_jails 'one that fails does not keep the others'
several_jails() {
    configure <<END
a { path = $PWD/none; persist; }
b { persist; }
c { persist; nonesuch; }
END
    atf_check -s exit:1 -o inline:'b: created\n' -e match:"^jail: a: path $PWD/none: No such file or directory\$" \
        -e match:'^jail: c: unknown parameter: nonesuch$' jail -f jail.conf -c
    atf_check -o inline:'b: removed\n' jail -f jail.conf -r b
}

jail_test records 'a record file that cannot be written'
records() {
    atf_check -s exit:1 -e inline:"jail: open $PWD/none/record: No such file or directory\n" \
        jail -J "$PWD/none/record" -c name=a $net "path=$root" persist
    atf_check -o empty jls jid
}

jail_test not_root 'only root makes jails'
not_root() {
    chmod 755 .
    atf_check -s exit:1 -e not-empty setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$(command -v jail)" -c name=a $net "path=$root" persist
    atf_check -o empty jls jid
}
