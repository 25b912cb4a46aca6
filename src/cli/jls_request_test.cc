#include "gaol/cli/jls_request.h"

#include <gtest/gtest.h>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/cli/jls.h"

namespace gaol::cli {
namespace {

using Words = std::vector<std::string>;

std::optional<JlsRequest> request(const std::string& words) {
    const CommandLine line = parse_options(kJls.options, gather_libxo(split_words(words)));
    EXPECT_EQ(line.problem, "") << words;
    return jls_request(line);
}

JlsForm form(const std::string& words) {
    return request(words)->form;
}

// The flags of a request for parameters: "hnqs".
std::string flags(const std::string& words) {
    const JlsRequest r = request(words).value();
    EXPECT_EQ(r.form, JlsForm::Parameters) << words;
    return std::string(r.header ? "h" : "") + (r.assignments ? "n" : "") + (r.quotes ? "q" : "") +
           (r.settable ? "s" : "");
}

TEST(JlsRequest, Forms) {
    EXPECT_EQ(form(""), JlsForm::Table);
    EXPECT_EQ(form("-d -q -j x"), JlsForm::Table);
    EXPECT_EQ(form("-N"), JlsForm::Names);
    EXPECT_EQ(form("-v"), JlsForm::Summary);
    EXPECT_EQ(form("-Nv"), JlsForm::Summary);
    EXPECT_EQ(form("-v jid"), JlsForm::Parameters);
    EXPECT_EQ(form("-N jid"), JlsForm::Parameters);
}

TEST(JlsRequest, LaterOptionsWin) {
    EXPECT_EQ(flags("-h"), "h");
    EXPECT_EQ(flags("-n"), "n");
    EXPECT_EQ(flags("-s"), "nqs");
    EXPECT_EQ(flags("-hs"), "nqs");
    EXPECT_EQ(flags("-sh"), "hnq");
    EXPECT_EQ(flags("-vh"), "h");
    EXPECT_EQ(flags("-vn"), "n");
    EXPECT_EQ(flags("-nq jid"), "nq");
    EXPECT_EQ(flags("-q jid"), "q");
    EXPECT_EQ(form("-sv"), JlsForm::Summary);
    EXPECT_EQ(form("-nv"), JlsForm::Summary);
}

TEST(JlsRequest, WithoutNamesAllAreMeant) {
    EXPECT_GT(request("-n")->columns.size(), 40u);
    EXPECT_EQ(request("-n jid name")->columns.size(), 2u);
}

TEST(JlsRequest, CheckGoesWithAJailOnly) {
    EXPECT_TRUE(request("-c -j x"));
    EXPECT_TRUE(request("-cd -j x"));
    EXPECT_FALSE(request("-c"));
    EXPECT_FALSE(request("-c -j x jid"));
    for (const char letter : {'h', 'N', 'n', 'q', 's', 'v'}) {
        EXPECT_FALSE(request(std::string("-c -j x -") + letter)) << letter;
    }
}

TEST(JlsRequest, Output) {
    EXPECT_EQ(request("")->output, JlsOutput::Text);
    EXPECT_EQ(request("--libxo=text")->output, JlsOutput::Text);
    EXPECT_EQ(request("--libxo=json")->output, JlsOutput::Json);
    EXPECT_EQ(request("--libxo json,pretty")->output, JlsOutput::PrettyJson);
    EXPECT_EQ(request("--libxo json --libxo pretty")->output, JlsOutput::PrettyJson);
    EXPECT_EQ(request("--libxo:J")->output, JlsOutput::Json);
    EXPECT_EQ(request("--libxo:JP")->output, JlsOutput::PrettyJson);
    EXPECT_EQ(request("--libxo:PJT")->output, JlsOutput::Text);
    EXPECT_EQ(request("name meta --libxo json")->output, JlsOutput::Json);
    EXPECT_EQ(request("name --libxo json meta")->columns.size(), 2u);
}

std::string refusal(const std::string& words) {
    try {
        static_cast<void>(request(words));
    } catch (const JailError& error) {
        return error.what();
    }
    return "";
}

TEST(JlsRequest, RefusesOtherOutput) {
    EXPECT_EQ(refusal("--libxo xml"), "--libxo: there is no xml output; use text or json");
    EXPECT_EQ(refusal("--libxo:H"), "--libxo: there is no html output; use text or json");
    EXPECT_EQ(refusal("--libxo json,warn"),
              "--libxo: unknown option \"warn\"; use text, json or json,pretty");
    EXPECT_EQ(refusal("--libxo:JW"),
              "--libxo: unknown option \"W\"; use text, json or json,pretty");
    EXPECT_EQ(refusal("nosuch"), "unknown parameter: nosuch");
}

TEST(GatherLibxo, BringsItToTheFront) {
    EXPECT_EQ(gather_libxo(Words{"-v", "a", "--libxo", "json", "b"}),
              (Words{"--libxo=json", "-v", "a", "b"}));
    EXPECT_EQ(gather_libxo(Words{"-v", "--", "--libxo"}), (Words{"-v", "--", "--libxo"}));
    EXPECT_EQ(gather_libxo(Words{"a", "--libxo"}), (Words{"a", "--libxo"}));
    EXPECT_EQ(gather_libxo(Words{"--libxodus"}), (Words{"--libxodus"}));
    EXPECT_EQ(gather_libxo({}), Words{});
}

}  // namespace
}  // namespace gaol::cli
