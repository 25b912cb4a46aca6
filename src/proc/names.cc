#include "gaol/proc/names.h"

#include "gaol/base/error.h"
#include "gaol/os/clone.h"
#include "gaol/os/raw_process.h"

namespace gaol::proc {

namespace {

namespace raw = os::raw;

struct Renaming {
    int member;
    std::uint64_t namespaces;
    const Names& names;
    int error = 0;
};

int renaming_main(void* arg) noexcept {
    Renaming& task = *static_cast<Renaming*>(arg);
    const std::string& host = task.names.host;
    const std::string& domain = task.names.domain;
    task.error = raw::join_namespaces(task.member, task.namespaces);
    if (task.error == 0) {
        task.error = raw::set_host_name(host.data(), host.size());
    }
    if (task.error == 0) {
        task.error = raw::set_domain_name(domain.data(), domain.size());
    }
    return 0;
}

}  // namespace

void set_names(const os::PidFd& member, UserNamespace users, const Names& names) {
    using os::Namespace;
    Renaming task{
        .member = member.get(),
        .namespaces = Namespace::kUts | (users == UserNamespace::Own ? Namespace::kUser : 0),
        .names = names};
    os::Child child = os::clone_until_exec({}, renaming_main, &task);
    (void)child.wait();
    if (task.error < 0) {
        throw SysError(-task.error, "sethostname");
    }
}

}  // namespace gaol::proc
