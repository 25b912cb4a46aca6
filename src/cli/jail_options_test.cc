#include "gaol/cli/jail_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gaol/base/text.h"
#include "gaol/cli/jail.h"
#include "gaol/cli/test_io.h"

namespace gaol::cli {
namespace {

using engine::Operation;
using testing::ElementsAre;

// A command line as one text, split at blanks.
std::vector<std::string> words(const std::string& text) {
    return split_words(text);
}

std::optional<JailInvocation> understood(const std::string& text) {
    const CommandLine line = parse_options(jail_options(), words(text));
    EXPECT_EQ(line.problem, "") << text;
    return understand(line);
}

Operation operation(const std::string& text) {
    const auto jail = understood(text);
    EXPECT_TRUE(jail) << text;
    return jail ? jail->operation : Operation::Create;
}

std::string described(const std::string& text) {
    const auto jail = understood(text);
    EXPECT_TRUE(jail) << text;
    return jail ? engine::describe_parameters(jail->settings) : "";
}

TEST(JailOptions, OperationsCombine) {
    EXPECT_EQ(operation("-c"), Operation::Create);
    EXPECT_EQ(operation("-m a"), Operation::Modify);
    EXPECT_EQ(operation("-cm a"), Operation::CreateOrModify);
    EXPECT_EQ(operation("-r a"), Operation::Remove);
    EXPECT_EQ(operation("-R a"), Operation::Remove);
    EXPECT_EQ(operation("-rR a"), Operation::Remove);
    EXPECT_EQ(operation("-rc a"), Operation::Restart);
    EXPECT_EQ(operation("-mr a"), Operation::ModifyOrRestart);
    EXPECT_EQ(operation("-cmr a"), Operation::CreateModifyOrRestart);
    EXPECT_EQ(operation("-C a"), Operation::CleanUp);
    EXPECT_EQ(understood("-Cc a")->cleaning, engine::Cleaning::Yes);
    EXPECT_EQ(understood("-R a")->options.removal, engine::Removal::Forced);
}

TEST(JailOptions, FormsAreChosenByTheArguments) {
    EXPECT_EQ(understood("-c")->form, JailForm::Config);
    EXPECT_EQ(understood("-c persist")->form, JailForm::Config);
    EXPECT_EQ(understood("-c name=a")->form, JailForm::CommandLine);
    EXPECT_EQ(understood("-c persist path=/")->form, JailForm::CommandLine);
    EXPECT_EQ(understood("-r a b")->form, JailForm::Remove);
    EXPECT_EQ(understood("-e |")->form, JailForm::List);
    EXPECT_EQ(understood("/ host 10.0.0.1 sh")->form, JailForm::Historic);
    EXPECT_EQ(understood("-R a=b")->form, JailForm::Remove);
}

TEST(JailOptions, OptionsStandForParameters) {
    EXPECT_EQ(described("-c -l -h -n web -s 1 path=/"),
              "exec.clean ip_hostname name=web securelevel=1 path=/");
    EXPECT_EQ(described("-c -u www path=/"),
              "exec.jail_user=www exec.system_jail_user=true path=/");
    EXPECT_EQ(described("-c -U www path=/"),
              "exec.jail_user=www exec.system_jail_user=false path=/");
}

TEST(JailOptions, ParametersOfTheCommandLine) {
    EXPECT_EQ(described("-c name=a persist allow.nomount"), "name=a persist allow.nomount");
    EXPECT_EQ(described("-c persist nopersist"), "nopersist");
    EXPECT_EQ(described("-c a=1 exec.start=x exec.start=y"), "a=1 exec.start=x,y");
    EXPECT_EQ(described("-c ip4.addr=10.0.0.1,10.0.0.2 ip4.addr=10.0.0.3"),
              "ip4.addr=10.0.0.1,10.0.0.2,10.0.0.3");
    EXPECT_EQ(described("-c meta.a=1 meta.a=2"), "meta.a=1 meta.a=2");
    EXPECT_EQ(described("-c name= path=/"), "name=\"\" path=/");
}

TEST(JailOptions, CommandTakesTheRest) {
    const auto jail = understood("-c path=/ command=/bin/sh -c a=b");
    ASSERT_EQ(jail->settings.size(), 2U);
    EXPECT_THAT(jail->settings[1].values, ElementsAre("/bin/sh", "-c", "a=b"));
    EXPECT_THAT(understood("-c path=/ command echo hi")->settings[1].values,
                ElementsAre("echo", "hi"));
}

TEST(JailOptions, TheHistoricForm) {
    EXPECT_EQ(described("-n old /srv/a host 10.0.0.1,fe80::1 /bin/sh -x"),
              "name=old path=/srv/a host.hostname=host ip4.addr=10.0.0.1 ip6.addr=fe80::1 "
              "command=/bin/sh,-x");
}

TEST(JailOptions, TheLastOfQuietAndVerboseCounts) {
    EXPECT_EQ(understood("-cq")->options.verbosity, engine::Verbosity::Quiet);
    EXPECT_EQ(understood("-cqv")->options.verbosity, engine::Verbosity::Verbose);
    EXPECT_EQ(understood("-cvq")->options.verbosity, engine::Verbosity::Quiet);
    EXPECT_EQ(understood("-ci")->options.verbosity, engine::Verbosity::Quiet);
    EXPECT_EQ(understood("-ci")->options.print_jid, engine::PrintJid::Yes);
}

TEST(JailOptions, Limits) {
    EXPECT_EQ(understood("-c")->options.commands, 0);
    EXPECT_EQ(understood("-c -p 4")->options.commands, 4);
    EXPECT_EQ(understood("-cp4")->options.commands, 4);
}

// Each of these prints the usage, exits 1 and does nothing: there is no jail root to work on.
class MalformedLine : public testing::TestWithParam<const char*> {};

TEST_P(MalformedLine, IsAUsageError) {
    TestIo io;
    io.io("jail").environment = {"GAOL_CGROUP_ROOT=/dev/null/none"};
    EXPECT_EQ(run_tool(jail_tool(), io.io("jail"), words(GetParam())), 1);
    EXPECT_NE(io.err().find("usage: jail "), std::string::npos) << io.err();
    EXPECT_EQ(io.out(), "");
}

INSTANTIATE_TEST_SUITE_P(
    JailOptions, MalformedLine,
    testing::Values("", "-v", "-q", "-z", "-F", "--dry-run", "--nonesuch -c", "-f", "-c -f", "-p",
                    "-c -p many", "-c -p -1", "-c -p 99999999999", "-e", "-e | -c", "-e | -r",
                    "-e | -C", "-e | a", "-e | -n a", "/", "/ host", "/ host 10.0.0.1",
                    "srv host 10.0.0.1 sh", "-d / host", "-r", "-R", "-rR", "-r a=b", "-r a b=c",
                    "-r -n a b", "-r -l a", "-R -u root a", "-R -C a", "-r -h a", "-R -s 1 a",
                    "-r -U root a", "-c -R a", "-m -R a", "-c -R a=b c=d", "-C a=b", "-c -C a=b",
                    "-c -C persist path=/", "-c -n a", "-c -l web", "-m -s 1 web", "-cm -h",
                    "-rc -u root web", "-c -U root", "--root", "--root= -r"));

TEST(JailOptions, TheSynopsisNamesEveryLetter) {
    const std::string usage = usage_text(jail_tool());
    for (const Option& option : jail_options()) {
        if (option.letter != 0) {
            EXPECT_NE(usage.find(option.letter), std::string::npos) << option.letter;
        }
    }
}

}  // namespace
}  // namespace gaol::cli
