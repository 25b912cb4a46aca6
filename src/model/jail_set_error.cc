#include "gaol/model/jail_set_error.h"

#include <string>
#include <system_error>

namespace gaol {

JailError jail_set_error(int errnum, std::string_view detail) {
    std::string text = "jail_set: " + std::generic_category().message(errnum);
    return {errnum, text.append(" (").append(detail).append(")")};
}

}  // namespace gaol
