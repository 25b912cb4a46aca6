// Names of parameters and variables as small numbers, so that merging thousands of jails compares
// and looks up no text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gaol::config {

using SymbolId = std::uint32_t;

enum class Trait : std::uint8_t {
    Plain,
    Reserved,   // no variable may have this name, whether the jail sets the parameter or not
    Immutable,  // reserved, and it may be set once only: jid and name
};

struct Symbol {
    std::string_view spelling;
    SymbolId key;  // the symbol of the parameter that it means: that of "persist" for "nopersist"
    Trait trait;   // of that parameter
};

class Symbols {
  public:
    // About what one more symbol takes here and in a table by symbol.
    static constexpr std::size_t kBytesPerSymbol = 96;

    Symbols();

    // The spelling must outlive the table.
    [[nodiscard]] SymbolId intern(std::string_view spelling);

    [[nodiscard]] const Symbol& operator[](SymbolId id) const { return symbols_[id]; }
    [[nodiscard]] std::size_t size() const { return symbols_.size(); }

    [[nodiscard]] SymbolId name() const { return name_; }
    [[nodiscard]] SymbolId jid() const { return jid_; }

  private:
    std::vector<Symbol> symbols_;
    std::unordered_map<std::string_view, SymbolId> ids_;
    SymbolId name_;
    SymbolId jid_;
};

}  // namespace gaol::config
