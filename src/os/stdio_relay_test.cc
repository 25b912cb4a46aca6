#include "gaol/os/stdio_relay.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>

#include "gaol/os/clone.h"

namespace gaol::os {
namespace {

constexpr int kPatience = 20000;  // milliseconds: only a failing test waits that long

// --- the process under test ----------------------------------------------------------------------

// What jexec does, without a jail.
Child start_program(const char* script, const StdioRelay::Ends& ends) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        if (ends.controlling_terminal) {
            ::ioctl(ends.input, TIOCSCTTY, 0);
        }
        const std::array<int, 3> from{ends.input, ends.output, ends.error};
        for (int fd = 0; fd < 3; fd++) {
            ::dup2(from[static_cast<std::size_t>(fd)], fd);
        }
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::execl("/bin/sh", "sh", "-c", script, nullptr);
        ::_exit(127);
    }
    return {pid, open_pidfd(pid)};
}

[[noreturn]] void relay_process(const char* script) {
    int code = 99;
    try {
        StdioRelay relay(open_pty);
        const ExitStatus status = relay.run(start_program(script, relay.ends()));
        code = status.signal == 0 ? status.code : 128 + status.signal;
    } catch (const std::exception& failure) {
        const std::string text = failure.what();
        static_cast<void>(::write(2, text.data(), text.size()));
    }
    ::_exit(code);
}

// --- its caller ----------------------------------------------------------------------------------

struct Pipe {
    Pipe() {
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        read = Fd(ends[0]);
        write = Fd(ends[1]);
    }
    Fd read;
    Fd write;
};

// Reads from fd until the text has come; gives everything up to there.  An empty text: until the
// end of the file.
std::string read_until(int fd, const std::string& text) {
    std::string got;
    for (;;) {
        if (!text.empty() && got.find(text) != std::string::npos) {
            return got;
        }
        pollfd entry{.fd = fd, .events = POLLIN, .revents = 0};
        std::array<char, 4096> chunk;
        if (::poll(&entry, 1, kPatience) != 1) {
            ADD_FAILURE() << "waited in vain for \"" << text << "\", got \"" << got << "\"";
            return got;
        }
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count <= 0) {
            EXPECT_TRUE(text.empty()) << "no \"" << text << "\" in \"" << got << "\"";
            return got;
        }
        got.append(chunk.data(), static_cast<std::size_t>(count));
    }
}

enum class Job { Foreground, Background };

// Which of 0, 1 and 2 of the relay are the caller's terminal.  Others are pipes.
struct Setup {
    bool input = true;
    bool output = true;
    bool error = true;
    Job job = Job::Foreground;
};

