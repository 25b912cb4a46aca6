"""Usage: jailinit_test.py JAILINIT [NAME...]     prints "ok NAME", "FAIL NAME" per test."""
import ctypes
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

from pidns import CLONE_NEWPID, LIBC, LIMIT, Channel, Jail, checked, fork, fork_plain, status_of, wait_for

PROGRAM = os.path.abspath(sys.argv[1])
RELEASE, PERSIST = signal.SIGVTALRM, signal.SIGPROF
SI_USER, SI_QUEUE, SI_TKILL = 0, -1, -6
SYS_RT_SIGQUEUEINFO = {"x86_64": 129, "aarch64": 138}[os.uname().machine]
SYS_PIDFD_SEND_SIGNAL = 424
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def jail(*options, **how):
    return Jail(PROGRAM, *options, **how)


# --- at rest -------------------------------------------------------------------------------------


def leave_things_open():
    os.set_inheritable(os.open("/", os.O_RDONLY), True)
    os.dup2(0, 200)
    os.chdir("/usr")
    os.umask(0o777)


@test
def at_rest_it_holds_nothing():
    with jail("-p", before=leave_things_open) as j:
        assert os.listdir(f"/proc/{j.pid}/fd") == []
        assert os.readlink(f"/proc/{j.pid}/cwd") == "/"
        assert j.proc("comm") == "jailinit\n"
        session, terminal = j.proc("stat").rsplit(")", 1)[1].split()[3:5]
        assert (int(session), int(terminal)) == (j.pid, 0)
        assert "Umask:\t0022" in j.proc("status")


@test
def private_memory_is_under_100_kb():
    with jail("-p") as j:
        j.orphan(lambda: None)
        wait_for(lambda: not j.children(), "the orphan is reaped")
        sizes = {}
        for line in j.proc("smaps_rollup").splitlines()[1:]:
            name, size = line.split()[:2]
            sizes[name.rstrip(":")] = int(size)
        print(f"# anonymous {sizes['Anonymous']} kB, private dirty {sizes['Private_Dirty']} kB, clean {sizes['Private_Clean']} kB,"
              f" resident {sizes['Rss']} kB")
        assert sizes["Private_Dirty"] + sizes["Private_Clean"] < 100
        assert sizes["Anonymous"] <= 16


@test
def nothing_is_writable_and_executable():
    with jail("-p") as j:
        modes = [line.split()[1] for line in j.proc("maps").splitlines()]
        assert any("x" in mode for mode in modes)
        assert not any("w" in mode and "x" in mode for mode in modes), modes


@test
def it_starts_with_no_standard_streams():
    with jail("-p", before=lambda: os.closerange(0, 3)) as j:
        assert not j.ended()


# --- refusals ------------------------------------------------------------------------------------


