#include "gaol/cli/jls_request.h"

#include <algorithm>
#include <cerrno>

#include "gaol/base/error.h"
#include "gaol/base/text.h"

namespace gaol::cli {

namespace {

constexpr std::string_view kLibxo = "--libxo";

std::string word_of_letter(char letter) {
    switch (letter) {
        case 'H':
            return "html";
        case 'J':
            return "json";
        case 'P':
            return "pretty";
        case 'T':
            return "text";
        case 'X':
            return "xml";
        default:
            return {letter};
    }
}

std::string words_of_letters(std::string_view letters) {
    std::vector<std::string> words;
    for (const char letter : letters) {
        words.push_back(word_of_letter(letter));
    }
    return join(words, ",");
}

// One --libxo in the form "--libxo=WORDS", and how many words of the command line it was.  None: it
// is something else, or lacks its argument, which the reader of options will say.
struct Taken {
    std::size_t count = 0;
    std::string word;
};

Taken take_libxo(std::span<const std::string> words, std::size_t index) {
    const std::string_view word = words[index];
    if (!word.starts_with(kLibxo)) {
        return {};
    }
    const std::string_view rest = word.substr(kLibxo.size());
    const std::string prefix = std::string(kLibxo) + "=";
    if (rest.empty() && index + 1 < words.size()) {
        return {2, prefix + words[index + 1]};
    }
    if (rest.starts_with(':')) {
        return {1, prefix + words_of_letters(rest.substr(1))};
    }
    return rest.starts_with('=') ? Taken{1, words[index]} : Taken{};
}

struct Libxo {
    bool json = false;
    bool pretty = false;
};

void apply_word(Libxo& libxo, const std::string& word) {
    if (word == "text" || word == "json") {
        libxo.json = word == "json";
    } else if (word == "pretty") {
        libxo.pretty = true;
    } else if (word == "xml" || word == "html" || word == "csv") {
        throw JailError(EOPNOTSUPP,
                        strf("--libxo: there is no %s output; use text or json", word.c_str()));
    } else {
        throw JailError(
            EINVAL,
            strf("--libxo: unknown option \"%s\"; use text, json or json,pretty", word.c_str()));
    }
}

JlsOutput output_of(const CommandLine& line) {
    Libxo libxo;
    for (const GivenOption& given : line.options) {
        if (given.option->name == "libxo") {
            for (const std::string& word : split(given.value, ',')) {
                apply_word(libxo, word);
            }
        }
    }
    if (!libxo.json) {
        return JlsOutput::Text;
    }
    return libxo.pretty ? JlsOutput::PrettyJson : JlsOutput::Json;
}

struct Flags {
    JlsRequest request;
    bool summary = false;
    bool names = false;

    void apply(char letter);
};

void Flags::apply(char letter) {
    switch (letter) {
        case 'h':
            request.header = true;
            request.settable = summary = false;
            break;
        case 'N':
            names = true;
            break;
        case 'n':
            request.assignments = true;
            summary = false;
            break;
        case 'q':
            request.quotes = true;
            break;
        case 's':
            request.assignments = request.quotes = request.settable = true;
            request.header = summary = false;
            break;
        case 'v':
            summary = true;
            request.header = request.assignments = request.settable = false;
            break;
        default:
            break;
    }
}

bool contradicts_check(const CommandLine& line) {
    const auto shapes_output = [](const GivenOption& given) {
        return std::string_view("hNnqsv").find(given.option->letter) != std::string_view::npos;
    };
    return !line.has('j') || !line.operands.empty() ||
           std::any_of(line.options.begin(), line.options.end(), shapes_output);
}

}  // namespace

std::vector<std::string> gather_libxo(std::span<const std::string> words) {
    std::vector<std::string> gathered;
    std::vector<std::string> others;
    std::size_t index = 0;
    while (index < words.size() && words[index] != "--") {
        Taken taken = take_libxo(words, index);
        if (taken.count == 0) {
            others.push_back(words[index++]);
        } else {
            gathered.push_back(std::move(taken.word));
            index += taken.count;
        }
    }
    gathered.insert(gathered.end(), others.begin(), others.end());
    gathered.insert(gathered.end(), words.begin() + static_cast<std::ptrdiff_t>(index),
                    words.end());
    return gathered;
}

std::optional<JlsRequest> jls_request(const CommandLine& line) {
    if (line.has('c') && contradicts_check(line)) {
        return std::nullopt;
    }
    Flags flags;
    for (const GivenOption& given : line.options) {
        flags.apply(given.option->letter);
    }
    JlsRequest& request = flags.request;
    request.output = output_of(line);
    if (!line.operands.empty()) {
        request.form = JlsForm::Parameters;
        request.columns = jls_columns(line.operands);
    } else if (request.header || request.assignments) {
        request.form = JlsForm::Parameters;
        request.columns = jls_columns(std::vector<std::string>{"all"});
    } else if (flags.summary) {
        request.form = JlsForm::Summary;
    } else {
        request.form = flags.names ? JlsForm::Names : JlsForm::Table;
    }
    return std::move(request);
}

}  // namespace gaol::cli
