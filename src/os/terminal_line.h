// One terminal of the caller's, and the pseudoterminal that stands for it elsewhere: carries bytes,
// window size and modes between the two.
#pragma once

#include <poll.h>

#include <array>
#include <cstdint>
#include <optional>

#include "gaol/os/relay_buffer.h"
#include "gaol/os/tty.h"

namespace gaol::os {

class TerminalLine {
  public:
    // terminal is borrowed.  Throws SysError.
    TerminalLine(int terminal, Pty pty, Editing editing);

    // What a program gets in place of the terminal.
    [[nodiscard]] const Fd& peer() const noexcept { return pty_.peer; }
    [[nodiscard]] dev_t device() const noexcept { return device_; }

    // Sets the caller's terminal up for the relay, if the caller is in the foreground / puts it
    // back.  Either may be called again.
    void take_over() noexcept;
    void give_back() noexcept;
    void resize() noexcept { copy_window_size(near_.get(), pty_.master); }

    // What to wait for now: the caller's terminal and the master, fd -1 for one that does not
    // matter; and after how many milliseconds to ask again even so (-1: never).
    [[nodiscard]] std::array<pollfd, 2> interests() const noexcept;
    [[nodiscard]] int patience() const noexcept;

    // Carries what the two entries, filled in by poll, say is there.
    void serve(const std::array<pollfd, 2>& ready) noexcept;

    // Once the command has ended: nothing more goes in, and what it has written comes out.
    void drain() noexcept;
    [[nodiscard]] bool drained() const noexcept;

  private:
    // The end of the file is a character among others: it must not catch up with what was typed
    // before it, nor what is typed after it catch up with it.
    enum class EndOfFile : std::uint8_t { None, Due, Sent };

    [[nodiscard]] bool may_read() const noexcept;
    [[nodiscard]] bool alive() const noexcept { return pty_.master.valid(); }
    void read_terminal(bool hung_up) noexcept;
    [[nodiscard]] bool read_master() noexcept;
    void send_end_of_file() noexcept;
    void hang_up() noexcept;

    Fd near_;
    Pty pty_;
    dev_t device_;
    Editing editing_;
    std::optional<TerminalModes> modes_;  // of near_; empty with Editing::None
    RelayBuffer inward_;
    RelayBuffer outward_;
    EndOfFile end_of_file_ = EndOfFile::None;
    bool ended_ = false;         // the command has
    std::size_t allowance_ = 0;  // bytes that may still come out after its end
};

}  // namespace gaol::os
