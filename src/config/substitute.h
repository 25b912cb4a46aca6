// Substitutes the variables of one jail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/config/ast.h"
#include "gaol/config/budget.h"
#include "gaol/config/merge.h"

namespace gaol::config {

// Depth first and without recursion: a parameter that needs another one's value waits on a stack
// until that one is done.  Serves one jail after the other, in the same memory.
class Substituter {
  public:
    // jail_size: the bytes that one jail may take; budget: what all jails together may.
    Substituter(const Ast& ast, const Merger& merger, std::size_t jail_size, Budget& budget)
        : ast_(ast), merger_(merger), jail_size_(jail_size), budget_(budget) {}

    // Of the jail that the merger has merged.
    void run();

    // The places in Merger::parameters(), in the order of their substitution.
    [[nodiscard]] const std::vector<std::size_t>& order() const { return order_; }

    // The values of the parameter at that place; they are moved out.
    [[nodiscard]] std::vector<std::string> take_values(std::size_t place);

    [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

  private:
    enum class State : std::uint8_t { Waiting, Active, Done };
    enum class Step : std::uint8_t { Next, Enter };

    struct Progress {
        State state = State::Waiting;
        bool bad = false;       // its value is not to be trusted; whoever uses it is bad too
        bool begun = false;     // the value at text has its place in values
        std::size_t text = 0;   // the next value
        std::size_t piece = 0;  // the next piece of that
        std::vector<std::string> values;
    };

    void start();
    void copy_plain(std::size_t place);
    void resolve(std::size_t place);
    // Goes on with the top of the stack; Enter: another one was put on it.
    [[nodiscard]] Step advance(std::size_t place);
    [[nodiscard]] Step advance_text(std::size_t place, const Text& text);
    [[nodiscard]] Step insert(std::size_t place, const Text& text, SymbolId variable);
    void insert_values(std::size_t place, const Text& text, std::size_t from);
    [[nodiscard]] bool append(std::size_t place, std::string_view text);
    [[nodiscard]] bool charge(std::size_t place, std::size_t bytes);

    [[nodiscard]] std::size_t look_up(SymbolId variable) const;
    [[nodiscard]] std::string spelling(std::size_t place) const;
    void fail(const std::string& message);
    void fail_chain();

    const Ast& ast_;
    const Merger& merger_;
    const std::size_t jail_size_;
    Budget& budget_;
    std::vector<Progress> progress_;
    std::vector<std::size_t> chain_;
    std::vector<std::size_t> order_;
    std::vector<std::string> failures_;
    std::size_t size_ = 0;  // of this jail
    bool too_large_ = false;
};

}  // namespace gaol::config
