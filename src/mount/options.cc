#include "gaol/mount/options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "gaol/base/text.h"

namespace gaol::mount {

namespace {

namespace attr = os::mount_attr;

enum class Effect : std::uint8_t {
    Set,    // the attribute bits
    Clear,  // takes them away
    Atime,  // one of the three manners of access times
    None,   // says what is so anyway
    Note,   // has no effect, and the user is told
    Refuse,
    NoCover,
    Bind,
    RecursiveBind,
};

struct Word {
    std::string_view word;
    Effect effect;
    std::uint64_t bits = 0;
    const char* reason = "";
};

// Words that mean the same for every type.
constexpr std::array kWords{
    Word{"ro", Effect::Set, attr::kReadOnly},
    Word{"rdonly", Effect::Set, attr::kReadOnly},
    Word{"rw", Effect::Clear, attr::kReadOnly},
    Word{"nosuid", Effect::Set, attr::kNoSuid},
    Word{"suid", Effect::Clear, attr::kNoSuid},
    Word{"nodev", Effect::Set, attr::kNoDev},
    Word{"dev", Effect::Clear, attr::kNoDev},
    Word{"noexec", Effect::Set, attr::kNoExec},
    Word{"exec", Effect::Clear, attr::kNoExec},
    Word{"nosymfollow", Effect::Set, attr::kNoSymFollow},
    Word{"symfollow", Effect::Clear, attr::kNoSymFollow},
    Word{"nodiratime", Effect::Set, attr::kNoDirAtime},
    Word{"diratime", Effect::Clear, attr::kNoDirAtime},
    Word{"noatime", Effect::Atime, attr::kNoAtime},
    Word{"strictatime", Effect::Atime, attr::kStrictAtime},
    Word{"relatime", Effect::Atime, 0},
    Word{"atime", Effect::Atime, 0},
    Word{"nocover", Effect::NoCover},
    Word{"cover", Effect::None},
    Word{"bind", Effect::Bind},
    Word{"rbind", Effect::RecursiveBind},
    Word{"defaults", Effect::None},
    Word{"auto", Effect::None},
    Word{"async", Effect::None},
    Word{"late", Effect::Note, 0, "a jail's mounts are made when it is created"},
    Word{"noauto", Effect::Note, 0, "a jail's mounts are made when it is created"},
    Word{"_netdev", Effect::Note, 0, "a jail's mounts are made when it is created"},
    Word{"failok", Effect::Refuse, 0, "a jail exists with all of its mounts or not at all"},
    Word{"nofail", Effect::Refuse, 0, "a jail exists with all of its mounts or not at all"},
    Word{"union", Effect::Refuse, 0, "Linux has no union mounts: use type overlay"},
    Word{"update", Effect::Refuse, 0, "the mount of a jail that is being created is new"},
    Word{"remount", Effect::Refuse, 0, "the mount of a jail that is being created is new"},
    Word{"reload", Effect::Refuse, 0, "the mount of a jail that is being created is new"},
    Word{"snapshot", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"force", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"emptydir", Effect::Refuse, 0, "Linux does not look into the mount point"},
    Word{"suiddir", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"multilabel", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"acls", Effect::Refuse, 0, "it has no meaning on Linux: the file system decides"},
    Word{"nfsv4acls", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"noclusterr", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"noclusterw", Effect::Refuse, 0, "it has no meaning on Linux"},
    Word{"untrusted", Effect::Refuse, 0, "it has no meaning on Linux"},
};

// Words that mean something to one FreeBSD type only.
struct TypeWord {
    Source source;
    std::string_view word;
    Effect effect;
    const char* reason = "";
};
constexpr std::array kTypeWords{
    TypeWord{Source::Bind, "cache", Effect::Note, "Linux has one cache for both names"},
    TypeWord{Source::Bind, "nocache", Effect::Note, "Linux has one cache for both names"},
    TypeWord{Source::Fdescfs, "linrdlnk", Effect::None},
    TypeWord{Source::Fdescfs, "rdlnk", Effect::None},
    TypeWord{Source::Devfs, "ruleset=4", Effect::None},
    TypeWord{Source::Tmpfs, "nonc", Effect::Note, "Linux keeps the names of a tmpfs in one place"},
    TypeWord{Source::Tmpfs, "nomtime", Effect::Refuse, "a tmpfs of Linux always keeps times"},
    TypeWord{Source::Tmpfs, "export", Effect::Refuse, "a jail's tmpfs cannot be exported"},
};

// Parameters of the types that gaol itself configures; any other type knows its own.
struct Parameter {
    std::string_view type;
    std::string_view key;
};
constexpr std::array kParameters{
    Parameter{"tmpfs", "size"},      Parameter{"tmpfs", "mode"},   Parameter{"tmpfs", "uid"},
    Parameter{"tmpfs", "gid"},       Parameter{"tmpfs", "inodes"}, Parameter{"tmpfs", "nr_inodes"},
    Parameter{"tmpfs", "nr_blocks"}, Parameter{"tmpfs", "huge"},   Parameter{"tmpfs", "mpol"},
    Parameter{"proc", "hidepid"},    Parameter{"proc", "subset"},  Parameter{"proc", "gid"},
    Parameter{"devpts", "mode"},     Parameter{"devpts", "gid"},   Parameter{"devpts", "uid"},
    Parameter{"devpts", "ptmxmode"}, Parameter{"devpts", "max"},
};

bool is_comment(std::string_view word) {
    return word.starts_with("x-") || word.starts_with("X-") || word.starts_with("comment=");
}

FsOption fs_option(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
        return {.key = word, .value = std::nullopt};
    }
    return {.key = word.substr(0, equals), .value = word.substr(equals + 1)};
}

// tmpfs(5) of FreeBSD has "inodes" and a suffix b for bytes; names of users are the host's there.
FsOption tmpfs_option(const Line& line, FsOption option) {
    const std::string value = option.value.value_or("");
    if (option.key == "inodes") {
        option.key = "nr_inodes";
    } else if (option.key == "size" && (value.ends_with('b') || value.ends_with('B'))) {
        option.value = value.substr(0, value.size() - 1);
    } else if ((option.key == "uid" || option.key == "gid") &&
               parse_uint(value).value_or(UINT32_MAX) >= UINT32_MAX) {
        refuse(line, "option " + option.key + "=" + value +
                         ": must be a number: a name need not "
                         "mean the same on the host and in the jail");
    } else if (option.key == "mode" && parse_uint(value, 8).value_or(UINT32_MAX) > 07777) {
        refuse(line, "option mode=" + value + ": must be an octal number up to 7777");
    }
    return option;
}

class Translator {
  public:
    Translator(const Line& line, const FsType& type) : line_(line), type_(type) {}

