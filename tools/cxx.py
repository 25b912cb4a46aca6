"""A reader of C and C++ sources that is just good enough for the checks: no compiler, no macros.

It blanks comments, literals and preprocessor lines without moving anything, and finds scopes by
their braces: functions with their parameters and nesting, and the statements between functions.
"""
import os
import re
from dataclasses import dataclass, field

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LITERAL = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^()\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
    re.S)
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"][^>"\n]+[>"])', re.M)
CONTROL = re.compile(r"^(?:else\s+)?(if|for|while|switch|do|else|try|catch)\b")


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def blank_literal(match):
    text = match.group(0)
    if text.startswith("/"):
        return blank(text)
    return text[0] + blank(text[1:-1]) + text[-1]


@dataclass
class Function:
    name: str
    line: int
    end: int
    parameters: list
    body_lines: int
    nesting: int = 0


@dataclass
class Statement:
    """Between functions: at namespace scope, ended by ';' or by the braces of its initialiser."""
    text: str
    line: int


@dataclass
class Scope:
    kind: str
    head: str
    start: int
    head_start: int
    depth: int = 0
    parens: int = 0
    function: Function = None


@dataclass
class Source:
    path: str
    text: str
    code: str
    includes: list = field(default_factory=list)
    functions: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    table_lines: int = 0

    def line_of(self, position):
        return self.text.count("\n", 0, position) + 1


def split_parameters(text):
    """Top-level pieces between commas; "void" and nothing are no parameter."""
    pieces, depth, piece = [], 0, ""
    for char in text:
        depth += (char in "(<[{") - (char in ")>]}")
        if char == "," and depth == 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += char
    pieces.append(piece)
    return [p.strip() for p in pieces if p.strip() not in ("", "void")]


def strip_head(head):
    """The head of a brace without labels, attributes and template parameters."""
    head = re.sub(r"\b(public|private|protected)\s*:(?!:)", " ", head)
    head = re.sub(r"\[\[.*?\]\]|\balignas\s*\([^)]*\)|__attribute__\s*\(\(.*?\)\)", " ", head, flags=re.S).strip()
    while head.startswith("template"):
        depth, i = 0, head.find("<")
        for i in range(i, len(head)):
            depth += (head[i] == "<") - (head[i] == ">")
            if depth == 0:
                break
        head = head[i + 1:].strip()
    return head


def signature(head):
    """Name and parameters of a function's head, or None."""
    plain = re.sub(r"\boperator\s*(\(\)|[^\s\w(]+)", lambda m: "operator" + "_" * (len(m.group(0)) - 8), head)
    opening = plain.find("(")
    if opening < 0 or "=" in plain[:opening]:
        return None
    name = re.search(r"([~\w:]+)\s*$", plain[:opening])
    depth = 0
    for i in range(opening, len(plain)):
        depth += (plain[i] == "(") - (plain[i] == ")")
        if depth == 0:
            return (name.group(1) if name else "?"), split_parameters(plain[opening + 1:i]), plain[i + 1:]
    return None


def classify(scope, head):
    """What a '{' opens after this head, inside this scope: a kind, and for functions the signature."""
    if scope.kind in ("namespace", "type"):
        head = strip_head(head)
        if re.match(r'(inline\s+)?namespace\b|extern\s*"[^"]*"\s*$', head):
            return "namespace", None
        if re.match(r"(typedef\s+|static\s+|const\s+)*(class|struct|union)\b[^()=]*$", head):
            return "type", None
        if re.match(r"(typedef\s+)?enum\b", head):
            return "init", None
        found = signature(head)
        if found is None:
            return "init", None
        if re.search(r"(^|[\s)]):[^:]", found[2]) and re.search(r"[\w>]\s*$", head):
            return "init", None  # x_{1} in a constructor's list of initialisers
        return "function", found
    if scope.kind in ("function", "block"):
        if CONTROL.match(head):
            return "control", None
        if re.search(r"([\])]|mutable|noexcept|->\s*[\w:<>*& ]+)\s*$", head) or head == "" or head.endswith(":"):
            return "block", None
    return "init", None


class Reader:
    """One pass over the braces of a source."""

    def __init__(self, source):
        self.source = source
        self.scopes = [Scope("namespace", "", 0, 0)]
        self.start = 0

    def read(self):
        code = self.source.code
        for match in re.finditer(r"[{}();]", code):
            char, at = match.group(0), match.start()
            top = self.scopes[-1]
            if char == "(":
                top.parens += 1
            elif char == ")":
                top.parens = max(0, top.parens - 1)
            elif char == "{":
                self.open(at)
            elif char == "}" and len(self.scopes) > 1:
                self.close(at)
            elif char == ";" and top.parens == 0:
                self.statement(at)
                self.start = at + 1

    def statement(self, at):
        if self.scopes[-1].kind == "namespace":
            text = self.source.code[self.start:at]
            begin = self.start + len(text) - len(text.lstrip())
            self.source.statements.append(Statement(" ".join(text.split()), self.source.line_of(begin)))

    def open(self, at):
        top, code = self.scopes[-1], self.source.code
        head = code[self.start:at]
        head_start = self.start + len(head) - len(head.lstrip())
        kind, found = classify(top, head.strip())
        scope = Scope("block" if kind == "control" else kind, head.strip(), at, head_start, top.depth, function=top.function)
        if kind == "control":
            scope.depth += 1
            scope.function.nesting = max(scope.function.nesting, scope.depth)
        elif kind == "function":
            scope.function = Function(found[0], self.source.line_of(head_start), 0, found[1], 0)
            scope.depth = 0
        self.scopes.append(scope)
        if kind != "init":
            self.start = at + 1

    def close(self, at):
        scope, source = self.scopes.pop(), self.source
        if scope.kind == "function":
            found = scope.function
            found.end = source.line_of(at)
            found.body_lines = max(0, found.end - source.line_of(scope.start) - 1)
            source.functions.append(found)
        if scope.kind == "init":
            if "constexpr" in scope.head and self.scopes[-1].kind != "init":
                source.table_lines += source.line_of(at) - source.line_of(scope.start)
        elif scope.kind != "type":
            self.start = at + 1


def read(path):
    """Reads one file; the path is shown as seen from the top of the tree."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    code = LITERAL.sub(blank_literal, text)
    source = Source(os.path.relpath(path, TOP), text, PREPROCESSOR.sub(lambda m: blank(m.group(0)), code))
    for match in INCLUDE.finditer(text):
        source.includes.append((source.line_of(match.start()), match.group(1)))
    Reader(source).read()
    return source


def sources(arguments, folders=("src", "tests")):
    """The C and C++ files given, or all of the tree."""
    if arguments:
        return list(arguments)
    found = []
    for folder in folders:
        for where, _, names in os.walk(os.path.join(TOP, folder)):
            found += [os.path.join(where, n) for n in names if re.search(r"\.(h|c|cc)$", n)]
    return sorted(found)


def finish(problems):
    """Prints "FILE:LINE: message" for each and gives the exit status."""
    for path, line, message in sorted(problems):
        print(f"{path}:{line}: {message}")
    return 1 if problems else 0
