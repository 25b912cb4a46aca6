// jail.conf(5): text in, jails with their settings out.  Pure: files come through a callback.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/model/settings.h"

namespace gaol::config {

// One jail as its file asks for it, fully merged and expanded (F§3.5-F§3.7).
struct JailEntry {
    std::string name;      // the block's name: the "config name" of messages
    Settings settings;     // implied name or jid first, then merge order; variables are gone
    std::string failure;   // empty, or the text (without "jail: NAME: ") that fails this jail alone
    std::string file;      // where its block starts
    int line = 0;
};

// What went wrong in the text as a whole: the lines to print, each without the prefix "jail: ".
struct Diagnostics {
    std::vector<std::string> lines;  // FreeBSD's lines, and after one "likely cause: ..." if known
};

// How the parser gets at files.  read: contents, or an errno text to report.  glob: the names that
// match a pattern, sorted.  Both are given names already made absolute or relative to the cwd.
struct Files {
    std::function<std::string(const std::string& name)> read;  // throws SysError
    std::function<std::vector<std::string>(const std::string& pattern)> glob;
};

struct Config {
    std::vector<JailEntry> jails;  // in file order, wildcard blocks left out
    Diagnostics errors;            // empty: the text is good
};

// Parses and expands.  source is the name for messages ("STDIN" for standard input).
[[nodiscard]] Config load(const std::string& source, std::string_view text, const Files& files);

}  // namespace gaol::config
