// Terminals: which one a descriptor is, its size and modes.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "gaol/os/fd.h"
#include "gaol/os/pty.h"

namespace gaol::os {

// The number of the terminal behind a descriptor, the same for /dev/tty and for the terminal's own
// name; empty when it is no terminal.
[[nodiscard]] std::optional<dev_t> terminal_device(int fd) noexcept;

// The same terminal by an open file description of the caller's own, which does not block: the
// flags of fd itself are shared with whoever else holds it.  Where that cannot be had (no /proc, or
// no permission), a duplicate of fd.
[[nodiscard]] Fd reopen_terminal(int fd);

// Whether the calling process belongs to the group that the terminal listens to.  True as well for
// a terminal that is not the caller's controlling one: nobody competes for it then.
[[nodiscard]] bool in_foreground(int terminal) noexcept;

// Gives a pseudoterminal the window size of another terminal, if that has one.
void copy_window_size(int from, const Fd& master) noexcept;

// Who edits the lines that a relay carries between the caller's terminal and a pseudoterminal.
enum class Editing : std::uint8_t {
    Inside,   // the pseudoterminal; the caller's is raw
    Outside,  // the caller's, whose modes follow those that programs inside ask for
    None,     // nothing is read from the caller's terminal
};

// Sets a new pseudoterminal up: control characters and modes of the model, as far as they suit.
// With Editing::Outside the master is in packet mode (tty_ioctl(4), TIOCPKT) and tells of every
// change of modes inside.  Throws SysError.
void prepare_pty(const Pty& pty, int model, Editing editing);

// The character that ends a file in the modes of the terminal (VEOF).
[[nodiscard]] char end_of_file_character(int terminal) noexcept;

// Bytes that wait to be read.
[[nodiscard]] std::size_t unread(int terminal) noexcept;

// Whether the terminal gathers whole lines (ICANON).
[[nodiscard]] bool gathers_lines(int terminal) noexcept;

// The modes of the caller's terminal: changed for a while, and put back at the latest when this is
// destroyed.  All of it is left alone while the caller is in the background, where another program
// or the shell has set the modes that it needs.
class TerminalModes {
  public:
    // Borrows the descriptor.  Throws SysError.
    explicit TerminalModes(int terminal);
    TerminalModes(const TerminalModes&) = delete;
    TerminalModes& operator=(const TerminalModes&) = delete;
    ~TerminalModes();

    void set_raw() noexcept;
    void follow(const Fd& peer) noexcept;  // echo, editing and characters as the pseudoterminal's
    void restore() noexcept;
    [[nodiscard]] bool changed() const noexcept { return changed_; }

  private:
    struct Saved;
    int terminal_;
    bool changed_ = false;
    std::unique_ptr<Saved> saved_;
};

}  // namespace gaol::os
