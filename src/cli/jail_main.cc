#include "gaol/cli/jail.h"

int main(int argc, char** argv) {
    return gaol::cli::tool_main(gaol::cli::jail_tool(), argc, argv);
}
