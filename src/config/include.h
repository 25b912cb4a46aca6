// Which files an .include names, and their contents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/config/config.h"

namespace gaol::config {

class Includes {
  public:
    // files must outlive it; used: bytes that the main text already took of Limits::input_size.
    Includes(const Files& files, const Limits& limits, std::size_t used)
        : files_(files), limits_(limits), used_(used) {}

    // The files that name stands for, in the order to read them: a pattern's matches, which may
    // be none, or the name itself.  A relative name starts at the directory of the file that
    // includes it.  Throws JailError.
    [[nodiscard]] std::vector<std::string> resolve(std::string_view includer,
                                                   std::string_view name) const;

    // Throws JailError: "NAME: errno text", or when one of the bounds is passed.
    [[nodiscard]] std::string read(const std::string& name);

  private:
    const Files& files_;
    const Limits limits_;
    std::size_t used_;
    std::size_t count_ = 0;
};

}  // namespace gaol::config
