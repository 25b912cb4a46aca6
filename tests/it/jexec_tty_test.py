"""Usage: jexec_tty_test.py [NAME...]     prints "ok NAME", "FAIL NAME" per test.

Needs the jails "term" (with a devpts) and "noterm" (without), made by jexec_tty.sh.
"""
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import traceback

LIMIT = 20  # seconds; only a failing test waits that long
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Terminal:
    """jexec as the foreground job of a terminal."""

    def __init__(self, *arguments, rows=40, columns=100, stdout=None, stdin=None):
        self.seen = b""
        self.master, self.peer = pty.openpty()
        self.resize(rows, columns)
        self.modes = termios.tcgetattr(self.peer)
        self.job = subprocess.Popen(
            ["jexec", *arguments],
            stdin=self.peer if stdin is None else stdin,
            stdout=self.peer if stdout is None else stdout,
            stderr=self.peer,
            preexec_fn=self.become_session,
        )

    def become_session(self):
        os.setsid()
        fcntl.ioctl(self.peer, termios.TIOCSCTTY, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.job.poll() is None:
            self.job.kill()
            self.job.wait()
        os.close(self.master)
        os.close(self.peer)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.master, text.encode())

    def see(self, text, after=""):
        """Reads the screen until text has come (after the last of another); gives all of it."""
        deadline = time.monotonic() + LIMIT
        while text.encode() not in self.seen[self.seen.rfind(after.encode()) if after else 0 :]:
            ready, _, _ = select.select([self.master], [], [], deadline - time.monotonic())
            assert ready, f"waited for {text!r}, saw {self.seen!r}"
            self.seen += os.read(self.master, 65536)
        return self.seen.decode(errors="replace")

    def becomes_raw(self):
        deadline = time.monotonic() + LIMIT
        while termios.tcgetattr(self.peer)[3] & termios.ICANON:
            assert time.monotonic() < deadline, "the terminal does not become raw"
            time.sleep(0.005)

    def ends(self, code):
        """The rest of the screen is read, and the modes are back."""
        deadline = time.monotonic() + LIMIT
        while self.job.poll() is None:
            assert time.monotonic() < deadline, f"does not end, saw {self.seen!r}"
            if select.select([self.master], [], [], 0.01)[0]:
                self.seen += os.read(self.master, 65536)
        assert self.job.returncode == code, (self.job.returncode, self.seen)
        assert termios.tcgetattr(self.peer) == self.modes, "modes are not back"


# --- what the command gets -----------------------------------------------------------------------


@test
def a_terminal_of_the_jails_own_devpts():
    with Terminal("term", "sh", "-c", "tty; tty </dev/tty; test -c $(tty) && echo node; stty size") as t:
        screen = t.see("40 100\r\n")
        assert screen.startswith("/dev/pts/") and "node" in screen, screen
        t.ends(0)


@test
def a_terminal_without_a_devpts():
    with Terminal("noterm", "sh", "-c", "test -t 0 && test -t 1 && test -t 2 && stty size; read x; echo got $x") as t:
        t.see("40 100\r\n")
        t.becomes_raw()
        t.type("abc\r")
        t.see("got abc")
        t.ends(0)


@test
def an_interactive_shell():
    with Terminal("-l", "-e", "PS1=ready> ", "term") as t:
        t.see("ready> ")
        t.type("echo $((6*7)) $HOME\r")
        t.see("ready> ", after="42 /root")
        t.type("sh -c 'echo on its w''ay; exec sleep 1000'\r")
        t.see("on its way")
        t.type("\x1a")  # ^Z stays inside
        t.see("ready> ", after="Stopped")
        t.type("kill -9 %1; disown %1; exit 9\r")
        t.ends(9)


@test
def an_unprivileged_user():
    with Terminal("-U", "www", "term", "sh", "-c", "id -u; echo to-tty >/dev/tty; echo reopened >/dev/stdout") as t:
        t.see("reopened")
        t.ends(0)


@test
def an_editor():
    editor = os.path.realpath(shutil.which("vi") or "/")
    if not editor.startswith("/usr/"):
        print("skip jexec_tty: an editor: no vi")
        return
    with Terminal("-e", "TERM=vt100", "term", editor, "/tmp/file") as t:
        t.see("/tmp/file")
        t.becomes_raw()
        t.type("ihello from outside\x1b:wq\r")
        t.ends(0)
    assert inside("cat", "/tmp/file") == "hello from outside\n"


@test
def a_pager():
    with Terminal("-e", "TERM=vt100", "term", "sh", "-c", "seq 1000 >/tmp/long; less /tmp/long") as t:
        t.see("39")
        t.becomes_raw()
        t.type("G")
        t.see("1000")
        t.type("q")
        t.ends(0)


# --- keys, sizes, signals ------------------------------------------------------------------------


@test
def the_window_size_follows():
    with Terminal("term", "sh", "-c", "trap 'stty size; exit 4' WINCH; echo ready; while :; do read x; done") as t:
        t.see("ready")
        t.resize(33, 77)
        t.see("33 77")
        t.ends(4)


