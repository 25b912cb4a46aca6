// Mount plans against the real kernel: what proc/ does with a plan, in small.  Everything happens
// in a mount namespace of the test's own, whose mounts are shared: a mount of a jail that escaped
// from its namespace would show up there.
#include "gaol/mount/plan.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>

#include "gaol/base/error.h"
#include "gaol/os/raw.h"

namespace gaol {
namespace {

using mount::ChildFailure;
using mount::Line;
using mount::Plan;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr unsigned kBase = 300000;  // id of the jail's root on the host

std::string slurp(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void spit(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

// What the first process of a jail shares with the test.
struct Shared {
    const Plan* plan = nullptr;
    unsigned namespaces = 0;
    std::uint32_t go = 0;
    std::uint32_t ready = 0;
    std::uint32_t finish = 0;
    const char* call = nullptr;
    long error = 0;
    ChildFailure failure{};
};

void wait_for(const std::uint32_t* word) noexcept {
    while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == 0) {
        os::raw::futex_wait(word, 0);
    }
}

void raise(std::uint32_t* word) noexcept {
    __atomic_store_n(word, 1U, __ATOMIC_RELEASE);
    os::raw::futex_wake(word);
}

bool step(Shared* shared, const char* call, long result) noexcept {
    if (result < 0) {
        shared->call = call;
        shared->error = -result;
    }
    return result >= 0;
}

bool set_up(Shared* shared) noexcept {
    namespace raw = os::raw;
    const int root = shared->plan->root_fd();
    const auto& ops = shared->plan->ops();
    if ((shared->namespaces & CLONE_NEWUSER) != 0 &&
        (!step(shared, "setresgid", raw::sys(SYS_setresgid, 0, 0, 0)) ||
         !step(shared, "setresuid", raw::sys(SYS_setresuid, 0, 0, 0)))) {
        return false;
    }
    constexpr unsigned long kPrivate = MS_REC | MS_PRIVATE;
    if (!step(shared, "mount", raw::sys(SYS_mount, nullptr, "/", nullptr, kPrivate, nullptr)) ||
        !step(shared, "move_mount",
              raw::sys(SYS_move_mount, root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)) ||
        !step(shared, "fchdir", raw::sys(SYS_fchdir, root))) {
        return false;
    }
    shared->failure = mount::run_child_ops(root, ops.data(), ops.size());
    return shared->failure.errnum == 0 &&
           step(shared, "pivot_root", raw::sys(SYS_pivot_root, ".", ".")) &&
           step(shared, "umount2", raw::sys(SYS_umount2, ".", MNT_DETACH));
}

int first_process(void* arg) noexcept {
    auto* shared = static_cast<Shared*>(arg);
    wait_for(&shared->go);
    set_up(shared);
    raise(&shared->ready);
    wait_for(&shared->finish);
    return 0;
}

// The first process of a jail, alive until destroyed.
class FirstProcess {
  public:
    FirstProcess(const Plan& plan, unsigned namespaces)
        : shared_{.plan = &plan, .namespaces = namespaces}, stack_(256UL * 1024) {
        int pidfd = -1;
        clone_args args{};
        args.flags = namespaces | CLONE_VM | CLONE_FILES | CLONE_PIDFD;
        args.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
        args.exit_signal = SIGCHLD;
        args.stack = reinterpret_cast<std::uintptr_t>(stack_.data());
        args.stack_size = stack_.size();
        pid_ = static_cast<pid_t>(os::raw::clone3(&args, sizeof args, first_process, &shared_));
        if (pid_ < 0) {
            throw SysError(-pid_, "clone3");
        }
        pidfd_ = os::PidFd(pidfd);
    }

    ~FirstProcess() {
        raise(&shared_.go);
        raise(&shared_.finish);
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    os::NsFd map_ids() const {
        const std::string dir = "/proc/" + std::to_string(pid_);
        const std::string map = "0 " + std::to_string(kBase) + " 65536\n";
        spit(dir + "/uid_map", map);
        spit(dir + "/gid_map", map);
        return os::NsFd(::open((dir + "/ns/user").c_str(), O_RDONLY | O_CLOEXEC));
    }

    ChildFailure run() {
        raise(&shared_.go);
        wait_for(&shared_.ready);
        EXPECT_EQ(shared_.error, 0) << shared_.call << ": " << std::strerror(int(shared_.error));
        return shared_.failure;
    }

    const os::PidFd& pidfd() const { return pidfd_; }
    unsigned namespaces() const { return shared_.namespaces; }

  private:
    Shared shared_;
    std::vector<unsigned char> stack_;
    pid_t pid_ = -1;
    os::PidFd pidfd_;
};

class MountTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (::geteuid() != 0) {
            GTEST_SKIP() << "needs root";
        }
        ASSERT_EQ(::unshare(CLONE_NEWNS), 0) << std::strerror(errno);
        ASSERT_EQ(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
        ASSERT_EQ(::mount(nullptr, "/", nullptr, MS_REC | MS_SHARED, nullptr), 0);
        char name[] = "/var/tmp/gaol-mount-XXXXXX";
        ASSERT_NE(::mkdtemp(name), nullptr);
        top_ = name;
        path_ = top_ + "/root";
        for (const char* dir : {"/root", "/root/proc", "/root/dev", "/root/mnt", "/root/data",
                                "/root/sys", "/source", "/source/below"}) {
            ASSERT_EQ(::mkdir((top_ + dir).c_str(), 0755), 0) << dir;
        }
        for (const char* dir : {"root", "source"}) {
            file(std::string(dir) + "/zero", 0);
            file(std::string(dir) + "/user", 1000);
        }
    }

    void TearDown() override {
        jail_.reset();
        plan_.reset();
        if (!top_.empty()) {
            const std::string command = "cd " + top_ + " && umount -R root/* root 2>/dev/null; " +
                                        "rm -rf --one-file-system " + top_;
            EXPECT_EQ(std::system(command.c_str()), 0);
        }
    }

    void file(const std::string& name, unsigned owner) const {
        spit(top_ + "/" + name, "text\n");
        ASSERT_EQ(::chmod((top_ + "/" + name).c_str(), 0640), 0);
        ASSERT_EQ(::chown((top_ + "/" + name).c_str(), owner, owner), 0);
    }

    Plan& plan() {
        if (!plan_) {
            plan_ = std::make_unique<Plan>(path_);
        }
        return *plan_;
    }

    std::vector<std::string> add(const std::string& special, const std::string& dir,
                                 const std::string& type, std::vector<std::string> options = {}) {
        return plan().add(
            {.special = special, .dir = path_ + dir, .type = type, .options = options});
    }

    // Carries the plan out in a new jail.  Empty, or the text of the failure.
    std::string start(unsigned extra = CLONE_NEWUSER) {
        before_ = slurp("/proc/self/mountinfo");
        jail_ = std::make_unique<FirstProcess>(plan(),
                                               CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | extra);
        if ((extra & CLONE_NEWUSER) != 0) {
            const os::NsFd userns = jail_->map_ids();
            notes_ = plan().idmap(userns, {.uid = kBase, .gid = kBase});
        }
        const ChildFailure failure = jail_->run();
        EXPECT_EQ(slurp("/proc/self/mountinfo"), before_) << "the host's mount table changed";
        return failure.errnum == 0 ? "" : plan().describe(failure);
    }

    // What fn returns as root of the jail: the test's own code, so the root needs nothing inside.
    std::string inside(const std::function<std::string()>& fn) {
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        const pid_t pid = ::fork();
        if (pid == 0) {
            const int flags = static_cast<int>(jail_->namespaces());
            const bool joined = ::setns(jail_->pidfd().get(), flags) == 0 &&
                                ::setresgid(0, 0, 0) == 0 && ::setresuid(0, 0, 0) == 0;
            // A PID namespace is for children.
            const pid_t inner = joined ? ::fork() : -1;
            if (inner == 0) {
                const std::string text = fn();
                const ssize_t done = ::write(ends[1], text.data(), text.size());
                ::_exit(done == static_cast<ssize_t>(text.size()) ? 0 : 1);
            }
            ::waitpid(inner, nullptr, 0);
            ::_exit(joined ? 0 : 1);
        }
        ::close(ends[1]);
        std::string text;
        char piece[4096];
        for (ssize_t n = 0; (n = ::read(ends[0], piece, sizeof piece)) > 0;) {
            text.append(piece, static_cast<std::size_t>(n));
        }
        ::close(ends[0]);
        int status = 0;
        ::waitpid(pid, &status, 0);
        EXPECT_EQ(status, 0) << "could not join the jail";
        return text;
    }

    static std::string owner(const std::string& path) {
        struct stat found {};
        if (::lstat(path.c_str(), &found) < 0) {
            return std::strerror(errno);
        }
        return std::to_string(found.st_uid) + ":" + std::to_string(found.st_gid);
    }

    static std::string try_open(const std::string& path, int flags) {
        const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
        return fd < 0 ? std::strerror(errno) : "ok";
    }

    std::string top_;
    std::string path_;
    std::string before_;
    std::vector<std::string> notes_;
    std::unique_ptr<Plan> plan_;
    std::unique_ptr<FirstProcess> jail_;
};

TEST_F(MountTest, RootShowsItsOwnersInsideAndNotOnTheHost) {
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/zero") + " " + owner("/user"); }), "0:0 1000:1000");
    EXPECT_EQ(inside([] { return try_open("/new", O_WRONLY | O_CREAT); }), "ok");
    EXPECT_EQ(owner(path_ + "/new"), "0:0");
    EXPECT_EQ(owner(path_ + "/user"), "1000:1000");
    EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(MountTest, JailSeesItsOwnMountsOnly) {
    add("proc", "/proc", "procfs");
    ASSERT_EQ(start(), "");
    const std::string table = inside([] { return slurp("/proc/self/mountinfo"); });
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 2) << table;
    EXPECT_THAT(table, HasSubstr(" /proc rw,nosuid,nodev,noexec"));
    EXPECT_THAT(table, Not(HasSubstr("shared:")));
    EXPECT_EQ(inside([] { return slurp("/proc/1/status").substr(0, 5); }), "Name:");
}

TEST_F(MountTest, DevfsHasWorkingNodesOfTheJail) {
    add("proc", "/proc", "procfs");
    add("devfs", "/dev", "devfs");
    add("fdescfs", "/dev/fd", "fdescfs", {"rw", "linrdlnk"});
    ASSERT_EQ(start(), "");
    for (const char* name : {"null", "zero", "full", "random", "urandom", "console", "ptmx"}) {
        const std::string path = std::string("/dev/") + name;
        EXPECT_EQ(inside([path] { return try_open(path, O_RDWR | O_NOCTTY); }), "ok") << name;
        EXPECT_EQ(inside([path] { return owner(path); }), "0:0") << name;
    }
    EXPECT_EQ(inside([] { return owner("/dev/tty"); }), "0:5");
    EXPECT_EQ(inside([] { return try_open("/dev/shm/x", O_RDWR | O_CREAT); }), "ok");
    EXPECT_EQ(inside([] { return try_open("/dev/fd/0", O_PATH); }), "ok");
    EXPECT_EQ(inside([] {
                  const int pty = ::posix_openpt(O_RDWR | O_NOCTTY);
                  return pty < 0 || ::grantpt(pty) < 0 || ::unlockpt(pty) < 0
                             ? std::string(std::strerror(errno))
                             : ::ptsname(pty) + (" " + owner(::ptsname(pty)));
              }),
              "/dev/pts/0 0:5");
    EXPECT_EQ(inside([] {
                  struct stat found {};
                  ::stat("/dev/console", &found);
                  return std::to_string(found.st_mode & 07777) + " " +
                         std::to_string(::major(found.st_rdev)) + ":" +
                         std::to_string(::minor(found.st_rdev));
              }),
              "384 1:3");
}

TEST_F(MountTest, NullfsKeepsOwnersAndOptions) {
    add(top_ + "/source", "/mnt", "nullfs", {"ro", "nosuid"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/mnt/zero") + " " + owner("/mnt/user"); }),
              "0:0 1000:1000");
    EXPECT_EQ(inside([] { return try_open("/mnt/new", O_WRONLY | O_CREAT); }),
              "Read-only file system");
}

// In the jail's own user namespace CAP_SYS_ADMIN may take "ro" away again: that is for security/ to
// withhold.  Whoever makes a user namespace below has it over a copy in which the kernel locks it.
TEST_F(MountTest, ReadOnlyHoldsInNestedUserNamespaces) {
    add(top_ + "/source", "/mnt", "nullfs", {"ro"});
    add("tmpfs", "/mnt/below", "tmpfs");
    ASSERT_EQ(start(), "");
    const auto said = [](int result) { return result == 0 ? "done" : std::strerror(errno); };
    EXPECT_EQ(inside([said] {
                  std::string text = said(::unshare(CLONE_NEWUSER | CLONE_NEWNS));
                  text.append(", ").append(
                      said(::mount(nullptr, "/mnt", nullptr, MS_REMOUNT | MS_BIND, nullptr)));
                  return text.append(", ").append(said(::umount2("/mnt/below", MNT_DETACH)));
              }),
              "done, Operation not permitted, Invalid argument");
}

TEST_F(MountTest, NullfsOfAFileOntoAFile) {
    add(top_ + "/source/user", "/zero", "nullfs");
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/zero"); }), "1000:1000");
}

TEST_F(MountTest, LaterLinesLieOnEarlierOnes) {
    add(top_ + "/source", "/mnt", "nullfs");
    add("tmpfs", "/mnt/below", "tmpfs", {"size=1m", "mode=1777"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return try_open("/mnt/below/x", O_WRONLY | O_CREAT); }), "ok");
    EXPECT_EQ(owner(top_ + "/source/below/x"), "No such file or directory");
}

TEST_F(MountTest, TmpfsTakesOverItsMountPoint) {
    ASSERT_EQ(::chown((path_ + "/data").c_str(), 1000, 1001), 0);
    ASSERT_EQ(::chmod((path_ + "/data").c_str(), 02750), 0);
    add("tmpfs", "/data", "tmpfs");
    add("tmpfs", "/mnt", "tmpfs", {"uid=7", "gid=8", "mode=0700", "size=8k"});
    ASSERT_EQ(start(), "");
    const auto look = [](const char* path) {
        struct stat found {};
        ::stat(path, &found);
        return std::to_string(found.st_uid) + ":" + std::to_string(found.st_gid) + " " +
               std::to_string(found.st_mode & 07777);
    };
    EXPECT_EQ(inside([look] { return look("/data"); }), "1000:1001 " + std::to_string(02750));
    EXPECT_EQ(inside([look] { return look("/mnt"); }), "7:8 " + std::to_string(0700));
    EXPECT_EQ(inside([] {
                  struct statfs found {};
                  ::statfs("/mnt", &found);
                  return std::to_string(found.f_blocks * static_cast<unsigned long>(found.f_bsize));
              }),
              "8192");
}

TEST_F(MountTest, SymlinkOnTheWayIsAnError) {
    ASSERT_EQ(::symlink("/etc", (path_ + "/data/link").c_str()), 0);
    add("tmpfs", "/data/link/x", "tmpfs");
    EXPECT_EQ(start(), "mount: " + path_ + "/data/link is a symbolic link");
}

TEST_F(MountTest, DeviceDirectoryThatIsASymlinkIsAnError) {
    ASSERT_EQ(::rmdir((path_ + "/dev").c_str()), 0);
    ASSERT_EQ(::symlink("/proc/1/root", (path_ + "/dev").c_str()), 0);
    plan().add(
        {.special = "devfs", .dir = path_ + "/dev", .type = "devfs", .param = "mount.devfs"});
    EXPECT_EQ(start(), "mount.devfs: " + path_ + "/dev is a symbolic link");
}

TEST_F(MountTest, MissingMountPointNamesLineAndCall) {
    add("tmpfs", "/none", "tmpfs", {"rw"});
    EXPECT_EQ(start(), "mount: tmpfs " + path_ + "/none tmpfs rw: openat2(" + path_ +
                           "/none): No such file or directory");
}

TEST_F(MountTest, NocoverRefusesAMountPoint) {
    add("tmpfs", "/mnt", "tmpfs");
    add("tmpfs", "/mnt", "tmpfs", {"nocover"});
    EXPECT_THAT(start(), HasSubstr("/mnt: is a mount point already (nocover)"));
}

TEST_F(MountTest, LineOnThePathIsTheRoot) {
    add("tmpfs", "/data", "tmpfs");  // covered by the next
    add(top_ + "/source", "", "nullfs", {"ro"});
    add("tmpfs", "/below", "tmpfs");
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/user") + " " + owner("/data"); }),
              "1000:1000 No such file or directory");
    EXPECT_EQ(inside([] { return try_open("/x", O_WRONLY | O_CREAT); }), "Read-only file system");
    EXPECT_EQ(inside([] { return try_open("/below/x", O_WRONLY | O_CREAT); }), "ok");
}

TEST_F(MountTest, SourceInsideTheJailFollowsNoSymlink) {
    ASSERT_EQ(::symlink("/etc", (path_ + "/data/link").c_str()), 0);
    ASSERT_EQ(::symlink(path_.c_str(), (top_ + "/alias").c_str()), 0);
    EXPECT_THROW(add(path_ + "/data/link", "/mnt", "nullfs"), JailError);
    plan_ = std::make_unique<Plan>(top_ + "/alias");
    EXPECT_THROW(add(path_ + "/data/link", "/mnt", "nullfs"), JailError);
    file("root/data/file", 5);
    add(path_ + "/data", "/mnt", "nullfs");
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/mnt/file"); }), "5:5");
}

TEST_F(MountTest, WindowsIntoTheKernelBelowTheRootAreLeftOut) {
    ASSERT_EQ(::mount("tmpfs", (path_ + "/mnt").c_str(), "tmpfs", 0, nullptr), 0);
    ASSERT_EQ(
        ::mount((top_ + "/source").c_str(), (path_ + "/data").c_str(), nullptr, MS_BIND, nullptr),
        0);
    ASSERT_EQ(::mount("proc", (path_ + "/proc").c_str(), "proc", 0, nullptr), 0);
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/data/user"); }), "1000:1000");
    EXPECT_EQ(inside([] { return owner("/proc/self"); }), "No such file or directory");
    EXPECT_THAT(notes_, testing::IsEmpty());
}

TEST_F(MountTest, WholeHostAsRoot) {
    plan_ = std::make_unique<Plan>("/");
    plan().add({.special = "proc", .dir = "/proc", .type = "procfs"});
    plan().add({.special = "devfs", .dir = "/dev", .type = "devfs"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return try_open("/dev/null", O_RDWR); }), "ok");
    EXPECT_EQ(inside([this] { return owner(path_ + "/user"); }), "1000:1000");
}

TEST_F(MountTest, OverlayRootIsRefusedByName) {
    for (const char* dir : {"/upper", "/work"}) {
        ASSERT_EQ(::mkdir((top_ + dir).c_str(), 0755), 0);
    }
    const std::string options =
        "lowerdir=" + top_ + "/source,upperdir=" + top_ + "/upper,workdir=" + top_ + "/work";
    if (::mount("overlay", path_.c_str(), "overlay", 0, options.c_str()) < 0) {
        GTEST_SKIP() << "no overlay here: " << std::strerror(errno);
    }
    jail_ = std::make_unique<FirstProcess>(plan(), CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID);
    const os::NsFd userns = jail_->map_ids();
    try {
        plan().idmap(userns, {.uid = kBase, .gid = kBase});
        FAIL() << "an overlay was idmapped";
    } catch (const JailError& error) {
        EXPECT_EQ(std::string(error.what()),
                  "path " + path_ +
                      ": file system overlay cannot be idmapped: use one that can "
                      "(ext4, xfs, btrfs, or tmpfs since Linux 6.3), or set user=inherit");
    }
}

TEST_F(MountTest, OverlayOverMappedLayers) {
    for (const char* dir : {"/upper", "/work"}) {
        ASSERT_EQ(::mkdir((top_ + dir).c_str(), 0755), 0);
    }
    add("overlay", "/mnt", "overlay",
        {"lowerdir=" + top_ + "/source:" + path_, "upperdir=" + top_ + "/upper",
         "workdir=" + top_ + "/work"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return owner("/mnt/zero") + " " + owner("/mnt/user"); }),
              "0:0 1000:1000");
    EXPECT_EQ(inside([] { return try_open("/mnt/new", O_WRONLY | O_CREAT); }), "ok");
    EXPECT_EQ(inside([] { return try_open("/mnt/user", O_WRONLY | O_APPEND); }), "ok");
    EXPECT_EQ(owner(top_ + "/upper/new"), "0:0");
    EXPECT_EQ(owner(top_ + "/upper/user"), "1000:1000");
    EXPECT_EQ(inside([] { return ::unlink("/mnt/zero") == 0 ? "gone" : std::strerror(errno); }),
              "gone");
    EXPECT_EQ(owner(top_ + "/source/zero"), "0:0");
}

