#include "gaol/config/cause.h"

#include <algorithm>

#include "gaol/base/printable.h"
#include "gaol/base/text.h"

namespace gaol::config {
namespace {

constexpr std::size_t kShown = 120;  // bytes of a token in a message

std::string quoted(const Token& token) {
    return "\"" + show_token(token.raw) + "\"";
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// The place of the token in the source.
std::size_t offset(const Blame& blame) {
    return static_cast<std::size_t>(blame.token.raw.data() - blame.text.data());
}

// The markers of Jinja, Go templates, ERB and their like, at the token or right beside it.
bool at_template_marker(const Blame& blame) {
    const std::size_t at = offset(blame);
    const std::size_t from = at - std::min<std::size_t>(at, 2);
    const std::string_view around = blame.text.substr(from, at - from + 2);
    constexpr std::string_view kMarkers[] = {"{{", "}}", "{%", "%}", "<%", "%>"};
    return std::any_of(std::begin(kMarkers), std::end(kMarkers),
                       [&](std::string_view marker) { return contains(around, marker); });
}

// "{name}", all in one piece.
bool at_placeholder(const Blame& blame) {
    if (blame.token.kind != TokenKind::Open) {
        return false;
    }
    const std::string_view inside = blame.text.substr(offset(blame) + 1);
    const std::size_t end = inside.find_first_of("{}; \t\r\n");
    return end != std::string_view::npos && end > 0 && inside[end] == '}';
}

std::string missing_semicolon(const Token& before, const Token& after) {
    if (before.line != after.first_line || after.kind == TokenKind::Close) {
        return strf("missing \";\" at the end of line %d", before.line);
    }
    return "missing \";\" before " + quoted(after);
}

std::string at_end(const Blame& blame) {
    if (blame.earlier != Earlier::Nothing) {
        return {};
    }
    if (blame.open_line != 0) {
        return strf("the block \"%s\" opened on line %d has no closing brace",
                    show_token(blame.open_block).c_str(), blame.open_line);
    }
    return strf("missing \";\" at the end of line %d", blame.previous.line);
}

std::string at_start(const Blame& blame) {
    switch (blame.token.kind) {
        case TokenKind::Close:
            if (blame.earlier != Earlier::Nothing) {
                return {};
            }
            return "this closing brace belongs to no block: one too many here, or one too early "
                   "before";
        case TokenKind::Open:
            return "a block needs a name before its brace";
        case TokenKind::Assign:
        case TokenKind::Append:
            return "the parameter's name is missing";
        default:
            return {};
    }
}

bool is_glued(const Token& token) {
    return token.kind == TokenKind::StringGlued || token.kind == TokenKind::VariableGlued;
}

std::string after_name(const Blame& blame) {
    if (blame.name.raw == "$") {
        return "a shell substitution that was not expanded";
    }
    if (blame.name.kind == TokenKind::Variable) {
        return "the variable " + quoted(blame.name) +
               " stands alone: \"=\" and a value are missing, or a shell was to expand it";
    }
    if (is_glued(blame.token)) {
        const bool wildcard = blame.name.raw == "*" || blame.token.raw == "*";
        return wildcard ? "a name with a wildcard beside other text must be quoted, as in \"foo.*\""
                        : "a name of several pieces must be quoted";
    }
    return missing_semicolon(blame.previous, blame.token);
}

std::string after_assign(const Blame& blame) {
    if (blame.token.kind == TokenKind::Semicolon || blame.token.kind == TokenKind::Comma) {
        return "a value is missing; an empty one is written \"\"";
    }
    if (blame.token.kind == TokenKind::Open || blame.token.kind == TokenKind::Close) {
        return "a value is missing, or it has a brace and must be quoted";
    }
    return "a value is missing, or it must be quoted";
}

std::string after_value(const Blame& blame) {
    const bool string =
        blame.token.kind == TokenKind::String || blame.token.kind == TokenKind::Variable;
    if (string && blame.token.first_line == blame.previous.line) {
        return "a value with blanks must be quoted, or \";\" is missing before " +
               quoted(blame.token);
    }
    return missing_semicolon(blame.previous, blame.token);
}

std::string after_bare_value(const Blame& blame) {
    if (blame.name.kind == TokenKind::Variable) {
        return after_name(blame);
    }
    const bool next_began = blame.token.kind == TokenKind::Assign ||
                            blame.token.kind == TokenKind::Append ||
                            blame.token.kind == TokenKind::Open;
    if (next_began) {
        return missing_semicolon(blame.name, blame.previous);
    }
    return after_value(blame);
}

std::string by_progress(const Blame& blame) {
    switch (blame.progress) {
        case Progress::Start:
            return at_start(blame);
        case Progress::Name:
            return after_name(blame);
        case Progress::Assign:
            return after_assign(blame);
        case Progress::Value:
            return after_value(blame);
        case Progress::BareValue:
            return after_bare_value(blame);
    }
    return {};
}

}  // namespace

std::string likely_cause(const Blame& blame) {
    if (blame.progress == Progress::BareValue && blame.name.value == ".") {
        return "the shell's \". file\" is no include: write .include \"file\";";
    }
    if (blame.earlier == Earlier::InStatement) {
        return {};
    }
    if (blame.token.kind == TokenKind::End) {
        return at_end(blame);
    }
    if (at_template_marker(blame)) {
        return "a template's markers ({{ }}, {% %} or <% %>): the template was not filled in";
    }
    if (at_placeholder(blame)) {
        return "a template's {placeholder}: the template was not filled in";
    }
    if (blame.wide_quote_line != 0) {
        return strf("an unbalanced quote: the string opened on line %d runs over its line's end",
                    blame.wide_quote_line);
    }
    if (blame.token.kind == TokenKind::Stray) {
        return "the character " + quoted(blame.token) + " must be in quotes";
    }
    return by_progress(blame);
}

std::string show_token(std::string_view raw) {
    const std::string shown = printable(raw.substr(0, kShown));
    return raw.size() > kShown ? shown + "..." : shown;
}

}  // namespace gaol::config
