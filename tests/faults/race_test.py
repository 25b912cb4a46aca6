"""Many programs at once: each name has one winner, each jail a number of its own, none is lost."""
import multiprocessing
import re
import sys
import time

import faults

PROGRAMS = 20
ROUNDS = 10
SECONDS = 60


def create(world, name):
    """The number of the jail, or None when the name was taken; anything else is raised."""
    made = world.jail("-i", "-c", f"name={name}", faults.PATH, *faults.NETWORK, "persist",
                      timeout=SECONDS)
    if made.returncode == 0:
        return int(made.stdout)
    # It was there before, or somebody was faster.
    if made.stderr not in (f'jail: "{name}" already exists\n',
                           f'jail: jail "{name}" already exists\n'):
        raise AssertionError(f"jail -c: {made.stderr}")
    return None


def remove(world, name):
    removed = world.jail("-R", name, timeout=SECONDS)
    if removed.returncode != 0 and "not found" not in removed.stderr:
        raise AssertionError(f"jail -R: {removed.stderr}")
    return removed.returncode == 0


def side_by_side(job, world, *arguments):
    """Runs the job in many processes: their results, and what went wrong."""
    with multiprocessing.Pool(PROGRAMS) as pool:
        jobs = [pool.apply_async(job, (world, n, *arguments)) for n in range(PROGRAMS)]
        results, problems = [], []
        for started in jobs:
            try:
                results.append(started.get(timeout=SECONDS * 2))
            except (AssertionError, multiprocessing.TimeoutError, ValueError, OSError) as error:
                problems.append(f"{type(error).__name__}: {error}")
        return results, problems


def make_own(world, n):
    return [create(world, f"own{n}-{r}") for r in range(ROUNDS)]


def remove_own(world, n):
    return [remove(world, f"own{n}-{r}") for r in range(ROUNDS)]


def check_different(report):
    """200 creations of different names, then 200 removals."""
    with faults.World("different") as world:
        results, problems = side_by_side(make_own, world)
        numbers = [jid for made in results for jid in made]
        if len(set(numbers)) != PROGRAMS * ROUNDS or None in numbers:
            problems.append(f"numbers: {sorted(numbers, key=str)}")
        there = world.run("jls", "jid").stdout.split()
        if sorted(map(int, there)) != sorted(numbers):
            problems.append(f"jls shows {len(there)} jails")
        report.check("race.200 creations of different names", problems)
        results, problems = side_by_side(remove_own, world)
        if not all(all(done) for done in results):
            problems.append("a removal found no jail")
        report.check("race.200 removals of different names", problems + world.leavings())


def make_same(world, n):
    return [create(world, f"same{r}") for r in range(ROUNDS)]


def remove_same(world, n):
    return [remove(world, f"same{r}") for r in range(ROUNDS)]


def check_same(report):
    """All programs create the same ten names, then all remove them."""
    with faults.World("same") as world:
        results, problems = side_by_side(make_same, world)
        for r in range(ROUNDS):
            won = [made[r] for made in results if made[r] is not None]
            if len(won) != 1:
                problems.append(f"same{r} was made {len(won)} times")
        there = sorted(world.names())
        if there != sorted(f"same{r}" for r in range(ROUNDS)):
            problems.append(f"jls shows {there}")
        report.check("race.one winner for each name", problems)
        results, problems = side_by_side(remove_same, world)
        for r in range(ROUNDS):
            if not any(done[r] for done in results):
                problems.append(f"nobody removed same{r}")
        report.check("race.the same removed by all", problems + world.leavings())


def mix(world, n):
    """Whoever makes the jail removes it; the others try to, and look."""
    for r in range(ROUNDS):
        if create(world, "mix") is not None or (n + r) % 3 == 0:
            remove(world, "mix")
        looked = world.run("jls", "jid", "name", timeout=SECONDS)
        if looked.returncode != 0 or len(looked.stdout.splitlines()) > 1:
            raise AssertionError(f"jls: {looked.stdout}{looked.stderr}")
    return True


def check_mixed(report):
    with faults.World("mixed") as world:
        began = time.monotonic()
        _, problems = side_by_side(mix, world)
        world.jail("-R", "mix")
        report.check("race.creations, removals and listings of one name",
                     problems + world.leavings())
        print(f"# {time.monotonic() - began:.1f} s")


def rename(world, n):
    """All want the same name for their own jail."""
    create(world, f"ren{n}")
    jid = re.search(r"\d+", world.run("jls", "-j", f"ren{n}", "jid").stdout)
    return world.jail("-m", f"jid={jid[0]}", "name=wanted").returncode == 0


def check_rename(report):
    with faults.World("rename") as world:
        results, problems = side_by_side(rename, world)
        if results.count(True) != 1:
            problems.append(f"{results.count(True)} jails got the name")
        there = world.names()
        if there.count("wanted") != 1 or len(there) != PROGRAMS:
            problems.append(f"jls shows {sorted(there)}")
        world.jail("-R", "*")
        report.check("race.one of many gets the new name", problems + world.leavings())


def main():
    report = faults.Report()
    for check in (check_different, check_same, check_mixed, check_rename):
        check(report)
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
