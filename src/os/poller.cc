#include "gaol/os/poller.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <string>

#include "gaol/base/error.h"

namespace gaol::os {

namespace {

std::uint64_t pack(Poller::Entry entry) {
    return std::uint64_t{entry.owner} << 32 | static_cast<std::uint32_t>(entry.fd);
}

Poller::Entry unpack(std::uint64_t data) {
    return {.owner = static_cast<std::uint32_t>(data >> 32), .fd = static_cast<int>(data)};
}

int timeout_of(std::optional<std::chrono::milliseconds> limit) {
    if (!limit) {
        return -1;
    }
    const auto count = std::clamp<std::chrono::milliseconds::rep>(limit->count(), 0, INT_MAX);
    return static_cast<int>(count);
}

}  // namespace

Poller::Poller() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (!epoll_.valid()) {
        throw SysError(errno, "epoll_create1");
    }
}

void Poller::add(Entry entry) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = pack(entry);
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, entry.fd, &event) != 0) {
        throw SysError(errno, "epoll_ctl", std::to_string(entry.fd));
    }
}

void Poller::remove(int fd) {
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr) != 0) {
        throw SysError(errno, "epoll_ctl", std::to_string(fd));
    }
}

std::vector<Poller::Entry> Poller::wait(std::optional<std::chrono::milliseconds> limit) {
    std::array<epoll_event, kBatch> events;
    const int count =
        epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_of(limit));
    if (count < 0 && errno != EINTR) {
        throw SysError(errno, "epoll_wait");
    }
    std::vector<Entry> ready;
    for (int i = 0; i < count; i++) {
        ready.push_back(unpack(events[static_cast<std::size_t>(i)].data.u64));
    }
    return ready;
}

}  // namespace gaol::os
