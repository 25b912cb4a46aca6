#include "gaol/os/terminal_line.h"

#include <fcntl.h>

#include <utility>

namespace gaol::os {

namespace {

// How long to wait for what the kernel gives no notice of: another program's change of the caller's
// terminal, and a program's reading of all that was typed.
constexpr int kAskAgain = 50;

// After the end of the command a program that it left behind may write on and on; this is more than
// the kernel holds for a terminal.
constexpr std::size_t kLastBytes = 256 * 1024;

void make_nonblocking(const Fd& fd) noexcept {
    ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

}  // namespace

TerminalLine::TerminalLine(int terminal, Pty pty, Editing editing)
    : near_(reopen_terminal(terminal)),
      pty_(std::move(pty)),
      device_(terminal_device(terminal).value_or(0)),
      editing_(editing) {
    make_nonblocking(pty_.master);
    prepare_pty(pty_, near_.get(), editing_);
    if (editing_ != Editing::None) {
        modes_.emplace(near_.get());
    }
}

void TerminalLine::take_over() noexcept {
    if (!alive()) {
        return;
    }
    if (editing_ == Editing::Inside) {
        modes_->set_raw();
    } else if (editing_ == Editing::Outside) {
        modes_->follow(pty_.peer);
    }
    resize();
}

void TerminalLine::give_back() noexcept {
    if (modes_) {
        modes_->restore();
    }
}

bool TerminalLine::may_read() const noexcept {
    if (editing_ == Editing::None || ended_ || !inward_.empty() ||
        end_of_file_ != EndOfFile::None || !in_foreground(near_.get())) {
        return false;
    }
    // While another program of the caller's (a pager that reads our output) has set modes of its
    // own, what is typed is meant for that program.
    return modes_->changed() || (editing_ == Editing::Outside && gathers_lines(near_.get()));
}

std::array<pollfd, 2> TerminalLine::interests() const noexcept {
    const auto events = [](bool in, bool out) {
        return static_cast<short>((in ? POLLIN : 0) | (out ? POLLOUT : 0));
    };
    const short near = alive() ? events(may_read(), !outward_.empty()) : short{0};
    const short far = alive() ? events(!ended_ && outward_.room() > 1, !inward_.empty()) : short{0};
    return {{{.fd = near != 0 ? near_.get() : -1, .events = near, .revents = 0},
             {.fd = far != 0 ? pty_.master.get() : -1, .events = far, .revents = 0}}};
}

int TerminalLine::patience() const noexcept {
    if (editing_ != Editing::Outside || ended_ || !alive()) {
        return -1;
    }
    const bool other_program = !modes_->changed() && !gathers_lines(near_.get());
    return end_of_file_ != EndOfFile::None || other_program ? kAskAgain : -1;
}

void TerminalLine::serve(const std::array<pollfd, 2>& ready) noexcept {
    const short near = ready[0].revents;
    const short far = ready[1].revents;
    if ((near & (POLLIN | POLLHUP | POLLERR)) != 0 && (ready[0].events & POLLIN) != 0) {
        read_terminal((near & POLLHUP) != 0);
    }
    if (alive() && (far & ~POLLOUT) != 0) {
        static_cast<void>(read_master());
    }
    send_end_of_file();
    if (alive() && !(inward_.flush(pty_.master.get()) && outward_.flush(near_.get()))) {
        hang_up();
    }
}

void TerminalLine::read_terminal(bool hung_up) noexcept {
    switch (inward_.fill(near_.get())) {
        case RelayBuffer::Input::Some:
        case RelayBuffer::Input::Later:
            break;
        case RelayBuffer::Input::End:
            if (editing_ == Editing::Outside && !hung_up) {
                end_of_file_ = EndOfFile::Due;
                break;
            }
            [[fallthrough]];
        case RelayBuffer::Input::Broken:
            hang_up();
            break;
    }
}

// false: there is nothing more for now.
bool TerminalLine::read_master() noexcept {
    if (editing_ != Editing::Outside) {
        return outward_.fill(pty_.master.get()) == RelayBuffer::Input::Some;
    }
    const RelayBuffer::Packet packet = outward_.fill_packet(pty_.master.get());
    if (packet == RelayBuffer::Packet::Modes) {
        modes_->follow(pty_.peer);
    }
    return packet != RelayBuffer::Packet::Later && packet != RelayBuffer::Packet::Broken;
}

void TerminalLine::send_end_of_file() noexcept {
    if (end_of_file_ == EndOfFile::None || !alive() || !inward_.empty() ||
        unread(pty_.peer.get()) != 0) {
        return;
    }
    if (end_of_file_ == EndOfFile::Due) {
        inward_.push(end_of_file_character(pty_.peer.get()));
        end_of_file_ = EndOfFile::Sent;
    } else {
        end_of_file_ = EndOfFile::None;
    }
}

void TerminalLine::drain() noexcept {
    if (!ended_) {
        ended_ = true;
        allowance_ = kLastBytes;
        inward_.clear();
    }
    while (alive() && allowance_ > 0 && outward_.room() > 1) {
        const std::size_t room = outward_.room();
        const bool more = read_master();
        const std::size_t count = room - outward_.room();
        allowance_ = more && count < allowance_ ? allowance_ - count : 0;
    }
    if (alive() && !outward_.flush(near_.get())) {
        hang_up();
    }
}

bool TerminalLine::drained() const noexcept {
    return !alive() || (ended_ && allowance_ == 0 && outward_.empty());
}

// Closing the master sends SIGHUP to the programs on the pseudoterminal, as the loss of a terminal
// does.
void TerminalLine::hang_up() noexcept {
    inward_.clear();
    outward_.clear();
    pty_ = Pty{};
}

}  // namespace gaol::os
