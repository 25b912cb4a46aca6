// Files and directories by descriptor.  Every function throws SysError with the call and the path.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaol/os/fd.h"

namespace gaol::os {

// open(2) with O_CLOEXEC added.
[[nodiscard]] Fd open_file(const std::string& path, int flags, mode_t mode = 0);
[[nodiscard]] Fd open_at(const Fd& dir, const std::string& name, int flags, mode_t mode = 0);
[[nodiscard]] DirFd open_dir(const std::string& path);
[[nodiscard]] DirFd open_dir_at(const Fd& dir, const std::string& name);

// Empty when there is no such directory.
[[nodiscard]] std::optional<DirFd> try_open_dir(const std::string& path);
[[nodiscard]] std::optional<DirFd> try_open_dir_at(const Fd& dir, const std::string& name);

// A file below root, as if root were "/": no symlink leads out, no magic link is followed.  It must
// be a regular file of at most limit bytes; empty when it is absent or is anything else.  This is
// the only way in which gaol reads a file that a jail owns.
[[nodiscard]] std::optional<std::string> read_in_root(const Fd& root, const std::string& path,
                                                      std::size_t limit);

// Everything that can be read from here, at most limit bytes (EFBIG).
[[nodiscard]] std::string read_all(const Fd& file, std::string_view subject, std::size_t limit);

// One write; a file of the kernel takes all or nothing.
void write_at(const Fd& dir, const std::string& name, std::string_view text);

// false when it is there already.
bool make_dir_at(const Fd& dir, const std::string& name, mode_t mode);

// false when it is absent; throws EBUSY and ENOTEMPTY like any other failure.
bool remove_dir_at(const Fd& dir, const std::string& name);

// Names in a directory, without "." and "..".
[[nodiscard]] std::vector<std::string> list_dir(const Fd& dir);

// Extended attributes of an open file.  An absent one is empty.
[[nodiscard]] std::optional<std::string> get_xattr(const Fd& file, const std::string& name);
void set_xattr(const Fd& file, const std::string& name, std::string_view value);
void remove_xattr(const Fd& file, const std::string& name);
[[nodiscard]] std::vector<std::string> list_xattrs(const Fd& file);

// Number of directories in a directory of cgroupfs, by its link count.
[[nodiscard]] unsigned subdirectories(const Fd& dir);

// An advisory lock on an open directory, held until destroyed.  It belongs to the open file
// description (flock(2)): it excludes whoever has opened the directory by itself, not whoever else
// uses the same descriptor.
class FileLock {
  public:
    explicit FileLock(const Fd& locked) noexcept : fd_(locked.get()) {}
    FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

  private:
    int fd_;  // the directory's owner keeps it open for longer
};

// Waits for the lock / empty when somebody else holds it.  dir must outlive the lock.
[[nodiscard]] FileLock lock_dir(const Fd& dir);
[[nodiscard]] std::optional<FileLock> try_lock_dir(const Fd& dir);

struct Pipe {
    Fd read;
    Fd write;
};
[[nodiscard]] Pipe make_pipe();

// The directory of the running program.
[[nodiscard]] std::string program_dir();

}  // namespace gaol::os
