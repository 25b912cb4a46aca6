// The file of `jail -J`: one line for each jail that was made.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "gaol/cli/jail_options.h"
#include "gaol/engine/request.h"

namespace gaol::cli {

// "jid=7 TAB name=web TAB ..."; for the historic form "7 TAB path TAB hostname TAB addresses TAB
// command".
[[nodiscard]] std::string describe_record(JailForm form, const engine::Request& request, int jid);

class JailRecord {
  public:
    // Makes the file, or empties it.  Throws JailError "FILE: errno text".
    JailRecord(const std::string& file, JailForm form);

    // Adds a line, which is in the file when this returns.  Throws like the constructor.
    void add(const engine::Request& request, int jid);

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::string name_;
    JailForm form_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace gaol::cli
