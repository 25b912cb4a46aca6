"""Runs a program and kills it, or a child that it makes, at a chosen system call."""
import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long
TRACEME, CONT, SYSCALL, DETACH = 0, 7, 24, 17
SETOPTIONS, GETEVENTMSG = 0x4200, 0x4201
SYSGOOD, FORK, VFORK, CLONE = 1, 2, 4, 8
WALL = 0x40000000
SYSCALL_STOP = signal.SIGTRAP | 0x80


def ptrace(request, pid, data=0):
    return LIBC.ptrace(request, pid, None, data)


class Tracer:
    """One run.  System calls are counted from 1.  The kill comes at the entry of one, which is all
    the same as after the work of the one before."""

    def __init__(self, command, env, log):
        self.main = os.fork()
        if self.main == 0:
            null = os.open("/dev/null", os.O_RDONLY)
            os.dup2(null, 0)
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            ptrace(TRACEME, 0)
            os.execve(command[0], command, env)
        os.waitpid(self.main, 0)  # stopped at its exec

    def kill_main(self, at):
        """Kills the program at its system call number `at`; False when it ended by itself before."""
        ptrace(SETOPTIONS, self.main, SYSGOOD)
        return self.kill_at(self.main, at, set())

    def kill_child(self, at, number):
        """The same for its child of that number, those of its children counted as well.  What the
        program does is its own then."""
        ptrace(SETOPTIONS, self.main, SYSGOOD | FORK | VFORK | CLONE)
        child = self.child(number)
        killed = child is not None and self.kill_at(child, at, {self.main})
        self.let_go()
        return killed

    def child(self, number):
        """Runs the program until that child has its first stop: its pid, or None."""
        born, early = [], set()
        ptrace(CONT, self.main)
        while True:
            pid, status = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(status):
                if pid == self.main:
                    self.main = 0
                    return None
                continue
            if status >> 16:  # an event of cloning
                born.append(self.message(pid))
                if len(born) == number and born[-1] in early:
                    self.resume(CONT, pid, status)
                    return born[-1]
            elif len(born) >= number and pid == born[number - 1]:
                return pid
            elif pid != self.main and pid not in born:
                early.add(pid)  # known by its event, which comes yet
                continue
            self.resume(CONT, pid, status)
            if status >> 16 and born[-1] in early:
                ptrace(CONT, born[-1])

    @staticmethod
    def message(pid):
        value = ctypes.c_ulong()
        ptrace(GETEVENTMSG, pid, ctypes.addressof(value))
        return value.value

    def kill_at(self, target, at, others):
        """others run on meanwhile; some are traced too."""
        stops = 0  # two for each call
        ptrace(SYSCALL, target)
        while True:
            pid, status = os.waitpid(-1 if others else target, WALL)
            if not os.WIFSTOPPED(status):
                if pid == self.main:
                    self.main = 0
                    if pid != target:  # the jail is whole, its first process runs on
                        os.kill(target, signal.SIGKILL)
                        os.waitpid(target, WALL)
                    return False
                if pid == target:
                    return False
                continue
            if pid != target:
                self.resume(CONT, pid, status)
                continue
            if os.WSTOPSIG(status) == SYSCALL_STOP:
                stops += 1
                if stops == 2 * at - 1:
                    os.kill(target, signal.SIGKILL)
                    if not others:
                        os.waitpid(target, WALL)
                        self.main = 0
                    return True
            self.resume(SYSCALL, pid, status)

    @staticmethod
    def resume(how, pid, status):
        stop = os.WSTOPSIG(status)
        # Events and the first stop of a child are the tracer's; a real signal is passed on.
        ours = stop in (SYSCALL_STOP, signal.SIGTRAP, signal.SIGSTOP)
        ptrace(how, pid, 0 if ours else stop)

    def let_go(self):
        """Waits for the program's end; its children that are still traced are passed over."""
        while self.main:
            pid, status = os.waitpid(-1, WALL)
            if os.WIFSTOPPED(status):
                self.resume(CONT if pid == self.main else DETACH, pid, status)
            elif pid == self.main:
                self.main = 0
