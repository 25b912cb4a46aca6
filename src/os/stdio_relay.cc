#include "gaol/os/stdio_relay.h"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

// The program leads its session, so its group has its pid; it has not been waited for, so no other
// group can have that number.
void signal_group(const Child& child, int signal) {
    if (::kill(-child.pid(), signal) != 0) {
        send_signal(child.pidfd(), signal);
    }
}

int sooner(int a, int b) {
    if (a < 0 || b < 0) {
        return std::max(a, b);
    }
    return std::min(a, b);
}

void wait(std::vector<pollfd>& entries, int milliseconds) {
    if (::poll(entries.data(), entries.size(), milliseconds) < 0 && errno != EINTR) {
        throw SysError(errno, "poll");
    }
}

}  // namespace

StdioRelay::StdioRelay(const std::function<Pty()>& make_pty)
    : signals_({SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT,
                SIGWINCH, SIGPIPE}) {
    const auto input = terminal_device(0);
    add_line(0, input == terminal_device(1) ? Editing::Inside : Editing::Outside, make_pty);
    add_line(1, Editing::None, make_pty);
    add_line(2, Editing::None, make_pty);
}

void StdioRelay::add_line(int fd, Editing editing, const std::function<Pty()>& make_pty) {
    if (terminal_device(fd) && line_of(fd) == nullptr) {
        lines_.push_back(std::make_unique<TerminalLine>(fd, make_pty(), editing));
    }
}

TerminalLine* StdioRelay::line_of(int fd) const noexcept {
    const auto device = terminal_device(fd);
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const auto& line) { return line->device() == device; });
    return found == lines_.end() ? nullptr : found->get();
}

StdioRelay::Ends StdioRelay::ends() const noexcept {
    const auto end = [this](int fd) {
        const TerminalLine* line = line_of(fd);
        return line == nullptr ? fd : line->peer().get();
    };
    return {.input = end(0),
            .output = end(1),
            .error = end(2),
            .controlling_terminal = line_of(0) != nullptr};
}

ExitStatus StdioRelay::run(Child child) {
    for (const auto& line : lines_) {
        line->take_over();
    }
    while (!status_ || !(drained() || abandoned_)) {
        wait_and_serve(child);
        if (!status_) {
            status_ = child.try_wait();
        }
        for (const auto& line : lines_) {
            if (status_) {
                line->drain();
            }
        }
    }
    for (const auto& line : lines_) {
        line->give_back();
    }
    return *status_;
}

void StdioRelay::wait_and_serve(const Child& child) {
    const int ending = status_ ? -1 : child.pidfd().get();
    std::vector<pollfd> entries{{.fd = signals_.fd(), .events = POLLIN, .revents = 0},
                                {.fd = ending, .events = POLLIN, .revents = 0}};
    int patience = -1;
    for (const auto& line : lines_) {
        const auto interests = line->interests();
        entries.insert(entries.end(), interests.begin(), interests.end());
        patience = sooner(patience, line->patience());
    }
    wait(entries, patience);
    handle_signals(child);
    for (std::size_t i = 0; i < lines_.size(); i++) {
        lines_[i]->serve({entries[2 + 2 * i], entries[3 + 2 * i]});
    }
}

void StdioRelay::handle_signals(const Child& child) {
    while (const auto signal = signals_.next()) {
        handle(*signal, child);
    }
}

void StdioRelay::handle(int signal, const Child& child) {
    switch (signal) {
        case SIGPIPE:
            break;
        case SIGWINCH:
            for (const auto& line : lines_) {
                line->resize();
            }
            break;
        case SIGTSTP:
            suspend(child);
            break;
        case SIGCONT:
            resume(child);
            break;
        default:
            if (status_) {
                abandoned_ = true;
            } else {
                signal_group(child, signal);
            }
    }
}

void StdioRelay::suspend(const Child& child) {
    if (!status_) {
        signal_group(child, SIGSTOP);
    }
    for (const auto& line : lines_) {
        line->give_back();
    }
    signals_.act(SIGTSTP);
    // Continued; or never stopped, where there is no shell to continue it (an orphaned group).
    resume(child);
}

void StdioRelay::resume(const Child& child) {
    for (const auto& line : lines_) {
        line->take_over();
    }
    if (!status_) {
        signal_group(child, SIGCONT);
    }
}

bool StdioRelay::drained() const noexcept {
    return std::all_of(lines_.begin(), lines_.end(),
                       [](const auto& line) { return line->drained(); });
}

}  // namespace gaol::os
