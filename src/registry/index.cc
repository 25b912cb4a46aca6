#include "gaol/registry/index.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gaol/base/bytes.h"
#include "gaol/base/text.h"
#include "gaol/os/file.h"

namespace gaol::registry {

namespace {

// Both tables and the state together stay below the 128 attributes that the kernel lets a node of
// cgroupfs have in the namespace "user".
constexpr unsigned kBuckets = 60;

// Of the names of attributes, each with its bucket's number behind it.
constexpr const char* kJids = "jids.";
constexpr const char* kNames = "names.";

struct JidEntry {
    std::uint32_t jid;
    std::uint32_t parent;
};

struct NameEntry {
    std::uint64_t hash;
    std::uint32_t parent;
    std::uint32_t jid;
};

// FNV-1a.  A collision costs one verification that fails, nothing else.
std::uint64_t hash_of(std::string_view name) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return hash;
}

std::uint32_t word(int jid) {
    return static_cast<std::uint32_t>(jid);
}

void put(ByteWriter& out, const JidEntry& entry) {
    out.u32(entry.jid);
    out.u32(entry.parent);
}

void put(ByteWriter& out, const NameEntry& entry) {
    out.u64(entry.hash);
    out.u32(entry.parent);
    out.u32(entry.jid);
}

void take(ByteReader& in, JidEntry& entry) {
    entry = {.jid = in.u32(), .parent = in.u32()};
}

void take(ByteReader& in, NameEntry& entry) {
    entry = {.hash = in.u64(), .parent = in.u32(), .jid = in.u32()};
}

// One bucket of one table, read whole and written whole.
template <typename Entry>
class Bucket {
  public:
    Bucket(const os::Fd& root, std::string name) : root_(root), name_(std::move(name)) {
        const std::string bytes = os::get_xattr(root_, name_).value_or("");
        ByteReader in(bytes);
        while (in.good() && !in.at_end()) {
            take(in, entries_.emplace_back());
        }
        if (!in.good()) {
            entries_.pop_back();
        }
    }

    template <typename Match>
    const Entry* find(Match match) const {
        const auto found = std::find_if(entries_.begin(), entries_.end(), match);
        return found == entries_.end() ? nullptr : &*found;
    }

    template <typename Match>
    void replace(Match match, const Entry& entry) {
        std::erase_if(entries_, match);
        entries_.push_back(entry);
        store();
    }

    template <typename Match>
    void drop(Match match) {
        if (std::erase_if(entries_, match) > 0) {
            store();
        }
    }

  private:
    void store() const {
        ByteWriter out;
        for (const Entry& entry : entries_) {
            put(out, entry);
        }
        os::set_xattr(root_, name_, std::move(out).take());
    }

    const os::Fd& root_;
    std::string name_;
    std::vector<Entry> entries_;
};

std::string jid_bucket(const std::string& prefix, int jid) {
    return strf("%s%s%u", prefix.c_str(), kJids, word(jid) % kBuckets);
}

std::string name_bucket(const std::string& prefix, std::uint64_t hash) {
    return strf("%s%s%u", prefix.c_str(), kNames, static_cast<unsigned>(hash % kBuckets));
}

// The bit of a bucket by the name of its attribute; 0 for any other name.
std::uint64_t bit_of(std::string_view attribute, std::string_view table) {
    if (attribute.substr(0, table.size()) != table) {
        return 0;
    }
    const auto number = parse_uint(attribute.substr(table.size()));
    return number && *number < kBuckets ? std::uint64_t{1} << *number : 0;
}

}  // namespace

std::optional<int> Index::parent_of(int jid) const {
    const Bucket<JidEntry> bucket(root_, jid_bucket(prefix_, jid));
    const auto* entry = bucket.find([jid](const JidEntry& e) { return e.jid == word(jid); });
    return entry == nullptr ? std::nullopt : std::optional(static_cast<int>(entry->parent));
}

std::optional<int> Index::child(int parent, std::string_view name) const {
    const std::uint64_t hash = hash_of(name);
    const Bucket<NameEntry> bucket(root_, name_bucket(prefix_, hash));
    const auto* entry =
        bucket.find([&](const NameEntry& e) { return e.hash == hash && e.parent == word(parent); });
    return entry == nullptr ? std::nullopt : std::optional(static_cast<int>(entry->jid));
}

void Index::add_jid(int jid, int parent) {
    Bucket<JidEntry> bucket(root_, jid_bucket(prefix_, jid));
    bucket.replace([jid](const JidEntry& e) { return e.jid == word(jid); },
                   JidEntry{.jid = word(jid), .parent = word(parent)});
}

void Index::drop_jid(int jid) {
    Bucket<JidEntry> bucket(root_, jid_bucket(prefix_, jid));
    bucket.drop([jid](const JidEntry& e) { return e.jid == word(jid); });
}

void Index::add_name(int parent, std::string_view name, int jid) {
    const std::uint64_t hash = hash_of(name);
    Bucket<NameEntry> bucket(root_, name_bucket(prefix_, hash));
    bucket.replace([&](const NameEntry& e) { return e.hash == hash && e.parent == word(parent); },
                   NameEntry{.hash = hash, .parent = word(parent), .jid = word(jid)});
}

void Index::drop_name(int parent, std::string_view name, int jid) {
    const std::uint64_t hash = hash_of(name);
    Bucket<NameEntry> bucket(root_, name_bucket(prefix_, hash));
    bucket.drop([&](const NameEntry& e) {
        return e.hash == hash && e.parent == word(parent) && e.jid == word(jid);
    });
}

void Index::drop_names_of(int jid) {
    for (unsigned n = 0; n < kBuckets; n++) {
        Bucket<NameEntry> bucket(root_, name_bucket(prefix_, n));
        bucket.drop([jid](const NameEntry& e) { return e.jid == word(jid); });
    }
}

Buckets Index::buckets_of(int jid, std::string_view name) noexcept {
    return {.jids = std::uint64_t{1} << word(jid) % kBuckets,
            .names = std::uint64_t{1} << hash_of(name) % kBuckets};
}

Buckets Index::present() const {
    Buckets found;
    for (const std::string& attribute : os::list_xattrs(root_)) {
        const std::string_view name = attribute;
        if (name.substr(0, prefix_.size()) == prefix_) {
            found.jids |= bit_of(name.substr(prefix_.size()), kJids);
            found.names |= bit_of(name.substr(prefix_.size()), kNames);
        }
    }
    return found;
}

void Index::clear() {
    for (unsigned n = 0; n < kBuckets; n++) {
        os::remove_xattr(root_, jid_bucket(prefix_, static_cast<int>(n)));
        os::remove_xattr(root_, name_bucket(prefix_, n));
    }
}

}  // namespace gaol::registry