// A terminal with a shell that knows one job, the relay, as job-control shells do.
class Caller {
  public:
    explicit Caller(const char* script, const Setup& setup = {}) : terminal_(open_pty()) {
        const winsize size{.ws_row = 40, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
        EXPECT_EQ(::ioctl(terminal_.master.get(), TIOCSWINSZ, &size), 0);
        EXPECT_EQ(::tcgetattr(terminal_.peer.get(), &modes_), 0);
        shell_ = ::fork();
        if (shell_ == 0) {
            shell(script, setup);
        }
        input_.read.reset();
        output_.write.reset();
        orders_.read.reset();
        reports_.write.reset();
        const std::string pid = read_until(reports_.read.get(), "\n");
        relay_ = static_cast<pid_t>(std::strtol(pid.c_str() + 1, nullptr, 10));
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    ~Caller() {
        if (::kill(relay_, 0) == 0) {
            ::kill(relay_, SIGKILL);
        }
        orders_.write.reset();
        ::waitpid(shell_, nullptr, 0);
    }

    void type(const std::string& text) const {
        EXPECT_EQ(::write(terminal_.master.get(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
    std::string see(const std::string& text) const {
        return read_until(terminal_.master.get(), text);
    }
    std::string report() { return read_until(reports_.read.get(), "\n"); }
    void order(char what) const { EXPECT_EQ(::write(orders_.write.get(), &what, 1), 1); }
    void send(int signal) const { EXPECT_EQ(::kill(relay_, signal), 0); }

    // Waits until the terminal's modes are as asked.
    bool becomes(tcflag_t flag, bool set) const {
        for (int i = 0; i < kPatience / 5; i++) {
            termios now{};
            if (::tcgetattr(terminal_.peer.get(), &now) == 0 &&
                ((now.c_lflag & flag) != 0) == set) {
                return true;
            }
            ::usleep(5000);
        }
        return false;
    }
    bool modes_are_back() const {
        termios now{};
        return ::tcgetattr(terminal_.peer.get(), &now) == 0 && now.c_lflag == modes_.c_lflag &&
               now.c_iflag == modes_.c_iflag && now.c_oflag == modes_.c_oflag;
    }

    Pty& terminal() { return terminal_; }
    Pipe& input() { return input_; }    // the relay's 0, where that is a pipe
    Pipe& output() { return output_; }  // its 1 and 2

  private:
    [[noreturn]] void shell(const char* script, const Setup& setup) {
        ::setsid();
        ::ioctl(terminal_.peer.get(), TIOCSCTTY, 0);
        ::signal(SIGTTOU, SIG_IGN);
        ::signal(SIGHUP, SIG_IGN);
        const pid_t relay = ::fork();
        if (relay == 0) {
            ::setpgid(0, 0);
            if (setup.job == Job::Foreground) {
                ::tcsetpgrp(terminal_.peer.get(), ::getpgrp());
            }
            ::signal(SIGTTOU, SIG_DFL);
            ::signal(SIGHUP, SIG_DFL);
            ::dup2(setup.input ? terminal_.peer.get() : input_.read.get(), 0);
            ::dup2(setup.output ? terminal_.peer.get() : output_.write.get(), 1);
            ::dup2(setup.error ? terminal_.peer.get() : output_.write.get(), 2);
            terminal_ = Pty{};
            input_.write.reset();
            output_ = Pipe();
            relay_process(script);
        }
        terminal_.master.reset();
        input_ = Pipe();
        output_ = Pipe();
        orders_.write.reset();
        shell_loop(relay);
    }

    // Reports "P<pid>", "S" for stopped, "E<code>" for ended; on the order "f" brings the job to
    // the foreground and continues it, on "b" continues it in the background.
    [[noreturn]] void shell_loop(pid_t relay) {
        say("P" + std::to_string(relay));
        for (;;) {
            int status = 0;
            const pid_t got = ::waitpid(relay, &status, WUNTRACED | WNOHANG);
            if (got == relay && WIFSTOPPED(status)) {
                ::tcsetpgrp(terminal_.peer.get(), ::getpgrp());
                say("S");
            } else if (got == relay) {
                say("E" + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status)
                                                           : 1000 + WTERMSIG(status)));
                ::_exit(0);
            }
            obey(relay);
        }
    }

    void obey(pid_t relay) const {
        pollfd entry{.fd = orders_.read.get(), .events = POLLIN, .revents = 0};
        char what = 0;
        if (::poll(&entry, 1, 5) != 1) {
            return;
        }
        if (::read(orders_.read.get(), &what, 1) != 1) {
            ::kill(relay, SIGKILL);
            ::waitpid(relay, nullptr, 0);
            ::_exit(0);
        }
        if (what == 'f') {
            ::tcsetpgrp(terminal_.peer.get(), relay);
        }
        ::kill(relay, SIGCONT);
    }

    void say(const std::string& text) const {
        const std::string line = text + "\n";
        static_cast<void>(::write(reports_.write.get(), line.data(), line.size()));
    }

    Pty terminal_;
    termios modes_{};
    Pipe input_;
    Pipe output_;
    Pipe orders_;
    Pipe reports_;
    pid_t shell_ = -1;
    pid_t relay_ = -1;
};

// --- a terminal for input and output -------------------------------------------------------------

TEST(StdioRelay, GivesTheProgramATerminalOfItsOwn) {
    Caller caller(
        "test -t 0 && test -t 1 && test -t 2 && stty size && tty && tty </dev/tty; exit 5");
    const std::string seen = caller.see("/dev/tty\r\n");
    EXPECT_NE(seen.find("40 100\r\n"), std::string::npos) << seen;
    EXPECT_NE(seen.find("/dev/pts/"), std::string::npos) << seen;
    EXPECT_EQ(caller.report(), "E5\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, NoDescriptorOfTheCallersTerminalIsInside) {
    Caller caller("ls -l /proc/self/fd; echo end");
    std::array<char, 64> name{};
    ASSERT_EQ(::ttyname_r(caller.terminal().peer.get(), name.data(), name.size()), 0);
    const std::string seen = caller.see("end\r\n");
    EXPECT_EQ(seen.find(std::string(name.data()) + "\r\n"), std::string::npos) << seen;
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, CarriesWhatIsTyped) {
    Caller caller("read x; echo got $x");
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.type("hello\r");
    caller.see("got hello\r\n");
    EXPECT_EQ(caller.report(), "E0\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, PassesTheWindowSizeOn) {
    Caller caller("trap 'stty size; exit 3' WINCH; echo ready; while :; do read x; done");
    caller.see("ready");
    const winsize size{.ws_row = 33, .ws_col = 77, .ws_xpixel = 0, .ws_ypixel = 0};
    ASSERT_EQ(::ioctl(caller.terminal().master.get(), TIOCSWINSZ, &size), 0);
    caller.see("33 77\r\n");
    EXPECT_EQ(caller.report(), "E3\n");
}

TEST(StdioRelay, InterruptsInside) {
    Caller caller("trap 'echo caught; exit 7' INT; echo ready; read x");
    caller.see("ready");
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.type("\x03");
    caller.see("caught");
    EXPECT_EQ(caller.report(), "E7\n");
}

TEST(StdioRelay, KeysThatStopAreForTheInside) {
    Caller caller("stty raw -echo; echo ready; head -c2 | od -An -tx1");
    caller.see("ready");
    caller.type("\x1a\x1c");
    caller.see("1a 1c");
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, EndOfFileInsideIsACharacter) {
    Caller caller("cat; echo done");
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.type("abc\r\x04");
    caller.see("done");
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, ReportsTheSignalThatEndedIt) {
    Caller caller("kill -TERM $$");
    EXPECT_EQ(caller.report(), "E143\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, AllOutputArrives) {
    Caller caller("yes 0123456789 | head -c 3000000; printf END");
    std::string seen = caller.see("END");
    EXPECT_EQ(std::count(seen.begin(), seen.end(), '9'), 3000000 / 11);
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, LastWordsArriveThoughAProgramStaysBehind) {
    Caller caller("trap '' HUP; sleep 1000 & head -c 60000 /dev/zero | tr '\\0' x; echo $! END");
    const std::string seen = caller.see("END");
    EXPECT_EQ(std::count(seen.begin(), seen.end(), 'x'), 60000);
    EXPECT_EQ(caller.report(), "E0\n");
    const std::size_t last = seen.rfind('x');
    EXPECT_EQ(
        ::kill(static_cast<pid_t>(std::strtol(seen.c_str() + last + 1, nullptr, 10)), SIGKILL), 0);
}

TEST(StdioRelay, PassesSignalsOnAndPutsTheModesBack) {
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1}) {
        Caller caller("echo ready; exec sleep 1000");
        caller.see("ready");
        EXPECT_TRUE(caller.becomes(ICANON, false));
        caller.send(signal);
        EXPECT_EQ(caller.report(), "E" + std::to_string(128 + signal) + "\n");
        EXPECT_TRUE(caller.modes_are_back());
    }
}

TEST(StdioRelay, TheLossOfTheTerminalHangsUp) {
    Caller caller("echo ready; read x; exec sleep 1000");
    caller.see("ready");
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.terminal() = Pty{};
    EXPECT_EQ(caller.report(), "E129\n");
}

// --- job control ---------------------------------------------------------------------------------

TEST(StdioRelay, StopsAndContinues) {
    Caller caller("echo ready; read x; echo got $x");
    caller.see("ready");
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.send(SIGTSTP);
    EXPECT_EQ(caller.report(), "S\n");
    EXPECT_TRUE(caller.modes_are_back());
    caller.order('f');
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.type("more\r");
    caller.see("got more");
    EXPECT_EQ(caller.report(), "E0\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, WorksInTheBackground) {
    Caller caller("echo ready; read x; echo got $x", {.job = Job::Background});
    caller.see("ready");
    EXPECT_TRUE(caller.modes_are_back());
    caller.order('f');
    EXPECT_TRUE(caller.becomes(ICANON, false));
    caller.type("more\r");
    caller.see("got more");
    EXPECT_EQ(caller.report(), "E0\n");
}

// --- a terminal for input only -------------------------------------------------------------------

TEST(StdioRelay, APipelineReadsLines) {
    Caller caller("cat", {.output = false});
    caller.type("abc\r");
    read_until(caller.output().read.get(), "abc\n");
    EXPECT_TRUE(caller.modes_are_back());
    caller.see("abc\r\n");  // the terminal's own echo
    caller.type("\x04");
    EXPECT_EQ(caller.report(), "E0\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, TheEndOfFileKeepsItsPlace) {
    Caller caller("sleep 0.3; cat; echo first; cat", {.output = false});
    caller.type(
        "a\rb\r\x04"
        "c\r\x04");
    EXPECT_EQ(read_until(caller.output().read.get(), ""), "a\nb\nfirst\nc\n");
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, APasswordIsNotEchoed) {
    Caller caller("stty -echo; echo go >&2; read x; stty echo; echo $x", {.output = false});
    caller.see("go");
    EXPECT_TRUE(caller.becomes(ECHO, false));
    caller.type("secret\r");
    read_until(caller.output().read.get(), "secret\n");
    EXPECT_EQ(caller.report(), "E0\n");
    EXPECT_TRUE(caller.modes_are_back());
}

TEST(StdioRelay, InterruptsAPipeline) {
    Caller caller("trap 'exit 7' INT; echo ready; read x", {.output = false, .error = false});
    read_until(caller.output().read.get(), "ready");
    caller.type("\x03");
    EXPECT_EQ(caller.report(), "E7\n");
}

TEST(StdioRelay, APagerKeepsItsKeys) {
    Caller caller("read x; echo got $x", {.output = false});
    termios pager{};
    ASSERT_EQ(::tcgetattr(caller.terminal().peer.get(), &pager), 0);
    ::cfmakeraw(&pager);
    ASSERT_EQ(::tcsetattr(caller.terminal().peer.get(), TCSANOW, &pager), 0);
    caller.type("q");
    char key = 0;
    ASSERT_EQ(::read(caller.terminal().peer.get(), &key, 1), 1);
    EXPECT_EQ(key, 'q');
    pager.c_lflag |= ICANON;
    pager.c_iflag |= ICRNL;
    ASSERT_EQ(::tcsetattr(caller.terminal().peer.get(), TCSANOW, &pager), 0);
    caller.type("line\r");
    read_until(caller.output().read.get(), "got line\n");
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, StopsAPipeline) {
    Caller caller("echo ready; read x; echo got $x", {.output = false});
    read_until(caller.output().read.get(), "ready");
    caller.type("\x1a");
    EXPECT_EQ(caller.report(), "S\n");
    caller.order('f');
    caller.type("more\r");
    read_until(caller.output().read.get(), "got more\n");
    EXPECT_EQ(caller.report(), "E0\n");
}

// --- a terminal for output only, and none --------------------------------------------------------

TEST(StdioRelay, InputThatIsNoTerminalIsHandedOver) {
    Caller caller("cat; test -t 1 && echo terminal; test -t 0 || echo none", {.input = false});
    EXPECT_EQ(::write(caller.input().write.get(), "data\n", 5), 5);
    caller.input().write.reset();
    const std::string seen = caller.see("none\r\n");
    EXPECT_EQ(seen, "data\r\nterminal\r\nnone\r\n");
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, TheControllingTerminalCannotBeReached) {
    Caller caller("exec 2>&1; (: </dev/tty) && echo reached; echo end", {.input = false});
    EXPECT_EQ(caller.see("end").find("reached"), std::string::npos);
    EXPECT_EQ(caller.report(), "E0\n");
}

TEST(StdioRelay, WithoutTerminalsNothingIsBetween) {
    Caller caller("cat; readlink /proc/self/fd/1; exit 4",
                  {.input = false, .output = false, .error = false});
    EXPECT_EQ(::write(caller.input().write.get(), "data\n", 5), 5);
    caller.input().write.reset();
    const std::string seen = read_until(caller.output().read.get(), "");
    EXPECT_TRUE(seen.starts_with("data\npipe:")) << seen;
    EXPECT_EQ(caller.report(), "E4\n");
}

TEST(StdioRelay, WithoutTerminalsSignalsArePassedOn) {
    Caller caller("trap 'exit 9' TERM; echo ready; read x",
                  {.input = false, .output = false, .error = false});
    read_until(caller.output().read.get(), "ready");
    caller.send(SIGTERM);
    EXPECT_EQ(caller.report(), "E9\n");
}

}  // namespace
}  // namespace gaol::os
