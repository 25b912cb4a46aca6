// The command line of jls(8), turned into what is to be printed.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gaol/cli/format_jls.h"
#include "gaol/cli/options.h"

namespace gaol::cli {

// As xo_parse_args(3): the words "--libxo=WORDS", "--libxo WORDS" and "--libxo:LETTERS" may stand
// anywhere before "--".  They come back first and as "--libxo=WORDS".
[[nodiscard]] std::vector<std::string> gather_libxo(std::span<const std::string> words);

// Empty when -c is given with what does not go with it, or without -j.  Later options win over
// earlier ones that contradict them, as in FreeBSD.  Throws JailError for an output form that does
// not exist and for unknown parameters.
[[nodiscard]] std::optional<JlsRequest> jls_request(const CommandLine& line);

}  // namespace gaol::cli
