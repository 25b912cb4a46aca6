#include "gaol/cli/options.h"

#include <algorithm>

#include "gaol/base/text.h"

namespace gaol::cli {

namespace {

constexpr std::size_t kHelpColumn = 22;

const Option* find_letter(std::span<const Option> table, char letter) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [letter](const Option& o) { return o.letter == letter; });
    return letter == 0 || row == table.end() ? nullptr : &*row;
}

const Option* find_name(std::span<const Option> table, std::string_view name) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [name](const Option& o) { return o.name == name; });
    return name.empty() || row == table.end() ? nullptr : &*row;
}

class Parser {
  public:
    Parser(std::span<const Option> table, std::span<const std::string> words)
        : table_(table), words_(words) {}

    CommandLine parse() {
        while (at_option()) {
            const std::string& word = words_[next_++];
            if (word == "--") {
                break;
            }
            word[1] == '-' ? take_long(std::string_view(word).substr(2)) : take_cluster(word);
        }
        line_.operands.assign(words_.begin() + static_cast<std::ptrdiff_t>(next_), words_.end());
        return std::move(line_);
    }

  private:
    bool at_option() const {
        return line_.problem.empty() && next_ < words_.size() && words_[next_].size() > 1 &&
               words_[next_][0] == '-';
    }

    void take_cluster(const std::string& word) {
        for (std::size_t i = 1; i < word.size(); i++) {
            const Option* option = find_letter(table_, word[i]);
            if (option == nullptr) {
                line_.problem = strf("illegal option -- %c", word[i]);
                return;
            }
            if (!option->argument.empty()) {
                take_argument(*option, word.substr(i + 1));
                return;
            }
            line_.options.push_back({option, {}});
        }
    }

    // rest: what follows the letter in its word; empty means that the next word is the argument.
    void take_argument(const Option& option, std::string rest) {
        if (rest.empty() && next_ == words_.size()) {
            line_.problem = strf("option requires an argument -- %c", option.letter);
            return;
        }
        line_.options.push_back({&option, rest.empty() ? words_[next_++] : std::move(rest)});
    }

    void take_long(std::string_view text) {
        const std::size_t equals = text.find('=');
        const std::string name(text.substr(0, equals));
        const Option* option = find_name(table_, name);
        if (option == nullptr) {
            line_.problem = strf("unrecognized option `--%s'", name.c_str());
        } else if (option->argument.empty()) {
            take_long_flag(*option, equals);
        } else if (equals != std::string_view::npos) {
            line_.options.push_back({option, std::string(text.substr(equals + 1))});
        } else if (next_ == words_.size()) {
            line_.problem = strf("option `--%s' requires an argument", name.c_str());
        } else {
            line_.options.push_back({option, words_[next_++]});
        }
    }

    void take_long_flag(const Option& option, std::size_t equals) {
        if (equals != std::string_view::npos) {
            line_.problem =
                strf("option `--%s' doesn't allow an argument", std::string(option.name).c_str());
            return;
        }
        line_.options.push_back({&option, {}});
    }

    std::span<const Option> table_;
    std::span<const std::string> words_;
    std::size_t next_ = 0;
    CommandLine line_;
};

std::string spelling(const Option& option) {
    std::string text = option.letter == 0 ? std::string() : strf("-%c", option.letter);
    if (!option.name.empty()) {
        text.append(text.empty() ? "--" : ", --").append(option.name);
    }
    if (!option.argument.empty()) {
        text.append(" ").append(option.argument);
    }
    return text;
}

template <typename Match>
std::optional<std::string> last_value(const std::vector<GivenOption>& options, Match match) {
    const auto given = std::find_if(options.rbegin(), options.rend(),
                                    [&](const GivenOption& g) { return match(*g.option); });
    return given == options.rend() ? std::nullopt : std::optional(given->value);
}

}  // namespace

bool CommandLine::has(char letter) const {
    return value(letter).has_value();
}

bool CommandLine::has(std::string_view name) const {
    return value(name).has_value();
}

std::optional<std::string> CommandLine::value(char letter) const {
    return last_value(options, [letter](const Option& o) { return o.letter == letter; });
}

std::optional<std::string> CommandLine::value(std::string_view name) const {
    return last_value(options, [name](const Option& o) { return o.name == name; });
}

CommandLine parse_options(std::span<const Option> table, std::span<const std::string> words) {
    return Parser(table, words).parse();
}

std::string describe_options(std::span<const Option> table) {
    std::string text;
    for (const Option& option : table) {
        std::string line = "  " + spelling(option);
        line.append(line.size() + 1 < kHelpColumn ? kHelpColumn - line.size() : 1, ' ');
        text.append(line).append(option.help).append("\n");
    }
    return text;
}

}  // namespace gaol::cli
