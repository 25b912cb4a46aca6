#include "gaol/engine/step.h"

#include "gaol/base/printable.h"

namespace gaol::engine {

std::string describe(const Plan& plan) {
    std::string text;
    for (const Step& step : plan) {
        text.append("    ").append(step.name);
        if (!step.detail.empty()) {
            text.append(": ").append(printable(step.detail));
        }
        text.append("\n");
        if (step.undo) {
            text.append("        undo: ").append(printable(step.undo_detail)).append("\n");
        }
    }
    return text;
}

}  // namespace gaol::engine
