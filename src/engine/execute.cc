#include "gaol/engine/execute.h"

#include <exception>
#include <utility>

#include "gaol/base/error.h"

namespace gaol::engine {

void Execution::begin(const std::function<Plan(JailContext&)>& make_plan) {
    guarded([&] { plan_ = make_plan(*jail_); });
    failed_ = step_failed_;
}

const Step* Execution::next() const {
    return next_ < plan_.size() ? &plan_[next_] : nullptr;
}

const Wait* Execution::run() {
    const Step& step = plan_[next_];
    guarded([&] { wait_ = step.run(*jail_); });
    return after_progress();
}

const Wait* Execution::finish(Expired expired) {
    const Wait wait = *std::exchange(wait_, std::nullopt);
    guarded([&] { wait_ = wait.finish(*jail_, expired); });
    return after_progress();
}

const Wait* Execution::after_progress() {
    if (wait_) {
        return &*wait_;
    }
    after_step();
    return nullptr;
}

void Execution::interrupt() {
    wait_.reset();
    failed_ = true;
    jail_->warn("interrupted");
    roll_back();
}

void Execution::conclude(const std::function<void(const JailContext&)>& action) {
    if (action && !failed_) {
        guarded([&] { action(*jail_); });
        failed_ = step_failed_;
    }
}

// A failure of a system call is told with the step it happened in; the other kinds are sentences of
// their own.
void Execution::guarded(const std::function<void()>& action) {
    step_failed_ = true;
    try {
        action();
        step_failed_ = false;
    } catch (const SysError& error) {
        const Step* step = next();
        jail_->warn((step == nullptr ? "" : step->name + ": ") + error.what());
    } catch (const std::exception& error) {
        jail_->warn(error.what());
    }
}

void Execution::after_step() {
    const Step& step = plan_[next_];
    if (!step_failed_) {
        turned_ = turned_ || step.turning == Turning::Point;
        next_++;
        return;
    }
    failed_ = true;
    if (step.failure == Failure::Continues) {
        next_++;
        return;
    }
    roll_back();
}

// The failed step has done nothing; those before it are undone from the last to the first.  An undo
// that fails is reported, and does not keep the others from running.
void Execution::roll_back() {
    while (next_ > 0) {
        next_--;
        if (plan_[next_].undo) {
            guarded([this] { plan_[next_].undo(*jail_); });
        }
    }
    next_ = plan_.size();
}

}  // namespace gaol::engine
