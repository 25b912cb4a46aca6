// Which jail needs which: the graph of `depend` and of parents, by number.  Pure and linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gaol::engine {

// How long a jail waits for another: until it exists (on removal: until it no longer does), as a
// child for its parent, or until all that belongs to its start (its removal) is done.
enum class Until : std::uint8_t { Turned, Done };

struct Link {
    std::size_t jail;
    Until until;

    bool operator==(const Link&) const = default;
};

class DependencyGraph {
  public:
    struct Node {
        std::string name;
        std::vector<std::string> depend;
    };

    // Of several nodes of one name the first is the one that others depend on.  A node without a
    // name is nobody's dependency.
    explicit DependencyGraph(const std::vector<Node>& nodes);

    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

    // Those that the jail depends on / those that depend on it.
    [[nodiscard]] const std::vector<Link>& needs(std::size_t jail) const { return needs_[jail]; }
    [[nodiscard]] const std::vector<Link>& needed_by(std::size_t jail) const {
        return needed_by_[jail];
    }

    // Empty, or why the jail cannot be put in order: `depends on undefined jail "X"`,
    // `dependency loop`.
    [[nodiscard]] const std::string& problem(std::size_t jail) const { return problems_[jail]; }

  private:
    void link(std::size_t from, std::size_t to, Until until);
    void link_node(std::size_t jail, const Node& node);
    void find_loops();

    std::unordered_map<std::string, std::size_t> by_name_;
    std::vector<std::vector<Link>> needs_;
    std::vector<std::vector<Link>> needed_by_;
    std::vector<std::string> problems_;
};

}  // namespace gaol::engine
