#include "gaol/os/relay_buffer.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gaol::os {

namespace {

bool is_later(int error) noexcept {
    return error == EAGAIN || error == EINTR;
}

}  // namespace

RelayBuffer::Input RelayBuffer::fill(int fd) noexcept {
    compact();
    const ssize_t count = ::read(fd, bytes_.data() + end_, kCapacity - end_);
    if (count > 0) {
        end_ += static_cast<std::size_t>(count);
        return Input::Some;
    }
    if (count == 0) {
        return Input::End;
    }
    return is_later(errno) ? Input::Later : Input::Broken;
}

RelayBuffer::Packet RelayBuffer::fill_packet(int fd) noexcept {
    compact();
    const std::size_t start = end_;
    const Input input = fill(fd);
    if (input != Input::Some) {
        return input == Input::Later ? Packet::Later : Packet::Broken;
    }
    // The first byte is TIOCPKT_DATA before data, and otherwise says what has happened.
    const int status = static_cast<unsigned char>(bytes_[start]);
    std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(start) + 1,
              bytes_.begin() + static_cast<std::ptrdiff_t>(end_),
              bytes_.begin() + static_cast<std::ptrdiff_t>(start));
    end_--;
    if (status == TIOCPKT_DATA) {
        return Packet::Some;
    }
    return (status & TIOCPKT_IOCTL) != 0 ? Packet::Modes : Packet::Other;
}

bool RelayBuffer::flush(int fd) noexcept {
    while (!empty()) {
        const ssize_t count = ::write(fd, bytes_.data() + begin_, end_ - begin_);
        if (count < 0) {
            return is_later(errno);
        }
        begin_ += static_cast<std::size_t>(count);
    }
    clear();
    return true;
}

void RelayBuffer::push(char byte) noexcept {
    compact();
    bytes_[end_++] = byte;
}

void RelayBuffer::compact() noexcept {
    if (begin_ > 0) {
        std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
}

}  // namespace gaol::os
