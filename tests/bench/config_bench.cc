// How long jail.conf(5) takes: config_bench [JAILS]
//
// Parses and expands a text of so many jails (10,000) with global parameters, variables, a
// wildcard block and eight parameters of their own, and prints medians of nine runs: of the
// clock on the wall, and of the processor time, which other work on the machine changes less.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "gaol/base/text.h"
#include "gaol/config/config.h"

namespace {

constexpr int kRuns = 9;

constexpr const char* kGlobals = R"($base = "/jails";
exec.start = "/bin/sh /etc/rc";
exec.stop = "/bin/sh /etc/rc.shutdown jail";
exec.clean;
exec.consolelog = "/var/log/jail_${name}_console.log";
mount.devfs;
devfs_ruleset = 4;
path = "$base/${name}";
host.hostname = "$name.example.org";
persist;
)";

constexpr const char* kWildcard = R"(
* {
    allow.nomount;
    enforce_statfs = 2;
    mount.fstab = "/etc/fstab.$name";
}
)";

std::string text_of(int jails) {
    std::string text = kGlobals;
    for (int i = 0; i < jails; ++i) {
        text += gaol::strf(
            "jail%d {\n    # number %d\n    $number = %d;\n    ip4.addr = \"em0|10.%d.%d.%d/32\";\n"
            "    ip6 = inherit;\n    interface = em0;\n    securelevel = 2;\n"
            "    osrelease = 14.3-RELEASE;\n    exec.prestart += \"logger starting $number\";\n"
            "    exec.poststop += 'logger stopped';\n    depend = jail%d;\n}\n",
            i, i, i, i / 65536, i / 256 % 256, i % 256, std::max(i - 1, 0));
    }
    return text + kWildcard;
}

struct Sample {
    double wall;  // milliseconds
    double processor;
    std::size_t jails;
    std::size_t settings;
};

Sample run(const std::string& text) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const std::clock_t processor_start = std::clock();
    const gaol::config::Config config = gaol::config::load("bench", text, {});
    const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
    const double processor = 1000.0 * static_cast<double>(std::clock() - processor_start) /
                             static_cast<double>(CLOCKS_PER_SEC);
    std::size_t settings = 0;
    for (const gaol::config::JailEntry& jail : config.jails) {
        settings += jail.failures.empty() ? jail.settings.size() : 0;
    }
    return {spent.count(), processor, config.jails.size(), settings};
}

double median(std::vector<Sample> samples, double Sample::*figure) {
    const auto middle = samples.begin() + kRuns / 2;
    std::nth_element(samples.begin(), middle, samples.end(),
                     [figure](const Sample& a, const Sample& b) { return a.*figure < b.*figure; });
    return (*middle).*figure;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto jails = gaol::parse_uint(words.empty() ? "10000" : words[0]);
    if (words.size() > 1 || !jails || *jails == 0 || *jails > 1'000'000) {
        std::fprintf(stderr, "usage: config_bench [JAILS]\n");
        return 2;
    }
    const std::string text = text_of(static_cast<int>(*jails));
    std::vector<Sample> samples;
    for (int i = 0; i < kRuns; ++i) {
        samples.push_back(run(text));
    }
    const double wall = median(samples, &Sample::wall);
    const double processor = median(samples, &Sample::processor);
    std::printf("config: %zu jails, %zu settings, %zu bytes: %.1f ms (processor %.1f ms)\n",
                samples[0].jails, samples[0].settings, text.size(), wall, processor);
    return samples[0].jails == *jails ? 0 : 1;
}
