// A stack of clean-up actions that run in reverse order unless the work is committed.
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace gaol {

// Each action must not throw: it runs during unwinding, when there is nobody left to tell.
// Neither copyable nor movable, so that no action can run twice.
class Undo {
  public:
    Undo() = default;
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;
    ~Undo() { run(); }

    void push(std::function<void()> action) { actions_.push_back(std::move(action)); }
    void commit() noexcept { actions_.clear(); }

  private:
    void run() noexcept;

    std::vector<std::function<void()>> actions_;
};

}  // namespace gaol
