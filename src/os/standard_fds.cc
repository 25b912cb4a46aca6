#include "gaol/os/standard_fds.h"

#include <fcntl.h>
#include <unistd.h>

namespace gaol::os {

void open_standard_fds() noexcept {
    // open gives the lowest free number, so filling from below reaches exactly the missing ones.
    // Where /dev/null cannot be opened there is nothing to be done, and nobody to tell.
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDWR) != fd) {
            return;
        }
    }
}

std::vector<std::string> environment() {
    std::vector<std::string> entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; entry++) {
        entries.emplace_back(*entry);
    }
    return entries;
}

}  // namespace gaol::os
