"""Configurations that are too much: bounded memory and time, no crash."""
import os
import resource
import subprocess
import sys
import time

import faults

MEGABYTES = 1 << 20


def limited(memory):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def feed(world, writer, memory, *arguments):
    """Runs jail(8) with the writer's output on its standard input: status, errors, seconds."""
    began = time.monotonic()
    with open(world.tmp + "/err", "w+", encoding="utf-8", errors="replace") as err, \
            subprocess.Popen([faults.BIN + "/jail", "-f", "-", *arguments], env=world.env,
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=err,
                             preexec_fn=limited(memory)) as process:
        try:
            writer(process.stdin)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has seen enough
        status = process.wait(timeout=100)
        err.seek(0)
        return status, err.read(4096), time.monotonic() - began


def repeated(piece, times):
    def write(pipe):
        for _ in range(times):
            pipe.write(piece)
    return write


def jails(count):
    def write(pipe):
        for start in range(0, count, 1000):
            pipe.write("".join(f"j{n} {{ path = /srv/j{n}; persist; host.hostname = j{n}; }}\n"
                               for n in range(start, start + 1000)).encode())
    return write


def check_many(report):
    with faults.World("many") as world:
        status, said, seconds = feed(world, jails(100000), 1024 * MEGABYTES, "-e", "|")
        print(f"# {seconds:.1f} s")
        problems = []
        if status not in (0, 1) or (status == 1 and not said.startswith("jail: ")):
            problems.append(f"status {status}: {said}")
        if seconds > 30:
            problems.append(f"{seconds:.0f} s")
        report.check("bounds.100,000 jails", problems)


# How many megabytes of one file are read at most (Limits::file_size of src/config/config.h).
READ = 64

# A megabyte each, of which as many are written as the check says.
GARBAGE = {
    "zeros": b"\0" * MEGABYTES,
    "bytes": os.urandom(MEGABYTES),
    "one word": b"a" * MEGABYTES,
    "blanks": b" " * MEGABYTES,
    "lines": b"\n" * MEGABYTES,
    "open braces": b"a{" * (MEGABYTES // 2),
    "quotes": b"\"a\n" * (MEGABYTES // 3),
    "one list": b"a,\n" * (MEGABYTES // 3),
    "additions": b"a += b;\n" * (MEGABYTES // 8),
    "comment": b"/* " * (MEGABYTES // 3),
}


def check_garbage(report, title, count):
    """So many megabytes of each kind of garbage."""
    with faults.World("garbage") as world:
        for name, piece in GARBAGE.items():
            status, said, seconds = feed(world, repeated(piece, count), 1024 * MEGABYTES, "-e", "|")
            print(f"# {seconds:.1f} s: {said[:100]!r}")
            problems = []
            if status not in (0, 1) or (status == 1 and not said.startswith("jail: ")):
                problems.append(f"status {status}: {said[:300]}")
            if status == 0 and count > READ:
                problems.append("it was taken")
            if seconds > 30:
                problems.append(f"{seconds:.0f} s")
            report.check(f"bounds.{title}: {name}", problems)


def main():
    report = faults.Report()
    check_many(report)
    check_garbage(report, "a gigabyte", 1024)
    check_garbage(report, "as much as is read", READ)
    return report.failed()


if __name__ == "__main__":
    sys.exit(main())
