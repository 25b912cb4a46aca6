// Bytes on their way from one descriptor to another: a bounded store, so that a slow reader holds
// the writer up instead of filling memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gaol::os {

class RelayBuffer {
  public:
    static constexpr std::size_t kCapacity = 16384;

    enum class Input : std::uint8_t {
        Some,    // at least one byte came
        Later,   // nothing for now
        End,     // the end of the file
        Broken,  // the other side is gone
    };

    // At most one read from fd, into the room that is left.
    [[nodiscard]] Input fill(int fd) noexcept;

    // The same from a master in packet mode (tty_ioctl(4), TIOCPKT), with room for two bytes at
    // least.  Modes, Other: no bytes came; the modes of the terminal have changed / some notice.
    enum class Packet : std::uint8_t { Some, Modes, Other, Later, Broken };
    [[nodiscard]] Packet fill_packet(int fd) noexcept;

    // Writes to fd what it takes at once.  false: the other side is gone.
    [[nodiscard]] bool flush(int fd) noexcept;

    // One byte more; there must be room.
    void push(char byte) noexcept;

    void clear() noexcept { begin_ = end_ = 0; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] std::size_t room() const noexcept { return kCapacity - (end_ - begin_); }

  private:
    void compact() noexcept;

    std::array<char, kCapacity> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace gaol::os
