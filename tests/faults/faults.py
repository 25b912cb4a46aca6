"""What the fault tests share: a gaol root of one's own, and what is left in it."""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

BIN = os.environ["GAOL_BIN"]
CGROUP = os.environ["GAOL_CGROUP_ROOT"]
ROOT = os.environ["GAOL_FAULTS_ROOT"]
PATH = "path=" + ROOT
NETWORK = ["ip4=inherit", "ip6=inherit"]
PREFIX = "trusted.gaol."


class Report:
    """Prints a line per check; the program's status is failed()."""

    def __init__(self):
        self.failures = 0

    def check(self, name, problems):
        """problems: a list of texts, empty when all is well."""
        if problems:
            self.failures += 1
            print(f"FAIL faults.{name}: {problems[0]}")
            for problem in problems[1:20]:
                print("# " + problem.replace("\n", "\n# "))
        else:
            print(f"ok faults.{name}")
        sys.stdout.flush()

    def failed(self):
        return 1 if self.failures else 0


class World:
    """A gaol root directory below the test's, and a directory for files."""

    def __init__(self, name):
        self.root = os.path.join(CGROUP, name)
        self.env = dict(os.environ, GAOL_CGROUP_ROOT=self.root)
        self.tmp = tempfile.mkdtemp()
        os.chmod(self.tmp, 0o755)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.jail("-R", "*", timeout=20)
        if os.path.isdir(self.root):
            self.sweep()
        shutil.rmtree(self.tmp, ignore_errors=True)

    def sweep(self):
        """Whatever is there, by path."""
        with open(self.root + "/cgroup.kill", "w", encoding="ascii") as kill:
            kill.write("1")
        for folder, _, _ in os.walk(self.root, topdown=False):
            for _ in range(200):
                try:
                    os.rmdir(folder)
                    break
                except OSError:
                    time.sleep(0.01)

    def run(self, program, *arguments, timeout=30, **options):
        return subprocess.run([os.path.join(BIN, program), *arguments], env=self.env, text=True,
                              errors="replace", capture_output=True, timeout=timeout, check=False, cwd="/",
                              **{"stdin": subprocess.DEVNULL, **options})

    def jail(self, *arguments, **options):
        return self.run("jail", *arguments, **options)

    def names(self):
        """The jails that there are."""
        return self.run("jls", "name").stdout.split()

    def groups(self):
        return [entry.name for entry in os.scandir(self.root) if entry.is_dir()] \
            if os.path.isdir(self.root) else []

    def state(self):
        """The root's state: (journal, id slots), as src/registry/root_state.cc writes it."""
        data = os.getxattr(self.root, PREFIX + "root")
        version, _, _, _, count = struct.unpack_from("<BIQQH", data)
        assert version == 1
        at = struct.calcsize("<BIQQH")
        journal = [struct.unpack_from("<IIII", data, at + 16 * n) for n in range(count)]
        return journal, data[at + 16 * count + 4:]

    def leavings(self):
        """What is left when no jail is."""
        if not os.path.isdir(self.root):
            return []
        left = [f"cgroup {name}" for name in self.groups()]
        try:
            journal, slots = self.state()
        except OSError:
            return left  # a root that no command has used yet
        left += [f"journal entry {entry}" for entry in journal]
        left += [f"id slots {slots.hex()}"] if slots else []
        for name in os.listxattr(self.root):
            if name.startswith(PREFIX) and name != PREFIX + "root":
                if os.getxattr(self.root, name):
                    left.append(f"index entry in {name}")
        return left


def mounts():
    with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as table:
        return sorted(line.split()[4] for line in table)


def eventually(seconds, condition):
    """Whether the condition holds at some time before the end."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True
