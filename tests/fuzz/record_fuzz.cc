// The bytes of a jail's record and of the root directory's state: either refused, or read into
// something that is written as itself again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gaol/registry/record.h"
#include "gaol/registry/root_state.h"

using gaol::registry::RootState;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_record(std::string_view bytes) {
    const auto record = gaol::registry::decode(bytes);
    if (!record) {
        return;
    }
    require(record->jid > 0 && !record->name.empty());
    const std::string written = gaol::registry::encode(*record);
    const auto again = gaol::registry::decode(written);
    require(again && again->params == record->params);
    require(gaol::registry::encode(*again) == written);
}

void check_ids(RootState state) {
    for (const auto& entry : state.journal) {
        state.mark_ids(entry.ids);
    }
    if (const auto taken = state.take_ids(3)) {
        require(taken->first >= gaol::registry::kFirstId);
        state.free_ids(*taken);
        require(state.take_ids(3) == taken);
    }
    require(gaol::registry::decode_root(gaol::registry::encode(state)).has_value());
}

void check_root(std::string_view bytes) {
    const auto state = gaol::registry::decode_root(bytes);
    if (state) {
        require(gaol::registry::encode(*state) == bytes);
        check_ids(*state);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check_record(bytes);
    check_root(bytes);
    return 0;
}
