#include "gaol/model/param_doc.h"

#include <array>
#include <string_view>

#include "gaol/model/param.h"

namespace gaol {

namespace {

constexpr std::array<std::string_view, 9> kKinds{"bool", "int",       "uint",     "mode", "string",
                                                 "path", "addresses", "keyvalue", "list"};
constexpr std::array<std::string_view, 3> kWhens{"any", "create", "read"};
constexpr std::array<std::string_view, 2> kOwners{"jail", "program"};
constexpr std::array<std::string_view, 4> kSupports{"honoured", "shown", "not yet", "no meaning"};

template <typename Enum, std::size_t size>
std::string_view word(const std::array<std::string_view, size>& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string params_as_tsv() {
    std::string text;
    for (const Param& param : all_params()) {
        const std::array<std::string_view, 8> fields{
            param.name,
            word(kKinds, param.kind),
            word(kWhens, param.when),
            word(kOwners, param.owner),
            word(kSupports, param.support),
            param.fallback,
            param.doc,
            param.note,
        };
        for (const std::string_view field : fields) {
            text.append(field.empty() ? "-" : field).append(1, '\t');
        }
        text.back() = '\n';
    }
    return text;
}

}  // namespace gaol
