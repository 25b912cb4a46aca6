#include "gaol/init/options.h"

namespace gaol::init {
namespace {

constexpr int64_t kNotANumber = -1;

int64_t parse_seconds(const char* text) noexcept {
    if (*text == '\0') {
        return kNotANumber;
    }
    int64_t value = 0;
    for (; *text != '\0'; ++text) {
        if (*text < '0' || *text > '9') {
            return kNotANumber;
        }
        value = value * 10 + (*text - '0');
        if (value > kMaxSeconds) {
            return kNotANumber;
        }
    }
    return value;
}

class Parser {
  public:
    Parser(int argc, const char* const* argv) noexcept : argc_(argc), argv_(argv) {}

    Options parse() noexcept {
        while (next_ < argc_ && options_.usage == Usage::Right) {
            const char* word = argv_[next_++];
            if (word[0] == '-' && word[1] == '-' && word[2] == '\0' && next_ == argc_) {
                break;
            }
            if (word[0] != '-' || word[1] == '\0') {
                options_.usage = Usage::Wrong;
            }
            parse_letters(word + 1);
        }
        return options_;
    }

  private:
    void parse_letters(const char* letters) noexcept {
        for (; options_.usage == Usage::Right && *letters != '\0'; ++letters) {
            if (*letters == 'p') {
                options_.persistent = true;
            } else if (*letters == 't') {
                take_seconds(letters + 1);
                return;
            } else {
                options_.usage = Usage::Wrong;
            }
        }
    }

    // The argument is the rest of the word or, if that is empty, the next word.
    void take_seconds(const char* rest) noexcept {
        const char* text = *rest == '\0' && next_ < argc_ ? argv_[next_++] : rest;
        options_.seconds = parse_seconds(text);
        options_.usage = options_.seconds == kNotANumber ? Usage::Wrong : Usage::Right;
    }

    int argc_;
    const char* const* argv_;
    int next_ = 1;
    Options options_;
};

}  // namespace

Options parse_options(int argc, const char* const* argv) noexcept {
    return Parser(argc, argv).parse();
}

}  // namespace gaol::init
