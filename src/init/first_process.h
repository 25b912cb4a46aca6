// The life of jailinit after its start: wait for signals, reap, obey, end.
#pragma once

#include "gaol/init/decide.h"
#include "gaol/init/options.h"

namespace gaol::init {

class FirstProcess {
  public:
    explicit FirstProcess(const Options& options) noexcept;

    // Returns when the jail is over: all processes that it could reap are reaped.
    void run() noexcept;

  private:
    void handle(const Received& received) noexcept;
    void reap() noexcept;
    [[nodiscard]] Ends ends() const noexcept;
    [[nodiscard]] Seen look() const noexcept;
    // Enters the next phase if it is time for that; says whether it was.
    [[nodiscard]] bool advance() noexcept;
    void begin(Phase phase) noexcept;

    enum class Children { None, Some };

    State state_;
    Children children_ = Children::Some;
    long script_ = 0;       // process id of the shutdown script, 0 when it does not run
    int64_t stop_time_;     // nanoseconds that each half of the orderly stop may take
    int64_t deadline_ = 0;  // end of the phase on the monotonic clock, if it has one
};

}  // namespace gaol::init
