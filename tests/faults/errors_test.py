"""System calls of a creation that fail: the creation fails with a message that says why, and
nothing is left of it; or it does without the call, and the jail is there."""
import errno
import os
import re
import resource
import subprocess
import sys

import faults

BASE = ["-c", "name=j", faults.PATH, *faults.NETWORK, "mount.devfs",
        f"mount=tmpfs {faults.ROOT}/mnt tmpfs rw 0 0"]
CREATE = [*BASE, "persist"]
# strace follows the jail to its end, which comes by itself.
SHORT = [*BASE, "command=/bin/true"]

# Calls of jail(8) itself, and those of the jail's first process alone (strace counts the calls of
# each process by themselves), with the error to give.
MAIN = {
    "mkdirat": "ENOSPC", "fsetxattr": "ENOSPC", "flock": "ENOLCK", "openat": "EMFILE",
    "openat2": "EMFILE", "clone3": "EAGAIN", "mount_setattr": "ENOMEM", "open_tree": "EMFILE",
    "fsopen": "ENOMEM", "fsmount": "EMFILE", "fsconfig": "EINVAL", "pidfd_open": "EMFILE",
    "write": "EACCES", "fchownat": "EPERM", "mknodat": "ENOSPC", "fgetxattr": "EIO",
}
CHILD = {
    "prctl": "EPERM", "setresuid": "EAGAIN", "setresgid": "EAGAIN", "unshare": "ENOSPC",
    "mount": "ENOMEM", "move_mount": "ENOMEM", "pivot_root": "EBUSY", "umount2": "EBUSY",
    "sethostname": "EPERM", "setdomainname": "EPERM", "capset": "EPERM", "seccomp": "ENOMEM",
    "execveat": "ENOMEM", "close_range": "ENOMEM", "fchdir": "EACCES", "chdir": "EACCES",
}


def strace(world, *options):
    command = ["strace", "-f", *options, faults.BIN + "/jail", *SHORT]
    with subprocess.Popen(command, env=world.env, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        try:
            _, said = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            world.sweep()
            return subprocess.CompletedProcess(command, 124, "", "it does not end")
        return subprocess.CompletedProcess(command, process.returncode, "", said)


def counted(world):
    """How often each process makes each call: the most of any process."""
    log = world.tmp + "/log"
    strace(world, "-o", log)
    world.jail("-R", "j")
    counts = {}
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            call = re.match(r"(\d+) +(\w+)\(", line)
            if call:
                counts.setdefault(call[2], {}).setdefault(call[1], 0)
                counts[call[2]][call[1]] += 1
    return {call: max(of.values()) for call, of in counts.items()}


def refusal(done, error):
    """What is wrong with how the creation ended: a message of its own, with the error's text; or
    that a command, to which the error was given, has failed."""
    text = os.strerror(getattr(errno, error))
    message = [line for line in done.stderr.splitlines() if line.startswith("jail: ")]
    if message and message[-1] == "jail: /bin/true: failed":
        return []
    if done.returncode not in (0, 1):
        return [f"status {done.returncode}: {done.stderr}"]
    if done.returncode == 1 and not any(text in line for line in message):
        return [f"no message with \"{text}\": {done.stderr}"]
    return []


def clean(world, done):
    """What is left after a creation that failed, or once the jail that it made is removed."""
    there = world.names()
    if there and (done.returncode != 0 or "persist" not in done.args):
        return [f"status {done.returncode}, and the jails are {there}: {done.stderr}"]
    if there:
        removed = world.jail("-R", "j")
        if removed.returncode != 0:
            return [removed.stderr]
    return world.leavings()


def inject(world, call, error, when):
    done = strace(world, "-o", "/dev/null", "-e", f"inject={call}:error={error}:when={when}")
    return [f"{call} {when}: {problem}" for problem in refusal(done, error) + clean(world, done)]


def check_injected(report):
    with faults.World("errors") as world:
        counts = counted(world)
        mounts = faults.mounts()
        for call, error in {**MAIN, **CHILD}.items():
            problems = []
            for when in range(1, counts.get(call, 0) + 1):
                problems += inject(world, call, error, when)
                if problems:
                    break
            if faults.mounts() != mounts:
                problems.append("mounts are left")
            report.check(f"errors.{call}.{error}: {counts.get(call, 0)} calls", problems)


def limited(number, value):
    return {"preexec_fn": lambda: resource.setrlimit(number, (value, value))}


def check_descriptors(report):
    """So few descriptors that the creation fails somewhere, wherever that is."""
    problems, failed = [], 0
    with faults.World("descriptors") as world:
        for limit in range(4, 40):
            done = world.jail(*CREATE, **limited(resource.RLIMIT_NOFILE, limit))
            failed += done.returncode
            problems += refusal(done, "EMFILE") + clean(world, done)
            if problems or done.returncode == 0:
                break
    if not failed:
        problems.append("no creation failed")
    report.check("errors.few descriptors", problems)


def check_pids(report):
    """A pids limit, of the hierarchy of version 1, in which no process may be made."""
    pids = "/sys/fs/cgroup/pids"
    if not os.path.exists(pids + "/cgroup.procs"):
        print("skip faults.errors.pids: there is no pids hierarchy of version 1")
        return
    group = f"{pids}/{os.path.basename(faults.CGROUP)}-full"
    os.mkdir(group)
    try:
        with open(group + "/pids.max", "w", encoding="ascii") as limit:
            limit.write("1")

        def enter():
            with open(group + "/cgroup.procs", "w", encoding="ascii") as procs:
                procs.write("0")
        with faults.World("pids") as world:
            done = world.jail(*CREATE, preexec_fn=enter)
            problems = refusal(done, "EAGAIN") + clean(world, done)
            if done.returncode != 1:
                problems.append("it succeeded")
        report.check("errors.pids limit", problems)
    finally:
        os.rmdir(group)


def check_full_disk(report):
    """The files that jail(8) writes on a disk without room."""
    with faults.World("disk") as world:
        disk = world.tmp + "/full"
        os.mkdir(disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", disk], check=True)
        try:
            for name in ("full", "log"):
                with open(f"{disk}/{name}", "w", encoding="ascii") as file:
                    file.write("x" * (4096 if name == "full" else 0))
            create = ["-c", "name=j", faults.PATH, *faults.NETWORK]
            done = world.jail("-J", disk + "/jids", *create, "persist")
            problems = refusal(done, "ENOSPC")
            if done.returncode != 1 or world.names() != ["j"]:
                problems.append(f"status {done.returncode}, and the jails are {world.names()}")
            world.jail("-R", "j")
            report.check("errors.full disk for -J", problems + world.leavings())
            done = world.jail(*create, f"exec.consolelog={disk}/log", "command=echo", "hello")
            report.check("errors.full disk for exec.consolelog", world.leavings() +
                         ([] if done.stderr or done.returncode else ["nothing was said"]))
        finally:
            subprocess.run(["umount", disk], check=True)


def main():
    report = faults.Report()
    check_descriptors(report)
    check_pids(report)
    check_full_disk(report)
    if subprocess.run(["strace", "-V"], capture_output=True, check=False).returncode == 0:
        check_injected(report)
    else:
        print("skip faults.errors: needs strace")
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
