"""Malformed command lines, names and configurations: the message and status 1, nothing changed.

The table bad_input.table has blocks of lines:

    | jail.conf's text, if the command reads one (it is then named CONF)
    $ the command, in shell words
    what it prints on the standard error, exactly

RUNNING is a jail that exists, ROOT the root directory of jails.  Blank lines and lines that begin with # separate blocks.
"""
import os
import re
import shlex
import sys

import faults

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bad_input.table")


def blocks():
    """(configuration, command, expected lines, line number) of each block."""
    block = None
    with open(TABLE, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                if block and block[1]:
                    yield block
                block = None
                continue
            block = block or ([], [], [], number)
            if line.startswith("| ") or line == "|":
                block[0].append(line[2:])
            elif line.startswith("$ "):
                block[1].extend(shlex.split(line[2:]))
            else:
                block[2].append(line)
    if block and block[1]:
        yield block


def snapshot(world):
    return (world.run("jls", "-n").stdout, sorted(world.groups()), world.state(), faults.mounts())


def check(report, world, block):
    configuration, command, expected, number = block
    conf = world.tmp + "/conf"
    with open(conf, "w", encoding="utf-8") as file:
        file.write("\n".join(configuration).replace("ROOT", faults.ROOT) + "\n")
    words = [word.replace("CONF", conf).replace("ROOT", faults.ROOT) for word in command]
    before = snapshot(world)
    done = world.run(*words)
    said = [line.replace(conf, "CONF").replace(faults.ROOT, "ROOT") for line in done.stderr.splitlines()]
    problems = []
    if done.returncode != 1:
        problems.append(f"status {done.returncode}")
    if said != expected:
        problems.append("it said:\n" + "\n".join(said) + "\nwanted:\n" + "\n".join(expected))
    if snapshot(world) != before:
        problems.append("something has changed")
    name = re.sub(r"\s+", " ", " ".join(command))[:60]
    report.check(f"bad_input.{number}: {name}", problems)


def main():
    report = faults.Report()
    with faults.World("input") as world:
        made = world.jail("-c", "name=RUNNING", "jid=77", faults.PATH, *faults.NETWORK, "persist")
        assert made.returncode == 0, made.stderr
        for block in blocks():
            check(report, world, block)
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
