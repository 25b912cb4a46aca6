#include "gaol/os/tty.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

// Changing modes from the background raises SIGTTOU, which would stop the caller; while the signal
// is blocked the call just works.  in_foreground() has been asked before, but the answer may have
// changed since.
void set_modes(int terminal, const termios& modes) noexcept {
    sigset_t ttou;
    sigset_t before;
    ::sigemptyset(&ttou);
    ::sigaddset(&ttou, SIGTTOU);
    ::sigprocmask(SIG_BLOCK, &ttou, &before);
    ::tcsetattr(terminal, TCSANOW, &modes);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

void check(int result, const char* call) {
    if (result < 0) {
        throw SysError(errno, call);
    }
}

void enable_packet_mode(const Fd& master) {
    int on = 1;
    check(::ioctl(master.get(), TIOCPKT, &on), "ioctl(TIOCPKT)");
}

}  // namespace

std::optional<dev_t> terminal_device(int fd) noexcept {
    unsigned int number = 0;
    if (::isatty(fd) == 1 && ::ioctl(fd, TIOCGDEV, &number) == 0) {
        return number;
    }
    return std::nullopt;
}

Fd reopen_terminal(int fd) {
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    Fd own(::open(link.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!own.valid()) {
        own = Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    }
    check(own.get(), "dup");
    return own;
}

bool in_foreground(int terminal) noexcept {
    const pid_t group = ::tcgetpgrp(terminal);
    return group < 0 || group == ::getpgrp();
}

void copy_window_size(int from, const Fd& master) noexcept {
    winsize size{};
    if (::ioctl(from, TIOCGWINSZ, &size) == 0) {
        ::ioctl(master.get(), TIOCSWINSZ, &size);
    }
}

void prepare_pty(const Pty& pty, int model, Editing editing) {
    termios modes{};
    check(::tcgetattr(model, &modes), "tcgetattr");
    if (editing != Editing::Inside) {
        // The caller's terminal turns newlines into what it needs, and it must not do so twice.
        modes.c_oflag &= ~static_cast<tcflag_t>(OPOST);
        modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    }
    if (editing == Editing::Outside) {
        // What programs inside see as the terminal's echo is what follow() carries out.
        modes.c_lflag |= ECHO | EXTPROC;
        enable_packet_mode(pty.master);
    }
    check(::tcsetattr(pty.peer.get(), TCSANOW, &modes), "tcsetattr");
    copy_window_size(model, pty.master);
}

char end_of_file_character(int terminal) noexcept {
    termios modes{};
    return ::tcgetattr(terminal, &modes) == 0 ? static_cast<char>(modes.c_cc[VEOF]) : '\4';
}

std::size_t unread(int terminal) noexcept {
    // What has just been written to the other side is counted only once the kernel has carried it
    // over, which poll waits for and FIONREAD does not.
    pollfd entry{.fd = terminal, .events = POLLIN, .revents = 0};
    ::poll(&entry, 1, 0);
    int count = 0;
    return ::ioctl(terminal, FIONREAD, &count) == 0 && count > 0 ? static_cast<std::size_t>(count)
                                                                 : 0;
}

bool gathers_lines(int terminal) noexcept {
    termios modes{};
    return ::tcgetattr(terminal, &modes) == 0 && (modes.c_lflag & ICANON) != 0;
}

struct TerminalModes::Saved {
    termios modes;
};

TerminalModes::TerminalModes(int terminal)
    : terminal_(terminal), saved_(std::make_unique<Saved>()) {
    check(::tcgetattr(terminal_, &saved_->modes), "tcgetattr");
}

TerminalModes::~TerminalModes() {
    restore();
}

void TerminalModes::set_raw() noexcept {
    if (!in_foreground(terminal_)) {
        return;
    }
    termios modes = saved_->modes;
    ::cfmakeraw(&modes);
    set_modes(terminal_, modes);
    changed_ = true;
}

void TerminalModes::follow(const Fd& peer) noexcept {
    termios wanted{};
    if (!in_foreground(terminal_) || ::tcgetattr(peer.get(), &wanted) != 0) {
        return;
    }
    termios modes = saved_->modes;
    modes.c_iflag = wanted.c_iflag;
    modes.c_lflag = wanted.c_lflag & ~static_cast<tcflag_t>(EXTPROC);
    std::copy(std::begin(wanted.c_cc), std::end(wanted.c_cc), std::begin(modes.c_cc));
    set_modes(terminal_, modes);
    changed_ = modes.c_iflag != saved_->modes.c_iflag || modes.c_lflag != saved_->modes.c_lflag;
}

void TerminalModes::restore() noexcept {
    if (changed_ && in_foreground(terminal_)) {
        set_modes(terminal_, saved_->modes);
    }
    changed_ = false;
}

}  // namespace gaol::os
