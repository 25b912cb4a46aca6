#include "gaol/cli/jexec.h"

int main(int argc, char** argv) {
    return gaol::cli::tool_main(gaol::cli::kJexec, argc, argv);
}
