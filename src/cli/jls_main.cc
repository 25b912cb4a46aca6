#include <string>
#include <vector>

#include "gaol/cli/jls.h"
#include "gaol/cli/jls_request.h"

int main(int argc, char** argv) {
    const std::vector<std::string> given(argv + (argc > 0 ? 1 : 0), argv + argc);
    std::vector<std::string> words = gaol::cli::gather_libxo(given);
    std::string name(gaol::cli::kJls.name);
    std::vector<char*> vector{name.data()};
    for (std::string& word : words) {
        vector.push_back(word.data());
    }
    return gaol::cli::tool_main(gaol::cli::kJls, static_cast<int>(vector.size()), vector.data());
}
