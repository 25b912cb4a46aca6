// The table of parameters as text, for whoever writes or checks documents.
#pragma once

#include <string>

namespace gaol {

// One line per parameter in table order: name, kind, when, owner, support, default, doc and note,
// separated by tabs; "-" stands for an empty field.
[[nodiscard]] std::string params_as_tsv();

}  // namespace gaol
