// Times whole processes: each round runs every command a few times in a row, so that a machine
// whose speed drifts slows all of them alike, and none runs with the caches of another.
//
//   rounds COUNT [BURST] < COMMANDS      a line each: NAME, TAB, argv separated by TABs
//
// Prints NAME, minimum, median, median of processor time (microseconds), and the number of runs
// that failed, separated by TABs.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Contender {
    std::string name;
    std::vector<std::string> argv;
    std::vector<double> took;
    std::vector<double> cpu;
    int failed = 0;
};

std::vector<Contender> read_contenders() {
    std::vector<Contender> list;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        Contender contender;
        std::getline(fields, contender.name, '\t');
        for (std::string word; std::getline(fields, word, '\t');) {
            contender.argv.push_back(word);
        }
        list.push_back(std::move(contender));
    }
    return list;
}

double microseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

double median(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void run(Contender& contender, posix_spawn_file_actions_t* actions) {
    std::vector<char*> argv;
    for (std::string& word : contender.argv) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    pid_t pid = 0;
    int status = 1;
    rusage usage{};
    if (posix_spawnp(&pid, argv[0], actions, nullptr, argv.data(), environ) == 0) {
        wait4(pid, &status, 0, &usage);
    }
    const auto took = std::chrono::steady_clock::now() - start;
    contender.took.push_back(std::chrono::duration<double, std::micro>(took).count());
    contender.cpu.push_back(microseconds(usage.ru_utime) + microseconds(usage.ru_stime));
    contender.failed += status != 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 20;
    const int burst = argc > 2 ? std::atoi(argv[2]) : 1;
    std::vector<Contender> contenders = read_contenders();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (int round = 0; round < rounds; round++) {
        for (Contender& contender : contenders) {
            for (int n = 0; n < burst; n++) {
                run(contender, &actions);
            }
        }
    }
    for (Contender& contender : contenders) {
        const double middle = median(contender.took);
        std::printf("%s\t%.0f\t%.0f\t%.0f\t%d\n", contender.name.c_str(), contender.took.front(),
                    middle, median(contender.cpu), contender.failed);
    }
    return 0;
}
