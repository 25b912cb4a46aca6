// Waiting for many descriptors at once, at a cost that does not grow with their number.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "gaol/os/fd.h"

namespace gaol::os {

class Poller {
  public:
    // One descriptor under watch: whose it is, as the caller counts, and its number.
    struct Entry {
        std::uint32_t owner = 0;
        int fd = -1;
    };

    // Throws SysError.
    Poller();

    // Watches entry.fd until it is readable or removed; it must stay open until then.
    void add(Entry entry);
    void remove(int fd);

    // At most so many entries come from one wait; when fewer do, no others are readable.
    static constexpr std::size_t kBatch = 64;

    // Waits until something is readable, at the longest for the time given (empty: for ever), and
    // gives what is; entries stay under watch.  Empty when the time has passed.
    [[nodiscard]] std::vector<Entry> wait(std::optional<std::chrono::milliseconds> limit);

  private:
    Fd epoll_;
};

}  // namespace gaol::os
