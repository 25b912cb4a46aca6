// jail.conf(5): text in, jails with their settings out.  Pure: files come through a callback.
//
// Three passes, each over values that no later pass changes: the lexer makes tokens of a text, the
// parser makes blocks of parameters of the tokens (and follows .include), the expansion merges
// global, wildcard and own parameters of each jail and substitutes variables.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/model/settings.h"

namespace gaol::config {

inline constexpr std::size_t kMaxIncludeDepth = 32;  // jail.conf(5)
inline constexpr std::size_t kMaxNesting = 128;      // blocks in blocks: a name has 255 bytes
inline constexpr std::size_t kMaxBlockName = 1024;   // bytes of a block's full name
inline constexpr std::size_t kMaxErrors = 20;        // errors reported for one text
inline constexpr std::size_t kMaxJailFailures = 20;  // failures reported for one jail

// Beyond these a text is refused, before the memory or time for it is taken.
struct Limits {
    std::size_t file_size = std::size_t{64} << 20;    // bytes of one file
    std::size_t input_size = std::size_t{256} << 20;  // bytes of all files
    std::size_t files = 200'000;                      // files read by .include
    std::size_t tree_size = std::size_t{384} << 20;   // bytes of the syntax tree
    std::size_t jail_size = std::size_t{16} << 20;    // bytes of one jail's values, expanded
    std::size_t expansion = std::size_t{512} << 20;   // bytes of all jails, expanded
    std::size_t merge_steps = 200'000'000;            // parameters merged, wildcards matched
};

// One jail as its file asks for it, fully merged and expanded.
struct JailEntry {
    std::string name;   // the block's name: the "config name" of messages
    Settings settings;  // implied name or jid first, then merge order (a parameter that another
                        // one uses as a variable, and has variables itself, stands before it)
    std::vector<std::string> failures;  // each to be printed as "jail: NAME: TEXT"; any of them
                                        // fails this jail alone
    std::string file;                   // where its block starts
    int line = 0;
};

// What went wrong in the text as a whole: the lines to print, each without the prefix "jail: ".
struct Diagnostics {
    std::vector<std::string> lines;  // FreeBSD's lines, and after one "likely cause: ..." if known
};

// How the parser gets at files.  Names are absolute or relative to the working directory.
struct Files {
    // The contents.  Throws SysError; JailError EFBIG when there are more than limit bytes, and
    // then without having read much more than that.
    std::function<std::string(const std::string& name, std::size_t limit)> read;
    // The names that match a glob(7) pattern, sorted; none is no error.  Throws SysError.
    std::function<std::vector<std::string>(const std::string& pattern)> glob;
};

struct Config {
    std::vector<JailEntry> jails;  // in file order, wildcard blocks left out; empty after an error
    Diagnostics errors;            // empty: the text is good
};

// Parses and expands.  source is the name for messages and the base of relative .include names:
// "STDIN" for standard input.  Errors of the text are in the result, nothing is thrown for them.  A
// caller that reads the main text itself should read no more than Limits::file_size + 1 bytes.
[[nodiscard]] Config load(const std::string& source, std::string_view text, const Files& files,
                          const Limits& limits = {});

}  // namespace gaol::config
