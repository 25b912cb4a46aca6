// The jail that a program was told to work on.
#pragma once

#include <string_view>

#include "gaol/engine/prison.h"

namespace gaol::cli {

// Throws JailError ENOENT: `jail "X" not found`, `jail 7 not found` for a number, `jail "X" (7) is
// dying` and `jail 7 is dying` when only Dying::Show would find it.
[[nodiscard]] engine::Prison find_jail(const engine::Prisons& prisons, std::string_view text,
                                       engine::Dying dying = engine::Dying::Hide);

}  // namespace gaol::cli
