"""Jails that resist: they are gone within a second of their removal, and nothing survives."""
import contextlib
import os
import signal
import sys
import time

import faults

CREATE = ["-c", "name=j", faults.PATH, *faults.NETWORK, "mount.devfs"]
PIDS = "/sys/fs/cgroup/pids"

BOMB = "import os\nopen('/tmp/gate').read()\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"
DEAF = "trap '' TERM HUP INT; while :; do sleep 1; done"
# Parent traces child, so that each signal to the child has to go through a tracer that sleeps.
TRACED = """
import ctypes, os, time
libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    libc.ptrace(0, 0, None, None)
    os.kill(os.getpid(), 19)
    while True:
        time.sleep(1)
os.waitpid(child, 0)
while True:
    time.sleep(1)
"""


def inside(world):
    """The host's numbers of the jail's processes."""
    pids = []
    for folder, _, files in os.walk(world.root):
        if "cgroup.procs" in files:
            with contextlib.suppress(OSError), open(folder + "/cgroup.procs", encoding="ascii") as f:
                pids += map(int, f.read().split())
    return pids


def start(world, *command):
    """A persistent jail in which the command runs in the background."""
    made = world.jail(*CREATE, "persist", f"exec.start={' '.join(command)} >/dev/null 2>&1 &")
    assert made.returncode == 0, made.stderr
    assert faults.eventually(10, lambda: len(inside(world)) >= 2), "nothing runs in the jail"


def removed(world, *arguments):
    """Removes the jail: what is wrong, a time over a second included."""
    pids = inside(world)
    began = time.monotonic()
    done = world.jail(*(arguments or ("-R", "j")), timeout=60)
    spent = time.monotonic() - began
    problems = world.leavings()
    if done.returncode != 0:
        problems.append(f"status {done.returncode}: {done.stderr}")
    if spent > 1:
        problems.append(f"it took {spent:.2f} s")
    if not faults.eventually(2, lambda: not any(os.path.exists(f"/proc/{p}/ns") for p in pids)):
        problems.append("processes survive")
    print(f"# {len(pids)} processes, {spent * 1000:.0f} ms")
    return problems


def script(name, text):
    """Its path in the jail."""
    with open(f"{faults.ROOT}/tmp/{name}", "w", encoding="utf-8") as file:
        file.write(text)
    return "/tmp/" + name


def check_bomb(report):
    """A fork bomb of 500 processes, limited through a twin group of the version 1 hierarchy."""
    if not os.path.exists(PIDS + "/cgroup.procs"):
        print("skip faults.removal.fork bomb: there is no pids hierarchy of version 1")
        return
    twin = f"{PIDS}/{os.path.basename(faults.CGROUP)}-bomb"
    os.mkdir(twin)
    try:
        with open(twin + "/pids.max", "w", encoding="ascii") as limit:
            limit.write("500")
        with faults.World("bomb") as world:
            gate = faults.ROOT + "/tmp/gate"
            os.mkfifo(gate)
            start(world, "python3", script("bomb.py", BOMB))
            for pid in inside(world):
                with open(twin + "/cgroup.procs", "w", encoding="ascii") as procs:
                    procs.write(str(pid))
            with open(gate, "w", encoding="ascii"):
                pass
            problems = []
            if not faults.eventually(20, lambda: len(inside(world)) >= 490):
                problems.append(f"the bomb has {len(inside(world))} processes only")
            report.check("removal.fork bomb", problems + removed(world))
    finally:
        faults.eventually(5, lambda: not open(twin + "/cgroup.procs", encoding="ascii").read())
        os.rmdir(twin)


def check_deaf(report):
    with faults.World("deaf") as world:
        start(world, "/bin/sh", script("deaf", DEAF))
        report.check("removal.processes that ignore signals", removed(world))


def check_stopped(report):
    with faults.World("stopped") as world:
        start(world, "/bin/sleep", "1000")
        for pid in inside(world):
            os.kill(pid, signal.SIGSTOP)
        report.check("removal.stopped processes", removed(world))


def check_traced(report):
    with faults.World("traced") as world:
        start(world, "python3", script("traced.py", TRACED))
        faults.eventually(10, lambda: len(inside(world)) >= 3)
        report.check("removal.processes that trace one another", removed(world))


def check_frozen(report):
    with faults.World("frozen") as world:
        start(world, "/bin/sleep", "1000")
        (jid,) = world.groups()
        group = f"{world.root}/{jid}"
        with open(group + "/cgroup.freeze", "w", encoding="ascii") as freeze:
            freeze.write("1")
        faults.eventually(5, lambda: "frozen 1" in open(group + "/cgroup.events",
                                                        encoding="ascii").read())
        report.check("removal.frozen processes", removed(world))


