#include "gaol/config/parser.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

#include "gaol/base/error.h"
#include "gaol/base/text.h"
#include "gaol/config/cause.h"
#include "gaol/config/include.h"
#include "gaol/config/lexer.h"
#include "gaol/config/text_builder.h"
#include "gaol/model/name.h"

namespace gaol::config {
namespace {

// What all files of one configuration share.
struct Tree {
    Ast& ast;
    Report& report;
    Includes includes;
    TextBuilder values;
    std::vector<std::size_t> open;      // blocks that are open, outermost first
    std::optional<std::size_t> global;  // the block of parameters outside any
    std::size_t depth = 0;              // of .include
    bool abandoned = false;             // an included file has errors: nobody goes on
};

// A number that is not zero names a jail by its jid.
bool is_number(std::string_view name) {
    return name.find_first_not_of("0123456789") == std::string_view::npos &&
           name.find_first_not_of('0') != std::string_view::npos;
}

bool begins_text(const Token& token) {
    return token.kind == TokenKind::String || token.kind == TokenKind::Variable;
}

bool continues_text(const Token& token) {
    return token.kind == TokenKind::StringGlued || token.kind == TokenKind::VariableGlued;
}

// The parser of one file.  Blocks are a stack, not recursion; only .include recurses.
class FileParser {
  public:
    FileParser(Tree& tree, const Source& source)
        : tree_(tree),
          source_(source),
          lexer_(source, tree.ast.arena, tree.report),
          outer_(tree.open.size()) {}

    void run();

  private:
    [[nodiscard]] Token pull();
    void statement(const Token& first);
    void parameter(const Token& name);
    void values(const Token& name, Token token, Progress progress);
    [[nodiscard]] Token one_value(Token token);
    void add_piece(const Token& token);
    [[nodiscard]] SymbolId intern(std::string_view name);
    void add_parameter(const Token& name, Assign assign);

    void open_block(const Token& name);
    void close_block();
    [[nodiscard]] std::string_view full_name(std::string_view name) const;
    [[nodiscard]] std::size_t add_block(std::string_view name, int line);
    [[nodiscard]] std::size_t current_block(int line);

    void include();
    void include_file(const std::string& name);

    void syntax_error(const Token& token, Progress progress);
    void recover(Token token);
    [[nodiscard]] Earlier earlier() const;
    [[nodiscard]] std::string blame(const Token& token, Progress progress) const;

