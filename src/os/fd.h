// Owners of file descriptors.  Every descriptor of gaol is close-on-exec and has exactly one owner.
#pragma once

#include <utility>

namespace gaol::os {

class Fd {
  public:
    Fd() noexcept = default;
    explicit Fd(int fd) noexcept : fd_(fd) {}
    Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Fd& operator=(Fd&& other) noexcept;
    ~Fd() { reset(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool valid() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
    void reset() noexcept;

  private:
    int fd_ = -1;
};

// What a descriptor stands for, as a type: setns(MountFd) does not compile.
template <typename Tag>
class TypedFd : public Fd {
  public:
    using Fd::Fd;
};

using DirFd = TypedFd<struct DirTag>;      // a directory, perhaps O_PATH
using PidFd = TypedFd<struct PidTag>;      // a process
using NsFd = TypedFd<struct NsTag>;        // a namespace
using MountFd = TypedFd<struct MountTag>;  // a detached mount: gone when closed, unless attached

}  // namespace gaol::os