@test
def it_refuses_to_be_another_process_than_1():
    result = subprocess.run([PROGRAM, "-p"], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == "jailinit: not the first process of a PID namespace\n"


@test
def it_refuses_wrong_usage():
    for words in (["-x"], ["-t"], ["-t", "soon"], ["word"]):
        result = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
        assert result.returncode == 1
        assert result.stderr == "usage: jailinit [-p] [-t seconds]\n"


# --- reaping and the end of an empty jail ----------------------------------------------------------


def orphans(count, hold):
    for _ in range(count):
        fork_plain(lambda: os.read(hold.read_end, 1))


@test
def thousand_orphans_are_reaped():
    hold = Channel()
    with jail("-p") as j:
        j.do(lambda: orphans(1000, hold))
        wait_for(lambda: len(j.children()) == 1000, "all are children of jailinit")
        os.write(hold.write_end, bytes(1000))
        wait_for(lambda: not j.children(), "none is left, zombies included")
        j.settle()
        assert not j.ended()


@test
def ignored_sigchld_is_not_inherited():
    def ignore():
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    hold = Channel()
    with jail(before=ignore) as j:
        j.orphan(hold.hear)
        hold.say("go")
        assert j.end() == 0


@test
def unused_jail_waits_for_its_first_process():
    with jail() as j:
        j.send(signal.SIGHUP)
        j.settle()
        assert not j.ended()
        j.send(RELEASE)
        assert j.end() == 0


@test
def jail_ends_with_its_last_process():
    hold = Channel()
    with jail() as j:
        j.do(lambda: orphans(2, hold))
        wait_for(lambda: len(j.children()) == 2, "both are children of jailinit")
        os.kill(int(j.children()[0]), signal.SIGKILL)
        wait_for(lambda: len(j.children()) == 1, "one is reaped")
        j.settle()
        assert not j.ended()
        os.write(hold.write_end, bytes(1))
        assert j.end() == 0


@test
def entered_processes_keep_the_jail():
    hold, told = Channel(), Channel()

    def stay():
        told.say("in")
        hold.hear()

    with jail() as j:
        helper = j.run(stay)
        told.hear()
        j.send(RELEASE)
        j.settle()
        assert not j.ended()
        hold.say("go")
        j.helpers.remove(helper)
        assert status_of(helper) == 0
        j.settle()
        assert not j.ended(), "nobody has told it"
        j.send(RELEASE)
        assert j.end() == 0


@test
def persistence_goes_on_and_off():
    with jail() as j:
        j.send(PERSIST)
        j.settle()
        j.orphan(lambda: None)
        wait_for(lambda: not j.children(), "the orphan is reaped")
        j.settle()
        assert not j.ended()
        j.send(RELEASE)
        assert j.end() == 0
    with jail("-p") as j:
        j.do(lambda: None)
        j.settle()
        assert not j.ended()


# --- the orderly stop ------------------------------------------------------------------------------


def script(text, mode=0o755):
    def write():
        with open("/etc/rc.shutdown", "w", encoding="ascii") as file:
            file.write(text)
        os.chmod("/etc/rc.shutdown", mode)

    return write


def until_term(channel, word="term"):
    """In the jail: says "ready", waits for SIGTERM, says the word."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    channel.say("ready")
    signal.sigwait({signal.SIGTERM})
    channel.say(word)


def stopped_words(log, told, *options, **how):
    """Stops a jail in which one process waits for SIGTERM; what was written to the log."""
    with jail("-p", *options, **how) as j:

        def body():
            until_term(told)
            with open(log, "a", encoding="ascii") as file:
                file.write("term\n")

        j.orphan(body)
        assert told.hear() == "ready"
        j.send(signal.SIGTERM)
        assert j.end() == 0
    assert told.drained() == ["term"]
    with open(log, encoding="ascii") as file:
        return file.read().split("\n")[:-1]


def new_log():
    handle, log = tempfile.mkstemp()
    os.close(handle)
    return log


@test
def stop_without_script():
    assert stopped_words(new_log(), Channel()) == ["term"]


REPORT = """
echo "script $0 $# $1" >>{log}
env | grep -v -e '^PWD=' -e '^_=' -e '^SHLVL=' -e '^OLDPWD=' >>{log}
echo done >>{log}
"""
REPORTED = ["script /etc/rc.shutdown 1 jail", "PATH=/sbin:/bin:/usr/sbin:/usr/bin", "done", "term"]


@test
def stop_runs_the_script_first():
    log = new_log()
    text = "#!/bin/sh\n" + REPORT.format(log=log)
    words = stopped_words(log, Channel(), "-t", "600", rc=script(text))
    assert words == REPORTED, words


CLEAN_START = """#!/usr/bin/python3
import os, signal
def device(n):
    try:
        return os.fstat(n).st_rdev
    except OSError:
        return None
mask = signal.pthread_sigmask(signal.SIG_BLOCK, [])
print([device(n) for n in range(4)], len(mask), signal.getsignal(signal.SIGHUP).name,
      "leads" if os.getsid(0) == os.getpid() else "follows", file=open("{log}", "a"))
"""


@test
def the_script_starts_clean():
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    log = new_log()
    words = stopped_words(log, Channel(), rc=script(CLEAN_START.format(log=log)), before=ignore)
    null = os.stat("/dev/null").st_rdev
    assert words == [f"{[null] * 3 + [None]} 0 SIG_DFL leads", "term"], words


@test
def stop_runs_a_script_that_cannot_be_executed():
    for text, mode in (("#!/bin/sh\n" + REPORT, 0o644), (REPORT, 0o755),
                       ("#!/no/such/program\n" + REPORT, 0o755)):
        log = new_log()
        words = stopped_words(log, Channel(), rc=script(text.format(log=log), mode))
        assert words == REPORTED, (text[:20], words)


@test
def stop_passes_over_what_is_no_regular_file():
    for make in (lambda: os.mkdir("/etc/rc.shutdown"), lambda: os.mkfifo("/etc/rc.shutdown", 0o755),
                 lambda: os.symlink("/no/such/file", "/etc/rc.shutdown")):
        assert stopped_words(new_log(), Channel(), "-t", "600", rc=make) == ["term"]


@test
def a_hanging_script_is_left_after_its_time():
    log = new_log()
    began = time.monotonic()
    words = stopped_words(log, Channel(), "-t", "1",
                          rc=script(f"#!/bin/sh\necho begun >>{log}\nsleep 600\n"))
    assert words == ["begun", "term"]
    assert 1 <= time.monotonic() - began < LIMIT


@test
def processes_that_ignore_sigterm_are_killed():
    told = Channel()

    def ignore():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        told.say("ready")
        signal.pause()

    for seconds in (0, 1):
        with jail("-p", "-t", str(seconds)) as j:
            j.orphan(ignore)
            told.hear()
            began = time.monotonic()
            j.send(signal.SIGTERM)
            assert j.end() == 0
            assert seconds <= time.monotonic() - began < LIMIT


@test
def stopped_processes_are_continued_to_end():
    told = Channel()
    with jail("-p", "-t", "600") as j:
        j.orphan(lambda: until_term(told))
        assert told.hear() == "ready"
        child = int(j.children()[0])
        os.kill(child, signal.SIGSTOP)
        j.send(signal.SIGTERM)
        assert told.hear() == "term"
        assert j.end() == 0


@test
def stop_reaches_those_who_entered():
    told = Channel()
    with jail("-p", "-t", "600") as j:
        j.run(lambda: until_term(told))
        assert told.hear() == "ready"
        j.send(signal.SIGTERM)
        assert told.hear() == "term"
        assert j.end() == 0


@test
def stop_of_a_jail_stops_its_child_jails_in_order():
    told = Channel()

    def child_jail():
        mount_proc()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        with jail("-p", "-t", "600") as inner:
            inner.orphan(lambda: until_term(told, "inner term"))
            told.say("nested")
            told.say(f"inner exit {inner.end()}")

    with jail("-p", "-t", "600") as j:
        j.orphan(child_jail)
        assert {told.hear(), told.hear()} == {"ready", "nested"}
        j.send(signal.SIGTERM)
        assert told.hear() == "inner term"
        assert told.hear() == "inner exit 0"
        assert j.end() == 0


def mount_proc():
    checked(LIBC.mount(b"proc", b"/proc", b"proc", 0, None), "mount")


@test
def a_stop_is_not_taken_back():
    gate = tempfile.mktemp()
    os.mkfifo(gate)
    log = new_log()
    with jail("-p", rc=script(f"#!/bin/sh\necho begun >>{log}\nread word <{gate}\n")) as j:
        j.send(signal.SIGTERM)
        wait_for(lambda: os.path.getsize(log) > 0, "the script runs")
        for number in (PERSIST, RELEASE, PERSIST, signal.SIGTERM):
            j.send(number)
            j.settle()
            assert not j.ended()
        with open(gate, "w", encoding="ascii") as file:
            file.write("go\n")
        assert j.end() == 0
    with open(log, encoding="ascii") as file:
        assert file.read() == "begun\n"


@test
def an_empty_persistent_jail_stops_at_once():
    with jail("-p", "-t", "600") as j:
        j.send(signal.SIGTERM)
        assert j.end() == 0


# --- who is obeyed -------------------------------------------------------------------------------


FORWARDED = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2,
             signal.SIGWINCH, signal.SIGPWR, signal.SIGCONT]


@test
def outsiders_signals_are_forwarded_to_all():
    told = Channel()

    def body():
        signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
        told.say("ready")
        for _ in FORWARDED:
            told.say(signal.sigwait(FORWARDED).name)

    with jail("-p") as j:
        j.orphan(body)
        j.run(body)
        assert [told.hear(), told.hear()] == ["ready", "ready"]
        for number in FORWARDED:
            j.send(number)
            assert [told.hear(), told.hear()] == [number.name] * 2


def raw_queue(number, code, sender=0, uid=0):
    """The siginfo_t of the system calls: what a forger would write."""
    return ctypes.create_string_buffer(struct.pack("iiiiii", number, 0, code, 0, sender, uid), 128)


def queue(pid, number, code):
    return LIBC.syscall(SYS_RT_SIGQUEUEINFO, pid, number, raw_queue(number, code))


def fill_queue():
    """Uses up the signals that may be pending for this user, so that senders are lost."""
    spare = signal.SIGRTMIN + 9
    signal.pthread_sigmask(signal.SIG_BLOCK, {spare})
    count = 0
    while queue(os.getpid(), spare, SI_QUEUE) == 0:
        count += 1
    assert count > 0


def send_all_from_inside():
    pidfd = os.pidfd_open(1)
    for number in sorted(signal.valid_signals()):
        os.kill(1, number)
        queue(1, number, SI_QUEUE)
        LIBC.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, number, raw_queue(number, SI_QUEUE), 0)
        for code in (SI_USER, SI_TKILL, 0x80):
            assert queue(1, number, code) == -1, "the kernel lets code >= 0 be forged"
            assert LIBC.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, number, raw_queue(number, code), 0) == -1


def pending_now():
    with open("/proc/self/status", encoding="ascii") as file:
        line = next(line for line in file if line.startswith("SigQ:"))
    return int(line.split()[1].split("/")[0])


MAX_PENDING = pending_now() + 64


def limit_pending():
    """For jailinit, whose limit counts, and for the flooder, who must get as far."""
    resource.setrlimit(resource.RLIMIT_SIGPENDING, (MAX_PENDING, MAX_PENDING))


def ignored_from_inside(user, body):
    hold = Channel()
    with jail("-p", user=user, before=limit_pending) as j:
        j.orphan(hold.hear)
        j.do(body)
        j.settle()
        assert not j.ended()
        assert len(j.children()) == 1, "a signal from inside was forwarded, or it stops"
        hold.say("go")
        wait_for(lambda: not j.children(), "the orphan is reaped")
        j.settle()
        assert not j.ended(), "an insider ended persistence"
        j.send(RELEASE)
        assert j.end() == 0
    with jail(user=user, before=limit_pending) as j:
        j.orphan(lambda: hold.hear() and body())
        hold.say("go")
        assert j.end() == 0, "an insider made the jail persistent"


@test
def insiders_are_ignored():
    ignored_from_inside(False, send_all_from_inside)


@test
def insiders_in_a_user_namespace_are_ignored():
    ignored_from_inside(True, send_all_from_inside)


def flood():
    limit_pending()
    fill_queue()
    for number in sorted(signal.valid_signals()):
        os.kill(1, number)


@test
def insiders_who_exhaust_the_signal_queue_are_ignored():
    ignored_from_inside(False, flood)


@test
def insiders_who_exhaust_the_queue_of_a_user_namespace_are_ignored():
    ignored_from_inside(True, flood)


@test
def outsiders_are_obeyed_when_the_queue_is_exhausted():
    told = Channel()

    def body():
        flood()
        until_term(told)

    with jail("-p", user=True, before=limit_pending) as j:
        j.run(body)
        assert told.hear() == "ready"
        j.settle()
        j.send(signal.SIGTERM)
        assert told.hear() == "term"
        assert j.end() == 0


# -------------------------------------------------------------------------------------------------


def main():
    failed = 0
    for function in TESTS:
        name = function.__name__.replace("_", " ")
        if sys.argv[2:] and function.__name__ not in sys.argv[2:]:
            continue
        try:
            function()
            print(f"ok jailinit: {name}", flush=True)
        except Exception:  # whatever it is, the other tests still run
            failed += 1
            print(f"FAIL jailinit: {name}")
            print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), flush=True)
    return 1 if failed else 0


sys.exit(main())
