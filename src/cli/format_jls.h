// What jls(8) prints: jails in, text out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/engine/prison.h"
#include "gaol/model/param.h"
#include "gaol/model/value.h"

namespace gaol::cli {

// One parameter to print.
struct JlsColumn {
    std::string name;    // as it was asked for: "persist", "nopersist", "meta.owner"
    const Param* param;  // never null
    bool negated;        // name is the "no" form
    std::string key;     // of meta and env
    Value fallback;      // the value of a jail that has none of its own
    const Param* group;  // ip4 of ip4.addr: -s looks at its mode; null when there is none
};

// The columns for names: "all" stands for every parameter there is, names without a dot first and
// each group in byte order; a name that comes again is passed over.  Throws JailError EINVAL
// "unknown parameter: NAME".
[[nodiscard]] std::vector<JlsColumn> jls_columns(std::span<const std::string> names);

enum class JlsForm : std::uint8_t {
    Table,       // one line: jid, first address, host name, path
    Names,       // the same with the name for the jid (-N)
    Summary,     // four lines and the addresses (-v)
    Parameters,  // the columns asked for
};

enum class JlsOutput : std::uint8_t { Text, Json, PrettyJson };

struct JlsRequest {
    JlsForm form = JlsForm::Table;
    JlsOutput output = JlsOutput::Text;
    // These are of Parameters, and the first and third of text only.
    bool header = false;       // -h: a line with the names first
    bool assignments = false;  // -n: name=value; a boolean as its name or its "no" form
    bool quotes = false;       // -q: around what has blanks or quotes, and what is empty
    bool settable = false;     // -s: only what can be given to jail(8) to make the jail again
    std::vector<JlsColumn> columns;
};

// The whole output.  In text, what a terminal would act upon is printed in octal, \ooo; newlines of
// meta and env, and tabs, stay.
[[nodiscard]] std::string format_jls(std::span<const engine::Prison> prisons,
                                     const JlsRequest& request);

}  // namespace gaol::cli
