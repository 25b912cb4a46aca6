#include "gaol/registry/record.h"

#include "gaol/base/bytes.h"

namespace gaol::registry {

namespace {

constexpr std::uint8_t kVersion = 1;

// The order of Value's alternatives is the tag on disk: append only.
void put_value(ByteWriter& out, const Value& value) {
    out.u8(static_cast<std::uint8_t>(value.index()));
    if (const auto* flag = std::get_if<bool>(&value)) {
        out.u8(*flag ? 1 : 0);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        out.u64(static_cast<std::uint64_t>(*number));
    } else if (const auto* mode = std::get_if<JailSys>(&value)) {
        out.u8(static_cast<std::uint8_t>(*mode));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        out.text(*text);
    } else if (const auto* list = std::get_if<List>(&value)) {
        out.u32(static_cast<std::uint32_t>(list->size()));
        for (const std::string& item : *list) {
            out.text(item);
        }
    }
}

std::optional<Value> take_list(ByteReader& in) {
    List list;
    for (std::uint32_t left = in.u32(); left > 0 && in.good(); left--) {
        list.emplace_back(in.text());
    }
    return list;
}

std::optional<Value> take_value(ByteReader& in) {
    switch (in.u8()) {
        case 0:
            return in.u8() != 0;
        case 1:
            return static_cast<std::int64_t>(in.u64());
        case 2: {
            const std::uint8_t mode = in.u8();
            return mode <= 2 ? std::optional<Value>(static_cast<JailSys>(mode)) : std::nullopt;
        }
        case 3:
            return std::string(in.text());
        case 4:
            return take_list(in);
        default:
            return std::nullopt;
    }
}

bool take_params(ByteReader& in, ParamValues& params) {
    for (std::uint16_t left = in.u16(); left > 0; left--) {
        const std::string_view name = in.text();
        auto value = take_value(in);
        if (!in.good() || !value) {
            return false;
        }
        // A parameter of a later version is passed over: this one cannot do anything about it.
        const Param* param = find_param(name);
        if (param == nullptr) {
            continue;
        }
        if (param->owner != Owner::Jail || !fits_kind(param->kind, *value)) {
            return false;
        }
        params.set(name, std::move(*value));
    }
    return in.good();
}

bool known_state(State state) {
    return state == State::Alive || state == State::Dying;
}

}  // namespace

std::string encode(const Record& record) {
    ByteWriter out;
    out.u8(kVersion);
    out.u8(static_cast<std::uint8_t>(record.state));
    out.u32(static_cast<std::uint32_t>(record.jid));
    out.text(record.name);
    out.u32(static_cast<std::uint32_t>(record.first.pid));
    out.u64(record.first.serial);
    out.u32(record.ids.first);
    out.u32(record.ids.count);
    out.u16(static_cast<std::uint16_t>(record.params.all().size()));
    for (const auto& [name, value] : record.params.all()) {
        out.text(name);
        put_value(out, value);
    }
    return std::move(out).take();
}

std::optional<Record> decode(std::string_view bytes) {
    ByteReader in(bytes);
    if (in.u8() != kVersion) {
        return std::nullopt;
    }
    Record record;
    record.state = static_cast<State>(in.u8());
    record.jid = static_cast<int>(in.u32());
    record.name = in.text();
    record.first.pid = static_cast<pid_t>(in.u32());
    record.first.serial = in.u64();
    record.ids = {.first = in.u32(), .count = in.u32()};
    if (!in.good() || !known_state(record.state) || record.jid <= 0 || record.name.empty() ||
        !take_params(in, record.params) || !in.at_end()) {
        return std::nullopt;
    }
    return record;
}

}  // namespace gaol::registry