    Options run() {
        for (const std::string& word : line_.options) {
            one(word);
        }
        return std::move(options_);
    }

  private:
    void one(const std::string& word) {
        for (const TypeWord& known : kTypeWords) {
            if (known.source == type_.source && known.word == word) {
                return apply({.word = known.word, .effect = known.effect, .reason = known.reason});
            }
        }
        for (const Word& known : kWords) {
            if (known.word == word) {
                return apply(known);
            }
        }
        if (is_comment(word)) {
            return apply({.word = word, .effect = Effect::Note, .reason = "it is a comment"});
        }
        to_file_system(word);
    }

    void apply(const Word& word) {
        os::AttrChange& change = options_.attributes;
        const std::string name = "option " + std::string(word.word);
        switch (word.effect) {
            case Effect::Set:
                change.set |= word.bits;
                change.clear &= ~word.bits;
                break;
            case Effect::Clear:
                change.set &= ~word.bits;
                change.clear |= word.bits;
                break;
            case Effect::Atime:
                change.set = (change.set & ~attr::kAtimeMask) | word.bits;
                change.clear |= attr::kAtimeMask;
                break;
            case Effect::Note:
                options_.notes.push_back(label(line_) + ": " + name +
                                         " has no effect: " + word.reason);
                break;
            case Effect::Refuse:
                refuse(line_, name + ": " + word.reason);
            case Effect::NoCover:
                options_.cover = Cover::Refused;
                break;
            case Effect::RecursiveBind:
                options_.recursion = os::Recursion::Tree;
                break;
            case Effect::Bind:
            case Effect::None:
                break;
        }
    }

    void to_file_system(const std::string& word) {
        FsOption option = fs_option(word);
        const bool own = type_.source == Source::Host || type_.source == Source::Overlay;
        const bool known = std::any_of(
            kParameters.begin(), kParameters.end(), [this, &option](const Parameter& parameter) {
                return parameter.type == type_.name && parameter.key == option.key &&
                       type_.source != Source::Devfs;
            });
        if (!own && !known) {
            refuse(line_, "option " + word + ": not known for type " + line_.type);
        }
        if (type_.source == Source::Tmpfs) {
            option = tmpfs_option(line_, std::move(option));
        }
        options_.fs.push_back(std::move(option));
    }

    const Line& line_;
    const FsType& type_;
    Options options_;
};

}  // namespace

const std::string* Options::find(const std::string& key) const {
    const std::string* found = nullptr;
    for (const FsOption& option : fs) {
        if (option.key == key && option.value) {
            found = &*option.value;
        }
    }
    return found;
}

Options translate_options(const Line& line, const FsType& type) {
    return Translator(line, type).run();
}

}  // namespace gaol::mount
