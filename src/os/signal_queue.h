// Signals as something to wait for, like any other input.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>

#include "gaol/os/fd.h"

namespace gaol::os {

// While one exists its signals do not act; they queue here.  What is still queued at its end acts
// as it would have before.
class SignalQueue {
  public:
    // Throws SysError.
    explicit SignalQueue(std::initializer_list<int> signals);
    SignalQueue(const SignalQueue&) = delete;
    SignalQueue& operator=(const SignalQueue&) = delete;
    ~SignalQueue();

    // Readable (POLLIN) when there is a signal.
    [[nodiscard]] int fd() const noexcept { return fd_.get(); }

    // The next one, without waiting.
    [[nodiscard]] std::optional<int> next();

    // Lets one of the signals act upon the caller now, as if it had just come.
    void act(int signal) noexcept;

  private:
    struct Mask;
    std::unique_ptr<Mask> before_;
    Fd fd_;
};

}  // namespace gaol::os