TEST_F(MountTest, InheritedUserNamespaceNeedsNoIdmap) {
    add("proc", "/proc", "procfs");
    add("devfs", "/dev", "devfs");
    add("tmpfs", "/data", "tmpfs");
    ASSERT_EQ(start(0), "");
    EXPECT_EQ(
        inside([] { return owner("/user") + " " + owner("/dev/null") + " " + owner("/data"); }),
        "1000:1000 0:0 0:0");
}

TEST_F(MountTest, SysIsReadOnly) {
    add("linsysfs", "/sys", "linsysfs", {"rw"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(
        inside([] {
            struct statfs found {};
            ::statfs("/sys", &found);
            return std::to_string(found.f_flags & (ST_RDONLY | ST_NOSUID | ST_NODEV | ST_NOEXEC));
        }),
        "15");
}

// Swaps a directory of the root with a symbolic link to the host's /etc, without end.
class Swapper {
  public:
    Swapper(const std::string& dir, const std::string& link) : pid_(::fork()) {
        for (; pid_ == 0;) {
            ::syscall(SYS_renameat2, AT_FDCWD, dir.c_str(), AT_FDCWD, link.c_str(),
                      RENAME_EXCHANGE);
        }
    }
    ~Swapper() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

  private:
    pid_t pid_;
};

TEST_F(MountTest, RenamesAtTheSameTimeLeadNowhere) {
    ASSERT_EQ(::mkdir((path_ + "/data/apt").c_str(), 0755), 0);
    ASSERT_EQ(::symlink("/etc", (path_ + "/link").c_str()), 0);
    const Swapper swapper(path_ + "/data", path_ + "/link");
    int mounted = 0;
    for (int i = 0; i < 60; ++i) {
        jail_.reset();
        plan_.reset();
        add("tmpfs", "/data/apt", "tmpfs", {"mode=0700"});
        const std::string failure = start();
        mounted += failure.empty() ? 1 : 0;
        if (failure.empty()) {
            EXPECT_THAT(inside([] { return owner("/etc"); }), "No such file or directory");
        } else {
            EXPECT_THAT(failure, AnyOf(HasSubstr(" is a symbolic link"), HasSubstr("try again")));
        }
    }
    EXPECT_GT(mounted, 0);
}

TEST_F(MountTest, FifosAndDevicesAreNotOpened) {
    ASSERT_EQ(::mkfifo((top_ + "/fifo").c_str(), 0600), 0);
    add(top_ + "/fifo", "/zero", "nullfs");
    ASSERT_EQ(::mkfifo((path_ + "/fifo").c_str(), 0600), 0);
    add("/dev/null", "/fifo", "nullfs");
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return try_open("/fifo", O_RDWR); }), "ok");
    EXPECT_EQ(inside([] { return try_open("/zero", O_RDWR); }), "ok");
}

TEST_F(MountTest, DeviceNodesWorkInDevfsOnly) {
    for (const char* name : {"root/node", "source/node"}) {
        ASSERT_EQ(::mknod((top_ + "/" + name).c_str(), S_IFCHR | 0666, ::makedev(1, 3)), 0);
    }
    add(top_ + "/source", "/mnt", "nullfs");
    add(top_ + "/source", "/data", "nullfs", {"dev"});
    ASSERT_EQ(start(), "");
    EXPECT_EQ(inside([] { return try_open("/node", O_RDONLY); }), "Permission denied");
    EXPECT_EQ(inside([] { return try_open("/mnt/node", O_RDONLY); }), "Permission denied");
    EXPECT_EQ(inside([] { return try_open("/data/node", O_RDONLY); }), "ok");
}

TEST_F(MountTest, TruncateForgetsMounts) {
    add("tmpfs", "/data", "tmpfs");
    add("tmpfs", "/mnt", "tmpfs");
    plan().truncate(1);
    EXPECT_EQ(plan().size(), 1U);
    EXPECT_EQ(plan().ops().size(), 1U);
}

}  // namespace
}  // namespace gaol
