// For tests: how a function failed.
#pragma once

#include <string>

#include "gaol/base/error.h"

namespace gaol {

// The error number and text of the JailError that the function throws; 0 and "" when it returns.
struct Failure {
    int errnum = 0;
    std::string text;
};

template <typename Function>
Failure failure_of(Function function) try {
    function();
    return {};
} catch (const JailError& error) {
    return {error.errnum(), error.what()};
}

}  // namespace gaol
