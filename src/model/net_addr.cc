#include "gaol/model/net_addr.h"

#include <arpa/inet.h>

#include <array>

namespace gaol {

namespace {

std::optional<std::string> canonical(int family, const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    std::array<char, INET6_ADDRSTRLEN> printed{};
    // The NUL test: inet_pton would stop at one and accept what stands before it.
    if (text.find('\0') != std::string::npos ||
        inet_pton(family, text.c_str(), address.data()) != 1 ||
        inet_ntop(family, address.data(), printed.data(), printed.size()) == nullptr) {
        return std::nullopt;
    }
    return printed.data();
}

}  // namespace

std::optional<std::string> canonical_ip4(const std::string& text) {
    return canonical(AF_INET, text);
}

std::optional<std::string> canonical_ip6(const std::string& text) {
    return canonical(AF_INET6, text);
}

}  // namespace gaol
