// The parameters that jail(8) itself acts upon: exec.*, mount.*, stop.timeout and their like.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "gaol/model/settings.h"
#include "gaol/model/value.h"

namespace gaol::engine {

class ProgramParams {
  public:
    // Reads those among settings, by their types.  Throws JailError for a boolean or a number that
    // is none.
    explicit ProgramParams(const Settings& settings);

    // What is set, else the table's default.  The name must be one of Owner::Program.
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::int64_t number(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] List list(std::string_view name) const;

  private:
    [[nodiscard]] Value get(std::string_view name) const;

    std::map<std::string, Value, std::less<>> values_;
};

}  // namespace gaol::engine
