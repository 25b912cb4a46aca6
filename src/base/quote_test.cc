#include "gaol/base/quote.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace gaol {
namespace {

TEST(QuoteValue, ChoosesTheQuoteThatTheValueNeeds) {
    const std::pair<std::string, std::string> cases[] = {
        {"", R"("")"},
        {"/jails/web", "/jails/web"},
        {"a b", R"("a b")"},
        {"a\tb", "\"a\tb\""},
        {"it's", R"("it's")"},
        {R"(say "x")", R"('say "x"')"},
        {R"(it's "x")", R"("it's \"x\"")"},
        {R"(a\b)", R"(a\\b)"},
        {R"(a \b)", R"("a \\b")"},
        {"a,b;c", "a,b;c"},
        {"two\nlines", "two\nlines"},
    };
    for (const auto& [value, quoted] : cases) {
        EXPECT_EQ(quote_value(value), quoted) << value;
    }
}

}  // namespace
}  // namespace gaol
