#include "gaol/base/bytes.h"

namespace gaol {

namespace {

void append(std::string& bytes, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; i++) {
        bytes.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    }
}

}  // namespace

void ByteWriter::u8(std::uint8_t value) {
    append(bytes_, value, 1);
}

void ByteWriter::u16(std::uint16_t value) {
    append(bytes_, value, 2);
}

void ByteWriter::u32(std::uint32_t value) {
    append(bytes_, value, 4);
}

void ByteWriter::u64(std::uint64_t value) {
    append(bytes_, value, 8);
}

void ByteWriter::text(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    bytes_.append(value);
}

std::uint8_t ByteReader::u8() noexcept {
    return static_cast<std::uint8_t>(number(1));
}

std::uint16_t ByteReader::u16() noexcept {
    return static_cast<std::uint16_t>(number(2));
}

std::uint32_t ByteReader::u32() noexcept {
    return static_cast<std::uint32_t>(number(4));
}

std::uint64_t ByteReader::u64() noexcept {
    return number(8);
}

std::string_view ByteReader::text() noexcept {
    return take(u32());
}

std::uint64_t ByteReader::number(std::size_t size) noexcept {
    const std::string_view digits = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = digits.size(); i-- > 0;) {
        value = value << 8 | static_cast<unsigned char>(digits[i]);
    }
    return value;
}

std::string_view ByteReader::take(std::size_t size) noexcept {
    if (!good_ || size > bytes_.size()) {
        good_ = false;
        return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
}

}  // namespace gaol
