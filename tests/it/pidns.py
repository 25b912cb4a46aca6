"""PID namespaces with a given first process, for tests of that process."""
import contextlib
import ctypes
import os
import select
import signal
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x20000, 0x10000000, 0x20000000
MS_PRIVATE_REC = 0x44000
PR_SET_PDEATHSIG = 1
LIMIT = 20  # seconds until something that must happen counts as failed


def checked(result, what):
    if result == -1:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def wait_for(condition, what):
    """Returns as soon as condition() is true."""
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"in vain waited for: {what}")
        time.sleep(0.002)


def fork(body):
    """Runs body() in a child that never returns from here; its exit status is body's result."""
    pid = os.fork()
    if pid:
        return pid
    status = 99
    try:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        status = body() or 0
    except Exception as error:  # the child's end of a test: say it and fail
        os.write(2, f"# {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def status_of(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Channel:
    """A pipe that tells one process what another has done."""

    def __init__(self):
        self.read_end, self.write_end = os.pipe()

    def say(self, word):
        os.write(self.write_end, word.encode() + b"\n")

    def hear(self):
        """The next word, or an AssertionError."""
        word = b""
        while not word.endswith(b"\n"):
            if not select.select([self.read_end], [], [], LIMIT)[0]:
                raise AssertionError("nothing was said")
            byte = os.read(self.read_end, 1)
            if not byte:
                raise AssertionError("the speaker is gone")
            word += byte
        return word.decode().strip()

    def drained(self):
        """All words so far."""
        words = b""
        while select.select([self.read_end], [], [], 0)[0]:
            words += os.read(self.read_end, 4096)
        return words.decode().split()

    def close(self):
        os.close(self.read_end)
        os.close(self.write_end)


class Jail:
    """A PID and mount namespace whose process 1 is `program`.

    rc is called in the namespaces before the start, with an empty /etc of its own."""

    def __init__(self, program, *options, user=False, rc=None, before=None):
        self.namespaces = CLONE_NEWPID | CLONE_NEWNS | (CLONE_NEWUSER if user else 0)
        self.rc, self.before = rc, before
        self.exit_code = None
        self.helpers = []
        mapped, told = Channel(), Channel()
        self.starter = fork(lambda: self._start(program, options, mapped, told))
        assert told.hear() == "unshared"
        if user:
            for which in ("uid", "gid"):
                with open(f"/proc/{self.starter}/{which}_map", "w", encoding="ascii") as file:
                    file.write("0 0 1")
        mapped.say("go")
        self.pid = int(told.hear())
        self.pidfd = os.pidfd_open(self.pid)
        self.settle("jailinit waits for its first signal", started=True)
        mapped.close()
        told.close()

    def _start(self, program, options, mapped, told):
        checked(LIBC.unshare(self.namespaces), "unshare")
        told.say("unshared")
        mapped.hear()
        pid = fork(lambda: self._exec(program, options))
        told.say(str(pid))
        return status_of(pid)

    def _exec(self, program, options):
        descriptor = os.open(program, os.O_PATH)
        checked(LIBC.mount(b"none", b"/", None, MS_PRIVATE_REC, None), "mount")
        checked(LIBC.mount(b"tmpfs", b"/etc", b"tmpfs", 0, None), "mount")
        if self.rc:
            self.rc()
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        if self.before:
            self.before()
        os.execve(descriptor, ["jailinit", *options], {"LEFT": "over"})

    def settle(self, what="jailinit has handled its signals", started=False):
        wait_for(lambda: self.ended() or self._idle(started), what)
        assert not started or not self.ended(), "jailinit did not live"

    def _idle(self, started):
        try:
            status = self.proc("status")
        except (FileNotFoundError, ProcessLookupError):
            return False
        lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        pending = int(lines["SigPnd"], 16) | int(lines["ShdPnd"], 16)
        named = lines["Name"] == "jailinit" or not started
        return named and lines["State"].startswith("S") and pending == 0

    def proc(self, name):
        with open(f"/proc/{self.pid}/{name}", encoding="ascii") as file:
            return file.read()

    def children(self):
        return self.proc(f"task/{self.pid}/children").split()

    def run(self, body):
        """Runs body() as a process in the jail, child of an outsider whose pid is returned."""

        def enter():
            checked(LIBC.setns(self.pidfd, self.namespaces), "setns")
            return status_of(fork(body))

        self.helpers.append(fork(enter))
        return self.helpers[-1]

    def do(self, body):
        """Runs body() in the jail and waits for its end."""
        helper = self.run(body)
        self.helpers.remove(helper)
        status = status_of(helper)
        assert status == 0, f"status {status} of a process in the jail"

    def orphan(self, body):
        """Runs body() in the jail as child of jailinit.

        A test in which the jail ends with it must not let it end before this returns: until its
        first parent is reaped, which is the outsider's to do, the jail is not empty."""

        self.do(lambda: fork_plain(body))

    def send(self, number):
        signal.pidfd_send_signal(self.pidfd, number)

    def ended(self):
        return bool(select.select([self.pidfd], [], [], 0)[0])

    def end(self):
        """Waits for the jail's end; the exit status of jailinit."""
        assert select.select([self.pidfd], [], [], LIMIT)[0], "the jail goes on"
        if self.exit_code is None:
            self.exit_code = status_of(self.starter)
        return self.exit_code

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            self.send(signal.SIGKILL)
        self.end()
        for helper in self.helpers:
            os.waitpid(helper, 0)
        os.close(self.pidfd)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def fork_plain(body):
    """As fork(), but the child outlives its parent."""
    if os.fork() == 0:
        try:
            body()
        finally:
            os._exit(0)
