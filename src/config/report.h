// Collects the errors of a text, up to a bounded number.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gaol::config {

class Report {
  public:
    // cause: what the user most likely did, or empty.  Past the bound nothing is added but one
    // line that says so.
    void error(std::string line, std::string_view cause = {});

    [[nodiscard]] bool empty() const { return lines_.empty(); }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] bool full() const;
    [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

  private:
    std::vector<std::string> lines_;
    std::size_t count_ = 0;
};

}  // namespace gaol::config
