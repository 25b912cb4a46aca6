#include "gaol/base/error.h"

namespace gaol {

namespace {

std::string sys_text(int errnum, std::string_view call, std::string_view subject) {
    std::string text(call);
    if (!subject.empty()) {
        text.append("(").append(subject).append(")");
    }
    return text.append(": ").append(std::generic_category().message(errnum));
}

}  // namespace

SysError::SysError(int errnum, std::string_view call, std::string_view subject)
    : std::system_error(errnum, std::generic_category()),
      call_(call),
      subject_(subject),
      what_(sys_text(errnum, call, subject)) {}

ParseError::ParseError(std::string_view source, int line, int column, std::string_view message)
    : std::runtime_error(std::string(message)), source_(source), line_(line), column_(column) {}

JailError::JailError(int errnum, const std::string& message)
    : std::runtime_error(message), errnum_(errnum) {}

}  // namespace gaol
