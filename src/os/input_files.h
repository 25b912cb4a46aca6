// Files that a user names: found by pattern, read whole.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gaol::os {

// The contents of a file, which may be a pipe or a terminal: waits for its end.  Throws SysError;
// EFBIG for more than limit bytes.
[[nodiscard]] std::string read_input_file(const std::string& name, std::size_t limit);

// The names that match a glob(7) pattern, sorted; none is no error.  Throws SysError "glob" when
// there is no memory for them.  Directories that cannot be read match nothing.
[[nodiscard]] std::vector<std::string> match_files(const std::string& pattern);

}  // namespace gaol::os
