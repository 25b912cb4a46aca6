// The standard input, output and error of a program that must not hold the caller's terminal: who
// holds a terminal can push input to whatever reads it next, the caller's shell (TIOCSTI), and so
// can leave a jail.
//
// Each terminal among descriptors 0, 1 and 2 is replaced by a pseudoterminal, and bytes are carried
// between the two; what is no terminal is handed over as it is.  How the caller's terminal is used:
//
//   0 and 1 are the same terminal   raw; everything typed goes in, ^C and ^Z too
//   0 is, 1 is not ("cmd | less")   keeps its modes, unless programs inside change theirs, and is
//                                   read only while no other program has changed it
//   0 is not                        is only written to
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "gaol/os/child.h"
#include "gaol/os/signal_queue.h"
#include "gaol/os/terminal_line.h"

namespace gaol::os {

class StdioRelay {
  public:
    // make_pty is called once for each of the caller's terminals.  Until destroyed, signals that
    // would end, stop or continue the caller act as run() says.  Throws SysError.
    explicit StdioRelay(const std::function<Pty()>& make_pty);

    // What the program is to get as 0, 1 and 2.
    struct Ends {
        int input = 0;
        int output = 1;
        int error = 2;
        bool controlling_terminal = false;  // input shall become the terminal of its session
    };
    [[nodiscard]] Ends ends() const noexcept;

    // Carries bytes until the program has ended and all that it wrote has arrived.  The program
    // must lead a session.  SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1 and SIGUSR2 are
    // passed on to its process group; SIGTSTP stops the group and then the caller, SIGCONT
    // continues both; SIGWINCH gives it the new size.  Throws SysError.
    [[nodiscard]] ExitStatus run(Child child);

  private:
    void add_line(int fd, Editing editing, const std::function<Pty()>& make_pty);
    [[nodiscard]] TerminalLine* line_of(int fd) const noexcept;
    void wait_and_serve(const Child& child);
    void handle_signals(const Child& child);
    void handle(int signal, const Child& child);
    void suspend(const Child& child);
    void resume(const Child& child);
    [[nodiscard]] bool drained() const noexcept;

    SignalQueue signals_;
    std::vector<std::unique_ptr<TerminalLine>> lines_;
    std::optional<ExitStatus> status_;
    bool abandoned_ = false;  // told to end while output of the ended program was waiting
};

}  // namespace gaol::os
