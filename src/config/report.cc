#include "gaol/config/report.h"

#include <utility>

#include "gaol/config/config.h"

namespace gaol::config {

void Report::error(std::string line, std::string_view cause) {
    if (full()) {
        return;
    }
    lines_.push_back(std::move(line));
    if (!cause.empty()) {
        lines_.push_back("likely cause: " + std::string(cause));
    }
    if (++count_ == kMaxErrors) {
        lines_.emplace_back("too many errors");
    }
}

bool Report::full() const {
    return count_ >= kMaxErrors;
}

}  // namespace gaol::config
