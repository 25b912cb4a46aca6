// Little-endian integers and counted texts in a byte string: the form of everything that gaol keeps
// in extended attributes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gaol {

class ByteWriter {
  public:
    void u8(std::uint8_t value);
    void u16(std::uint16_t value);
    void u32(std::uint32_t value);
    void u64(std::uint64_t value);
    void text(std::string_view value);  // u32 length, then the bytes

    [[nodiscard]] std::string take() && { return std::move(bytes_); }

  private:
    std::string bytes_;
};

// Reads back.  Past the end, or after a length that is too large, every read gives zero or empty
// and good() is false from then on.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) noexcept : bytes_(bytes) {}

    std::uint8_t u8() noexcept;
    std::uint16_t u16() noexcept;
    std::uint32_t u32() noexcept;
    std::uint64_t u64() noexcept;
    std::string_view text() noexcept;

    [[nodiscard]] bool good() const noexcept { return good_; }
    [[nodiscard]] bool at_end() const noexcept { return bytes_.empty(); }

  private:
    std::uint64_t number(std::size_t size) noexcept;
    std::string_view take(std::size_t size) noexcept;

    std::string_view bytes_;
    bool good_ = true;
};

}  // namespace gaol
