// For tests: an Io whose output can be looked at.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "gaol/cli/io.h"

namespace gaol::cli {

// A stream that is kept in memory.
struct Capture {
    Capture() : stream(open_memstream(&text, &size)) {}
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    ~Capture() {
        std::fclose(stream);
        std::free(text);
    }
    std::string read() {
        std::fflush(stream);
        return {text, size};
    }

    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* stream;
};

class TestIo {
  public:
    TestIo() {
        io_.out = out_.stream;
        io_.err = err_.stream;
    }

    Io& io(const char* program) {
        io_.program = program;
        return io_;
    }
    std::string out() { return out_.read(); }
    std::string err() { return err_.read(); }

  private:
    Capture out_;
    Capture err_;
    Io io_;
};

}  // namespace gaol::cli
