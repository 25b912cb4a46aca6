"""jail(8) killed at each of its system calls, and its jail's first process before it is one.

Afterwards the next jls and jail work, and nothing is left once the jail is removed, and the next
command comes when the processes that were killed with it have left.
"""
import multiprocessing
import sys

import faults
import tracer

LAST = 2000  # calls; a run that has more is not understood
MOUNT = f"mount=tmpfs {faults.ROOT}/mnt tmpfs rw 0 0"
CREATE = ["-c", "name=j", faults.PATH, *faults.NETWORK]

# Name, what is made before, the command, who is killed: 0 jail(8), else its child of that number.
SCENARIOS = [
    ("create", [], [*CREATE, "persist"], 0),
    ("create.child", [], [*CREATE, "persist"], 1),
    ("create.command", [], [*CREATE, "command=/bin/true"], 0),
    ("create.mounts", [], [*CREATE, "persist", "mount.devfs", MOUNT],
     0),
    ("create.mounts.child", [],
     [*CREATE, "persist", "mount.devfs", MOUNT], 1),
    ("create.below", [[*CREATE, "persist", "children.max=1"]],
     ["-c", "name=j.k", faults.PATH, *faults.NETWORK, "persist"], 0),
    ("create.below.child", [[*CREATE, "persist", "children.max=1"]],
     ["-c", "name=j.k", faults.PATH, *faults.NETWORK, "persist"], 2),
    ("create.below.helper", [[*CREATE, "persist", "children.max=1"]],
     ["-c", "name=j.k", faults.PATH, *faults.NETWORK, "persist"], 1),
    ("create.below.map", [[*CREATE, "persist", "children.max=1"]],
     ["-c", "name=j.k", faults.PATH, *faults.NETWORK, "persist"], 3),
    ("modify.hostname", [[*CREATE, "persist"]], ["-m", "name=j", "host.hostname=h"], 0),
    ("modify.name", [[*CREATE, "jid=7", "persist"]], ["-m", "jid=7", "name=k"], 0),
    ("modify.nopersist", [[*CREATE, "persist"]], ["-m", "name=j", "nopersist"], 0),
    ("modify.children", [[*CREATE, "persist", "children.max=3"]],
     ["-m", "name=j", "children.max=2"], 0),
    ("remove", [[*CREATE, "persist"]], ["-r", "j"], 0),
    ("restart", [[*CREATE, "persist"]], ["-rc", "name=j", faults.PATH, *faults.NETWORK, "persist"],
     0),
]


def after(world, again):
    """What is wrong after the kill.  again: create the jail anew before it is removed."""
    looked = world.run("jls", "name")
    if looked.returncode != 0:
        return [f"jls: {looked.stderr}"]
    there = looked.stdout.split()
    if set(there) - {"j", "k", "j.k"} or len(set(there)) != len(there):
        return [f"jls shows {there}"]
    if again and not set(there) & {"j", "k"}:
        made = world.jail(*CREATE, "persist")
        if made.returncode != 0:
            return [f"jail -c: {made.stderr}"]
        there = ["j"]
    for name in there:
        removed = world.jail("-R", name) if "." not in name else None
        # What was killed may have been on its way out while it was still shown.
        if removed and removed.returncode != 0 and "not found" not in removed.stderr:
            return [f"jail -R {name}: {removed.stderr}"]
    faults.eventually(2, lambda: not world.run("jls").stderr and not world.leavings())
    return world.leavings()


def one(world, scenario, at):
    """Whether the kill came before the program's end, and what is wrong then."""
    _, before, command, who = scenario
    for arguments in before:
        made = world.jail(*arguments)
        if made.returncode != 0:
            return False, [f"before: {made.stderr}"]
    with open(world.tmp + "/log", "w", encoding="utf-8") as log:
        run = tracer.Tracer([faults.BIN + "/jail", *command], world.env, log)
        killed = run.kill_main(at) if who == 0 else run.kill_child(at, who)
    if not killed and at == 1:
        with open(world.tmp + "/log", encoding="utf-8") as log:
            return False, ["the program did not get that far: " + log.read()]
    return killed, [f"call {at}: {problem}" for problem in after(world, at % 2 == 0)]


def sweep(scenario):
    """All calls of a scenario: how many there were, and what was wrong."""
    mounts = faults.mounts()
    problems = []
    with faults.World("kill." + scenario[0]) as world:
        for at in range(1, LAST):
            killed, wrong = one(world, scenario, at)
            problems += wrong
            if wrong:
                world.sweep()
            if not killed or len(problems) > 5:
                break
    if faults.mounts() != mounts:
        problems.append(f"mounts: {set(faults.mounts()) ^ set(mounts)}")
    return scenario[0], at - 1, problems


def main():
    report = faults.Report()
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        for name, calls, problems in pool.imap_unordered(sweep, SCENARIOS, chunksize=1):
            report.check(f"kill.{name}: {calls} calls", problems)
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
