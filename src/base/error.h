// The three kinds of failure of gaol, and no other.  They are thrown where the failure is found,
// gain context in one place (the plan executor), and are caught at four boundaries only:
// tool_main, os::in_child, the C library's guard and callbacks called from C.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace gaol {

// A system call failed.  what() reads "call(subject): text of errno", as in
// "mount(/jails/web/dev): Device or resource busy"; without a subject "call: text".
class SysError : public std::system_error {
  public:
    SysError(int errnum, std::string_view call, std::string_view subject = {});

    [[nodiscard]] int errnum() const noexcept { return code().value(); }
    [[nodiscard]] const std::string& call() const noexcept { return call_; }
    [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

  private:
    std::string call_;
    std::string subject_;
    std::string what_;
};

// A text does not follow its grammar.  Line and column count from 1; 0 means "not known".
class ParseError : public std::runtime_error {
  public:
    ParseError(std::string_view source, int line, int column, std::string_view message);

    [[nodiscard]] const std::string& source() const noexcept { return source_; }
    [[nodiscard]] int line() const noexcept { return line_; }
    [[nodiscard]] int column() const noexcept { return column_; }

  private:
    std::string source_;
    int line_;
    int column_;
};

// A rule of the jail facility forbids it: an errno value as FreeBSD's kernel would give, and the
// sentence for the user.  what() is the sentence alone.
class JailError : public std::runtime_error {
  public:
    JailError(int errnum, const std::string& message);

    [[nodiscard]] int errnum() const noexcept { return errnum_; }

  private:
    int errnum_;
};

}  // namespace gaol
