// The mounts of a jail that is being created: prepared one by one, taken by its creation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gaol/mount/line.h"
#include "gaol/mount/plan.h"

namespace gaol::engine {

// Whether everything is prepared anew.  What is cloned shows the host's mounts as they were then:
// those that a command has made since (exec.prestart) are seen by a new clone only.
enum class Renew : std::uint8_t { No, Yes };

class Mounts {
  public:
    // Prepares a mount of the jail whose root is path; gives notes for the user.  Throws as
    // mount::Plan does.
    std::vector<std::string> add(const std::string& path, const mount::Line& line);

    [[nodiscard]] std::size_t size() const { return lines_.size(); }

    // Forgets the mounts after the first n.
    void truncate(std::size_t n);

    // What the creation needs; nothing is left here.
    [[nodiscard]] mount::Plan take(const std::string& path, Renew renew);

  private:
    std::optional<mount::Plan> plan_;
    std::vector<mount::Line> lines_;
};

}  // namespace gaol::engine