    Tree& tree_;
    const Source& source_;
    Lexer lexer_;
    const std::size_t outer_;  // blocks that are open around this file
    Token name_;               // first token of the statement; of kind End before it
    Token previous_;           // the last one that fitted
    Token last_;               // the last one that was pulled
    Assign assign_ = Assign::Set;
    int wide_quote_line_ = 0;           // of the statement
    std::size_t before_statement_ = 0;  // errors in the report
    int quiet_ = 0;                     // tokens until an error is news again after the last one
    bool ended_ = false;
};

void FileParser::run() {
    while (!ended_ && !tree_.abandoned && !tree_.report.full()) {
        name_ = {};
        wide_quote_line_ = 0;
        before_statement_ = tree_.report.count();
        const Token first = pull();
        if (first.kind == TokenKind::End && tree_.open.size() == outer_) {
            return;
        }
        statement(first);
    }
}

Token FileParser::pull() {
    previous_ = last_;
    last_ = lexer_.next();
    quiet_ = std::max(quiet_ - 1, 0);
    if (wide_quote_line_ == 0) {
        wide_quote_line_ = last_.quote_line;
    }
    return last_;
}

void FileParser::statement(const Token& first) {
    if (first.kind == TokenKind::Semicolon) {
        return;
    }
    if (first.kind == TokenKind::Close && tree_.open.size() > outer_) {
        close_block();
    } else if (begins_text(first)) {
        name_ = first;
        parameter(first);
    } else {
        syntax_error(first, Progress::Start);
    }
}

void FileParser::parameter(const Token& name) {
    const Token token = pull();
    tree_.values.start();
    assign_ = token.kind == TokenKind::Append ? Assign::Append : Assign::Set;
    if (token.kind == TokenKind::Open && name.kind == TokenKind::String) {
        open_block(name);
    } else if (token.kind == TokenKind::Semicolon) {
        add_parameter(name, Assign::Set);
    } else if (token.kind == TokenKind::Assign || token.kind == TokenKind::Append) {
        values(name, pull(), Progress::Value);
    } else if (begins_text(token)) {
        values(name, token, Progress::BareValue);
    } else {
        syntax_error(token, Progress::Name);
    }
}

// From the first token of the first value to the semicolon.
void FileParser::values(const Token& name, Token token, Progress progress) {
    while (begins_text(token)) {
        token = one_value(token);
        if (token.kind == TokenKind::Semicolon) {
            const bool bare = progress == Progress::BareValue;
            if (bare && name.kind == TokenKind::String && name.value == ".include") {
                include();
            } else {
                add_parameter(name, assign_);
            }
            return;
        }
        if (token.kind != TokenKind::Comma) {
            syntax_error(token, progress);
            return;
        }
        token = pull();
    }
    syntax_error(token, Progress::Assign);
}

// Returns the token after the value.
Token FileParser::one_value(Token token) {
    tree_.values.begin_text();
    do {
        add_piece(token);
        token = pull();
    } while (continues_text(token));
    return token;
}

void FileParser::add_piece(const Token& token) {
    if (token.kind == TokenKind::Variable || token.kind == TokenKind::VariableGlued) {
        tree_.values.add_variable(intern(token.value));
    } else {
        tree_.values.add_text(token.value);
    }
}

SymbolId FileParser::intern(std::string_view name) {
    Symbols& symbols = tree_.ast.symbols;
    const std::size_t before = symbols.size();
    const SymbolId symbol = symbols.intern(name);
    tree_.ast.arena.charge((symbols.size() - before) * Symbols::kBytesPerSymbol);
    return symbol;
}

void FileParser::add_parameter(const Token& name, Assign assign) {
    const std::size_t block = current_block(name.first_line);
    tree_.ast.arena.charge(sizeof(Parameter));
    tree_.ast.blocks[block].parameters.push_back({
        .name = intern(name.value),
        .is_variable = name.kind == TokenKind::Variable,
        .uses_variable = tree_.values.uses_variable(),
        .assign = assign,
        .values = tree_.values.finish(),
    });
}

void FileParser::open_block(const Token& name) {
    if (tree_.open.size() >= kMaxNesting) {
        throw JailError(EFBIG, source_.name + strf(" line %d: jails nested too deep", name.line));
    }
    const std::string_view full = full_name(name.value);
    if (full.size() > kMaxBlockName) {
        throw JailError(ENAMETOOLONG,
                        source_.name + strf(" line %d: jail name too long", name.line));
    }
    tree_.open.push_back(add_block(full, name.first_line));
}

void FileParser::close_block() {
    tree_.open.pop_back();
}

std::string_view FileParser::full_name(std::string_view name) const {
    if (tree_.open.empty() || name.size() > kMaxBlockName) {
        return name;
    }
    const std::string_view parent = tree_.ast.blocks[tree_.open.back()].name;
    return tree_.ast.arena.copy(std::string(parent).append(1, '.').append(name));
}

std::size_t FileParser::add_block(std::string_view name, int line) {
    Ast& ast = tree_.ast;
    ast.arena.charge(sizeof(Block));
    TextBuilder value(ast.arena);
    value.begin_text();
    value.add_text(name);
    ast.blocks.push_back({
        .name = name,
        .is_wildcard = is_wildcard(name),
        .file = &source_.name,
        .line = line,
        .identity = {.name = is_number(name) ? ast.symbols.jid() : ast.symbols.name(),
                     .is_variable = false,
                     .uses_variable = false,
                     .assign = Assign::Set,
                     .values = value.finish()},
        .parameters = {},
    });
    return ast.blocks.size() - 1;
}

// The innermost open block, else the global one, which stands where its first parameter does.
std::size_t FileParser::current_block(int line) {
    if (!tree_.open.empty()) {
        return tree_.open.back();
    }
    if (!tree_.global) {
        tree_.global = add_block("*", line);
    }
    return *tree_.global;
}

// A statement with a broken string names no file.
void FileParser::include() {
    if (earlier() == Earlier::InStatement) {
        return;
    }
    const bool variable = tree_.values.uses_variable();
    const std::span<const Text> names = tree_.values.finish();
    if (variable) {
        tree_.report.error(source_.name + strf(" line %d: ", last_.line) +
                           "variables not permitted in '.include' filename");
        return;
    }
    for (const Text& name : names) {
        std::string path;
        for (const Piece& piece : name.pieces) {
            path += piece.text;
        }
        for (const std::string& file : tree_.includes.resolve(source_.name, path)) {
            include_file(file);
        }
    }
}

// After an error in an included file nothing more is read, as in FreeBSD.
void FileParser::include_file(const std::string& name) {
    if (tree_.abandoned) {
        return;
    }
    if (tree_.depth >= kMaxIncludeDepth) {
        throw JailError(ELOOP, "maximum include depth exceeded");
    }
    ++tree_.depth;
    const std::size_t before = tree_.report.count();
    Source& source = tree_.ast.sources.emplace_back();
    source.name = name;
    source.owned = tree_.includes.read(name);
    source.text = source.owned;
    FileParser(tree_, source).run();
    tree_.abandoned = tree_.report.count() != before;
    --tree_.depth;
}

void FileParser::syntax_error(const Token& token, Progress progress) {
    if (quiet_ == 0) {
        const bool end = token.kind == TokenKind::End;
        std::string line = end ? source_.name + ": unexpected EOF"
                               : source_.name + strf(" line %d: ", token.line) +
                                     show_token(token.raw) + ": syntax error";
        tree_.report.error(std::move(line), blame(token, progress));
    }
    recover(token);
}

// As yacc's: gives up everything to the next semicolon, and then takes three tokens to trust the
// text again.
void FileParser::recover(Token token) {
    while (token.kind != TokenKind::Semicolon && token.kind != TokenKind::End) {
        token = lexer_.next();
    }
    ended_ = token.kind == TokenKind::End;
    last_ = token;
    quiet_ = 3;
}

Earlier FileParser::earlier() const {
    if (tree_.report.count() != before_statement_) {
        return Earlier::InStatement;
    }
    return tree_.report.empty() ? Earlier::Nothing : Earlier::Something;
}

std::string FileParser::blame(const Token& token, Progress progress) const {
    const bool inside = tree_.open.size() > outer_;
    const Block* block = inside ? &tree_.ast.blocks[tree_.open.back()] : nullptr;
    return likely_cause({
        .text = source_.text,
        .token = token,
        .previous = previous_,
        .name = name_,
        .progress = progress,
        .earlier = earlier(),
        .wide_quote_line = wide_quote_line_,
        .open_block = inside ? block->name : std::string_view(),
        .open_line = inside ? block->line : 0,
    });
}

}  // namespace

std::unique_ptr<const Ast> parse(const std::string& source, std::string_view text,
                                 const Files& files, const Limits& limits, Report& report) {
    auto ast = std::make_unique<Ast>(limits.tree_size);
    Tree tree{.ast = *ast,
              .report = report,
              .includes = Includes(files, limits, text.size()),
              .values = TextBuilder(ast->arena)};
    ast->sources.push_back({.name = source, .owned = {}, .text = text});
    FileParser(tree, ast->sources.front()).run();
    return ast;
}

}  // namespace gaol::config