@test
def interrupt_acts_inside():
    with Terminal("term", "sh", "-c", "trap 'echo caught; exit 7' INT; echo ready; read x") as t:
        t.see("ready")
        t.becomes_raw()
        t.type("\x03")
        t.see("caught")
        t.ends(7)


@test
def exit_codes():
    with Terminal("term", "sh", "-c", "exit 3") as t:
        t.ends(3)
    with Terminal("term", "sh", "-c", "kill -9 $$") as t:
        t.ends(128 + 9)
    with Terminal("term", "/nonexistent") as t:
        t.see("jexec: execvp: /nonexistent: No such file or directory\r\n")
        t.ends(1)


@test
def signals_are_passed_on():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        with Terminal("term", "sh", "-c", "echo ready; exec sleep 1000") as t:
            t.see("ready")
            t.becomes_raw()
            t.job.send_signal(number)
            t.ends(128 + number)


@test
def the_jail_goes_away():
    subprocess.run(["jail", "-qc", "name=brief", f"path={root()}", "ip4=inherit", "ip6=inherit", "persist",
                    "mount.devfs", f"mount=/usr {root()}/usr nullfs ro 0 0"], check=True)
    with Terminal("brief", "sh", "-c", "echo ready; trap '' TERM HUP; while :; do read x; done") as t:
        t.see("ready")
        t.becomes_raw()
        subprocess.run(["jail", "-qR", "brief"], check=True)
        t.ends(128 + 9)


# --- what stays outside --------------------------------------------------------------------------


@test
def the_callers_terminal_is_not_inside():
    with Terminal("term", "sh", "-c", "ls -l /proc/self/fd; echo end") as t:
        name = os.ttyname(t.peer)
        host_device = os.fstat(t.peer).st_rdev
        screen = t.see("end")
        assert "pts" in screen, screen
        t.ends(0)
    code = "import os; print([os.fstat(f).st_rdev for f in range(3) if os.isatty(f)], os.stat('/dev/tty'))"
    with Terminal("noterm", "python3", "-c", code) as t:
        assert str(host_device) not in t.see("]").split("]")[0], name


TIOCSTI = """
import fcntl, os, sys
for fd in 0, 1, 2:
    try:
        for c in b"echo pushed":
            fcntl.ioctl(fd, 0x5412, bytes([c]))
    except OSError as error:
        print("refused", error.errno)
try:
    os.open("/dev/tty", os.O_RDWR)
    print("opened")
except OSError as error:
    print("not opened")
print("end")
"""


@test
def nothing_can_be_pushed_to_the_caller():
    with Terminal("term", "python3", "-c", TIOCSTI) as t:
        t.see("end")
        t.ends(0)
        assert not select.select([t.peer], [], [], 0)[0], "input appeared on the caller's terminal"
    reader, writer = os.pipe()
    with Terminal("term", "python3", "-c", TIOCSTI, stdin=reader) as t:
        assert "not opened" in t.see("end")
        t.ends(0)
        assert not select.select([t.peer], [], [], 0)[0], "input appeared on the caller's terminal"
    os.close(reader)
    os.close(writer)


# --- in part a terminal --------------------------------------------------------------------------


@test
def into_a_pipe():
    reader, writer = os.pipe()
    with Terminal("term", "sh", "-c", "test -t 0 && cat", stdout=writer) as t:
        os.close(writer)
        t.type("line\r")
        assert os.read(reader, 100) == b"line\n"
        assert termios.tcgetattr(t.peer) == t.modes
        t.type("\x04")
        t.ends(0)
        assert os.read(reader, 100) == b""
    os.close(reader)


@test
def a_password_into_a_pipe():
    reader, writer = os.pipe()
    with Terminal("term", "sh", "-c", "stty -echo; echo go >&2; read x; stty echo; echo $x", stdout=writer) as t:
        os.close(writer)
        t.see("go")
        t.type("secret\r")
        assert os.read(reader, 100) == b"secret\n"
        t.ends(0)
        assert b"secret" not in t.seen
    os.close(reader)


@test
def without_a_terminal():
    assert inside("sh", "-c", "cat; test -t 1 || echo pipe", input="data\n") == "data\npipe\n"
    assert subprocess.run(["jexec", "term", "sh", "-c", "exit 5"], check=False).returncode == 5


def inside(*command, **how):
    return subprocess.run(["jexec", "term", *command], stdout=subprocess.PIPE, text=True, check=True, **how).stdout


def root():
    return subprocess.run(["jls", "-j", "term", "path"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def main():
    failures = 0
    for function in TESTS:
        if sys.argv[1:] and function.__name__ not in sys.argv[1:]:
            continue
        name = "jexec_tty: " + function.__name__.replace("_", " ")
        try:
            function()
            print("ok", name)
        except Exception:  # a test's failure of any kind is its result
            failures += 1
            print("FAIL", name)
            for line in traceback.format_exc().splitlines():
                print("#", line)
        sys.stdout.flush()
    return 1 if failures else 0


sys.exit(main())