def check_groups(report):
    """Groups that the jail's root makes in the one that it was given, with processes in them."""
    with faults.World("groups") as world:
        start(world, "/bin/sleep", "1000")
        (jid,) = world.groups()
        for name in ("a", "a/b", "a/b/7", "self"):
            os.mkdir(f"{world.root}/{jid}/self/{name}")
        with open(f"{world.root}/{jid}/self/a/b/7/cgroup.procs", "w", encoding="ascii") as procs:
            procs.write(str(inside(world)[-1]))
        report.check("removal.groups made in the jail", removed(world))


def check_killed_init(report):
    """The first process killed from the host: the jail has ended, whatever record there is."""
    with faults.World("killed") as world:
        start(world, "/bin/sleep", "1000")
        for pid in inside(world):
            with open(f"/proc/{pid}/comm", encoding="utf-8") as comm:
                if comm.read() == "jailinit\n":
                    os.kill(pid, signal.SIGKILL)
        faults.eventually(5, lambda: not inside(world))
        problems = [f"jls shows {name}" for name in world.names()] + world.leavings()
        again = world.jail(*CREATE, "persist")
        problems += [again.stderr] if again.returncode else removed(world)
        report.check("removal.jailinit killed by the host", problems)


def check_killed_init_then(report, name, *command):
    """Commands that meet the dead jail before any listing did."""
    with faults.World("dead") as world:
        made = world.jail(*CREATE, "persist")
        assert made.returncode == 0, made.stderr
        os.kill(inside(world)[0], signal.SIGKILL)
        faults.eventually(5, lambda: not inside(world))
        done = world.jail(*command)
        problems = [] if done.returncode == (0 if "c" in command[0] else 1) else [
            f"status {done.returncode}: {done.stderr}"]
        world.jail("-R", "j")
        report.check(f"removal.dead jail, then {name}", problems + world.leavings())


def check_deleted_record(report):
    with faults.World("record") as world:
        start(world, "/bin/sleep", "1000")
        (jid,) = world.groups()
        pids = inside(world)
        os.removexattr(f"{world.root}/{jid}", faults.PREFIX + "params")
        world.run("jls")
        gone = faults.eventually(2, lambda: not any(os.path.exists(f"/proc/{p}/ns") for p in pids))
        report.check("removal.jail without its record",
                     world.leavings() + ([] if gone else ["processes survive"]))


def check_deleted_attributes(report):
    with faults.World("attributes") as world:
        made = world.jail(*CREATE, "persist")
        assert made.returncode == 0, made.stderr
        problems = []
        for name in [n for n in os.listxattr(world.root) if n.startswith(faults.PREFIX)]:
            os.removexattr(world.root, name)
            again = world.jail(*CREATE, "persist")
            if again.stderr != 'jail: "j" already exists\n' or world.names() != ["j"]:
                problems.append(f"without {name}: {again.stderr} {world.names()}")
        report.check("removal.deleted attributes", problems + removed(world))


def check_made_by_hand(report):
    """Groups of others below the root: no jails, and left alone."""
    with faults.World("hand") as world:
        world.run("jls")
        pids = []
        for name in ("1", "web"):
            os.mkdir(f"{world.root}/{name}")
            pids.append(os.spawnv(os.P_NOWAIT, "/bin/sleep", ["sleep", "1000"]))
            with open(f"{world.root}/{name}/cgroup.procs", "w", encoding="ascii") as procs:
                procs.write(str(pids[-1]))
        problems = []
        made = world.jail("-i", *CREATE, "persist")
        refused = world.jail("-c", "jid=1", faults.PATH, *faults.NETWORK, "persist")
        if made.stdout != "2\n" or world.names() != ["j"]:
            problems.append(f"jail -c: {made.stdout}{made.stderr}, jls: {world.names()}")
        if refused.returncode != 1 or not refused.stderr:
            problems.append(f"jid=1: {refused.returncode} {refused.stderr}")
        world.jail("-R", "*")
        for pid in pids:
            if os.waitpid(pid, os.WNOHANG) != (0, 0):
                problems.append("a stranger was killed")
            else:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        for name in ("1", "web"):
            os.rmdir(f"{world.root}/{name}")
        report.check("removal.groups made by hand", problems + world.leavings())


def main():
    report = faults.Report()
    for check in (check_bomb, check_deaf, check_stopped, check_traced, check_frozen, check_groups,
                  check_killed_init, check_deleted_record, check_deleted_attributes,
                  check_made_by_hand):
        check(report)
    check_killed_init_then(report, "jail -c", *CREATE, "persist")
    check_killed_init_then(report, "jail -m", "-m", "name=j", "host.hostname=h")
    check_killed_init_then(report, "jail -R", "-R", "j")
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
