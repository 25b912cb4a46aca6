// What is asked for: jails with their settings, and how the program is to go about them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/model/settings.h"

namespace gaol::engine {

enum class Source : std::uint8_t {
    Config,       // a block of jail.conf(5)
    CommandLine,  // parameters on the command line: messages carry no name
    Running,      // a jail that runs and has no configuration
};

// One jail that something may be done about.
struct Request {
    Source source = Source::Config;
    std::string label;  // what messages call it; empty for Source::CommandLine
    Settings settings;
    std::string failure;  // empty, or the error in its configuration that fails this jail alone
};

// The last value of a setting; empty when it is absent.
[[nodiscard]] std::string setting_text(const Settings& settings, std::string_view name);

// What a jail is called in `"NAME" not found`: its label, else its jid, else its name.
[[nodiscard]] std::string display_name(const Request& request);

// The settings that the jail itself is made of.
[[nodiscard]] Settings jail_settings(const Settings& settings);

// Those of them that can be changed while it runs.
[[nodiscard]] Settings changeable_settings(const Settings& settings);

// "name=web path=/srv/web persist", with the quoting of quote_value.
[[nodiscard]] std::string describe_parameters(const Settings& settings);

// A path as the caller's directory makes it absolute.  Throws SysError.
[[nodiscard]] std::string absolute_path(const std::string& path);

enum class Verbosity : std::uint8_t { Quiet, Normal, Verbose };
enum class PrintJid : std::uint8_t { No, Yes };         // jail -i
enum class NoteRemoval : std::uint8_t { No, Yes };      // `NAME: removed` at normal verbosity
enum class DryRun : std::uint8_t { No, Yes };           // print plans, do nothing
enum class Removal : std::uint8_t { Orderly, Forced };  // Forced: jail -R, nothing but the removal

// What all jails of one run of the program share.
struct Options {
    Verbosity verbosity = Verbosity::Normal;
    PrintJid print_jid = PrintJid::No;
    NoteRemoval note_removal = NoteRemoval::No;
    DryRun dry_run = DryRun::No;
    Removal removal = Removal::Orderly;
    int commands = 0;                      // at most so many at a time; 0: no limit
    std::vector<std::string> environment;  // the program's own, for the commands
};

// Where the words go.  Lines are given without a newline.
struct Output {
    std::function<void(const std::string& line)> note;  // standard output
    std::function<void(const std::string& line)> warn;  // standard error, after "jail: "
    std::function<void(const Request&, int jid)> made;  // a jail was created, or was there already
};

}  // namespace gaol::engine
