#include "gaol/cli/format_jls.h"

#include <gtest/gtest.h>

#include "gaol/base/error.h"

namespace gaol::cli {
namespace {

engine::Prison web() {
    engine::Prison prison{.jid = 7, .name = "web", .parent = 0, .dying = false, .params = {}};
    prison.params.set("path", std::string("/jails/web"));
    prison.params.set("host.hostname", std::string("web.example.org"));
    prison.params.set("ip4", JailSys::New);
    prison.params.set("ip4.addr", List{"10.0.0.1", "10.0.0.2"});
    prison.params.set("ip6.addr", List{"fd00::1"});
    prison.params.set("persist", true);
    prison.params.set("meta", std::string("owner=a team\nempty=\nplain\n"));
    return prison;
}

engine::Prison plain() {
    engine::Prison prison{.jid = 12, .name = "web.db", .parent = 7, .dying = true, .params = {}};
    prison.params.set("path", std::string("/"));
    prison.params.set("ip4", JailSys::Inherit);
    return prison;
}

std::string format(const JlsRequest& request) {
    const std::vector<engine::Prison> prisons{web(), plain()};
    return format_jls(prisons, request);
}

JlsRequest parameters(const std::vector<std::string>& names) {
    return {.form = JlsForm::Parameters, .columns = jls_columns(names)};
}

// The same for web alone.
std::string of_web(const JlsRequest& request) {
    const std::vector<engine::Prison> prisons{web()};
    return format_jls(prisons, request);
}

TEST(FormatJls, Table) {
    EXPECT_EQ(format({}),
              "   JID  IP Address      Hostname                      Path\n"
              "     7  10.0.0.1        web.example.org               /jails/web\n"
              "    12                                                /\n");
}

TEST(FormatJls, TableOfNothingIsItsHeader) {
    EXPECT_EQ(format_jls({}, {}), "   JID  IP Address      Hostname                      Path\n");
    EXPECT_EQ(format_jls({}, parameters({"jid"})), "");
}

TEST(FormatJls, TableWithNames) {
    EXPECT_EQ(format({.form = JlsForm::Names}),
              " JID             IP Address      Hostname                      Path\n"
              " web             10.0.0.1        web.example.org               /jails/web\n"
              " web.db                                                        /\n");
}

TEST(FormatJls, Summary) {
    EXPECT_EQ(format({.form = JlsForm::Summary}),
              "   JID  Hostname                      Path\n"
              "        Name                          State\n"
              "        CPUSetID\n"
              "        IP Address(es)\n"
              "     7  web.example.org               /jails/web\n"
              "        web                           ACTIVE\n"
              "        0\n"
              "        10.0.0.1\n"
              "        10.0.0.2\n"
              "        fd00::1\n"
              "    12                                /\n"
              "        web.db                        DYING\n"
              "        0\n");
}

TEST(FormatJls, TableCutsWhatIsTooLong) {
    engine::Prison prison = plain();
    prison.name = "a-name-longer-than-its-column";
    prison.params.set("host.hostname", std::string(40, 'h'));
    prison.params.set("path", "/" + std::string(80, 'p'));
    const std::vector<engine::Prison> prisons{prison};
    const std::string tail =
        "                 " + std::string(29, 'h') + " /" + std::string(73, 'p') + "\n";
    const std::string text = format_jls(prisons, {.form = JlsForm::Names});
    EXPECT_EQ(text.substr(text.find('\n') + 1), " a-name-longer-than-its-column" + tail);
}

TEST(FormatJls, TableCountsCharactersAndCutsBetweenThem) {
    engine::Prison prison = plain();
    std::string umlauts;
    for (int i = 0; i < 30; i++) {
        umlauts += "\xc3\xbc";
    }
    prison.params.set("host.hostname", umlauts);
    const std::vector<engine::Prison> prisons{prison};
    const std::string text = format_jls(prisons, {});
    EXPECT_EQ(text.substr(text.find('\n') + 1),
              "    12                  " + umlauts.substr(0, 58) + " /\n");
}

TEST(FormatJls, ParametersAreSeparatedByOneBlank) {
    EXPECT_EQ(format(parameters({"jid", "name", "parent", "persist", "ip4", "path"})),
              "7 web 0 true new /jails/web\n"
              "12 web.db 7 false inherit /\n");
}

TEST(FormatJls, EmptyValues) {
    EXPECT_EQ(format(parameters({"host.hostname", "ip4.addr", "ip6.addr"})),
              "web.example.org 10.0.0.1,10.0.0.2 fd00::1\n"
              "\"\" - -\n");
    JlsRequest request = parameters({"host.hostname", "ip4.addr"});
    request.assignments = true;
    EXPECT_EQ(format(request),
              "host.hostname=web.example.org ip4.addr=10.0.0.1,10.0.0.2\n"
              "host.hostname=\"\" ip4.addr=\n");
    request.quotes = true;
    EXPECT_EQ(format(request),
              "host.hostname=web.example.org ip4.addr=10.0.0.1,10.0.0.2\n"
              "host.hostname=\"\" ip4.addr=\"\"\n");
    request.assignments = false;
    EXPECT_EQ(format(request), "web.example.org 10.0.0.1,10.0.0.2\n\"\" \"\"\n");
}

TEST(FormatJls, BooleansAsAssignments) {
    JlsRequest request = parameters({"persist", "dying", "allow.mount"});
    request.assignments = true;
    EXPECT_EQ(format(request),
              "persist nodying allow.nomount\n"
              "nopersist dying allow.nomount\n");
    request = parameters({"nopersist", "allow.nomount"});
    EXPECT_EQ(format(request), "false true\ntrue true\n");
    request.assignments = true;
    EXPECT_EQ(format(request), "persist allow.nomount\nnopersist allow.nomount\n");
}

TEST(FormatJls, Header) {
    JlsRequest request = parameters({"jid", "nopersist", "meta.owner", "jid"});
    request.header = true;
    EXPECT_EQ(of_web(request), "jid nopersist meta.owner\n7 false a team\n");
}

TEST(FormatJls, Quotes) {
    const auto quoted = [](const std::string& path) {
        engine::Prison prison = plain();
        prison.params.set("path", path);
        JlsRequest request = parameters({"path"});
        request.quotes = true;
        return format_jls(std::vector<engine::Prison>{prison}, request);
    };
    EXPECT_EQ(quoted("/a"), "/a\n");
    EXPECT_EQ(quoted("/a b"), "\"/a b\"\n");
    EXPECT_EQ(quoted("/a\tb"), "\"/a\tb\"\n");
    EXPECT_EQ(quoted("/it's"), "\"/it's\"\n");
    EXPECT_EQ(quoted("/\"x\""), "'/\"x\"'\n");
    EXPECT_EQ(quoted("/it's \"x\""), "\"/it's \"x\"\"\n");
    EXPECT_EQ(quoted("/a\\b"), "/a\\b\n");
}

TEST(FormatJls, Keys) {
    EXPECT_EQ(of_web(parameters({"meta.owner", "meta.none", "meta.empty", "env.x", "env"})),
              "a team  \"\"  \"\"\n");
    EXPECT_EQ(of_web(parameters({"meta"})), "owner=a team\nempty=\nplain\n\n");
    JlsRequest request = parameters({"meta.owner", "meta.none", "meta.empty"});
    request.assignments = request.quotes = request.settable = true;
    EXPECT_EQ(of_web(request), "meta.owner=\"a team\" meta.none meta.empty=\"\"\n");
}

TEST(FormatJls, SettableLeavesOutWhatCannotBeSet) {
    JlsRequest request = parameters({"jid", "dying", "parent", "children.cur", "cpuset.id",
                                     "persist", "ip4", "host.hostname", "osreldate", "osrelease",
                                     "exec.init", "enforce_statfs", "securelevel", "vnet"});
    request.assignments = request.quotes = request.settable = true;
    EXPECT_EQ(format(request),
              "jid=7 persist ip4=new host.hostname=web.example.org enforce_statfs=2 "
              "securelevel=-1 vnet=inherit\n"
              "jid=12 nopersist ip4=inherit host.hostname=\"\" enforce_statfs=2 "
              "securelevel=-1 vnet=inherit\n");
}

TEST(FormatJls, SettableLeavesOutGroupsThatAreNotNew) {
    engine::Prison prison = plain();
    prison.params.set("host", JailSys::Inherit);
    prison.params.set("linux", JailSys::New);
    JlsRequest request = parameters({"host.hostname", "linux.osname"});
    request.assignments = request.settable = true;
    EXPECT_EQ(format_jls(std::vector<engine::Prison>{prison}, request), "linux.osname=Linux\n");
}

TEST(FormatJls, AllNamesTopLevelFirst) {
    const std::vector<JlsColumn> columns = jls_columns(std::vector<std::string>{"all"});
    ASSERT_GT(columns.size(), 40u);
    bool dotted = false;
    for (std::size_t i = 0; i < columns.size(); i++) {
        const bool dot = columns[i].name.find('.') != std::string::npos;
        EXPECT_TRUE(dot || !dotted) << columns[i].name;
        EXPECT_TRUE(i == 0 || dot != dotted || columns[i - 1].name < columns[i].name);
        dotted = dot;
    }
    EXPECT_TRUE(dotted);
}

TEST(FormatJls, AllParametersCanBePrinted) {
    for (const bool settable : {false, true}) {
        JlsRequest request = parameters({"all"});
        request.assignments = true;
        request.settable = settable;
        const std::string text = format(request);
        EXPECT_NE(text.find(" persist "), std::string::npos) << text;
        EXPECT_NE(text.find(" allow.nomount "), std::string::npos) << text;
        EXPECT_EQ(text.find("exec.start"), std::string::npos) << text;
    }
}

TEST(FormatJls, UnknownParameters) {
    for (const char* name : {"nosuch", "exec.start", "nopath", "meta.", ""}) {
        try {
            static_cast<void>(jls_columns(std::vector<std::string>{name}));
            ADD_FAILURE() << name;
        } catch (const JailError& error) {
            EXPECT_EQ(error.what(), std::string("unknown parameter: ") + name);
        }
    }
}

engine::Prison hostile() {
    engine::Prison prison = web();
    prison.params.set("host.hostname", std::string("\x1b[2Jx\n     1  fake"));
    prison.params.set("meta", std::string("k=\x1b[2Jv\tw\nl=2\n"));
    return prison;
}

TEST(FormatJls, NothingReachesTheTerminalUnseen) {
    const std::vector<engine::Prison> prisons{hostile()};
    EXPECT_EQ(format_jls(prisons, parameters({"host.hostname"})), "\\033[2Jx\\012     1  fake\n");
    EXPECT_EQ(format_jls(prisons, parameters({"meta"})), "k=\\033[2Jv\tw\nl=2\n\n");
    const std::string table = format_jls(prisons, {});
    EXPECT_EQ(table.substr(table.find('\n') + 1),
              "     7  10.0.0.1        \\033[2Jx\\012     1  fake      /jails/web\n");
}

// --- JSON ----------------------------------------------------------------------------------------

std::string json(JlsRequest request) {
    request.output = JlsOutput::Json;
    const std::string text = format(request);
    constexpr std::string_view kHead = "{\"__version\": \"2\", \"jail-information\": {\"jail\": [";
    constexpr std::string_view kTail = "]}}\n";
    EXPECT_TRUE(text.starts_with(kHead)) << text;
    EXPECT_TRUE(text.ends_with(kTail)) << text;
    return text.substr(kHead.size(), text.size() - kHead.size() - kTail.size());
}

TEST(FormatJls, JsonTable) {
    EXPECT_EQ(json({}),
              R"({"jid":7,"ipv4":"10.0.0.1","hostname":"web.example.org","path":"/jails/web"}, )"
              R"({"jid":12,"ipv4":"","hostname":"","path":"/"})");
    EXPECT_EQ(
        json({.form = JlsForm::Names}),
        R"({"name":"web","ipv4":"10.0.0.1","hostname":"web.example.org","path":"/jails/web"},)"
        R"( {"name":"web.db","ipv4":"","hostname":"","path":"/"})");
}

TEST(FormatJls, JsonSummary) {
    EXPECT_EQ(json({.form = JlsForm::Summary}),
              R"({"jid":7,"hostname":"web.example.org","path":"/jails/web","name":"web",)"
              R"("state":"ACTIVE","cpusetid":0, "ipv4_addrs": ["10.0.0.1","10.0.0.2"], )"
              R"("ipv6_addrs": ["fd00::1"]}, )"
              R"({"jid":12,"hostname":"","path":"/","name":"web.db",)"
              R"("state":"DYING","cpusetid":0, "ipv4_addrs": [], "ipv6_addrs": []})");
}

TEST(FormatJls, JsonParameters) {
    JlsRequest request =
        parameters({"jid", "persist", "ip4.addr", "meta.owner", "meta.none", "host.hostname"});
    EXPECT_EQ(json(request),
              R"({"jid":"7","persist":"true", "ip4.addr": ["10.0.0.1","10.0.0.2"],)"
              R"("meta.owner":"a team","host.hostname":"web.example.org"}, )"
              R"({"jid":"12","persist":"false", "ip4.addr": [],"host.hostname":""})");
    request = parameters({"persist", "nopersist"});
    request.assignments = true;
    EXPECT_EQ(json(request),
              R"({"persist":true,"nopersist":false}, {"persist":false,"nopersist":true})");
    EXPECT_EQ(json(parameters({"meta.none", "env.none"})), "{}, {}");
}

TEST(FormatJls, JsonEscapes) {
    JlsRequest request = parameters({"host.hostname"});
    request.output = JlsOutput::Json;
    EXPECT_EQ(format_jls(std::vector<engine::Prison>{hostile()}, request),
              "{\"__version\": \"2\", \"jail-information\": {\"jail\": "
              "[{\"host.hostname\":\"\\u001b[2Jx\\n     1  fake\"}]}}\n");
}

TEST(FormatJls, JsonPretty) {
    JlsRequest request = parameters({"name", "ip6.addr"});
    request.output = JlsOutput::PrettyJson;
    EXPECT_EQ(of_web(request), R"({
  "__version": "2",
  "jail-information": {
    "jail": [
      {
        "name": "web",
        "ip6.addr": [
          "fd00::1"
        ]
      }
    ]
  }
}
)");
}

}  // namespace
}  // namespace gaol::cli
