// One plan being carried out: step by step, with the way back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "gaol/engine/context.h"
#include "gaol/engine/step.h"

namespace gaol::engine {

// Carries out a plan and reports its failures, once, as "LABEL: text": this is where an error gets
// its context.  Nothing is thrown from here.
class Execution {
  public:
    explicit Execution(JailContext& jail) : jail_(&jail) {}

    // Makes the plan; when that fails there is none, and the execution has failed.
    void begin(const std::function<Plan(JailContext&)>& make_plan);

    // The step that comes next; null when the plan is over, to its end or by failure.
    [[nodiscard]] const Step* next() const;

    // Runs the next step.  What it waits for, if anything: then finish is to be called before the
    // next one, which may have to wait again.
    [[nodiscard]] const Wait* run();
    [[nodiscard]] const Wait* finish(Expired expired);

    // Gives the plan up where it stands, and undoes it.
    void interrupt();

    // What is to be done once the plan has been carried out in full; it may fail the execution yet.
    void conclude(const std::function<void(const JailContext&)>& action);

    [[nodiscard]] bool failed() const { return failed_; }

    // Whether the jail has come to exist, or ceased to.
    [[nodiscard]] bool turned() const { return turned_; }

  private:
    void guarded(const std::function<void()>& action);
    const Wait* after_progress();
    void after_step();
    void roll_back();

    JailContext* jail_;
    Plan plan_;
    std::size_t next_ = 0;
    Progress wait_;
    bool step_failed_ = false;
    bool failed_ = false;
    bool turned_ = false;
};

}  // namespace gaol::engine
