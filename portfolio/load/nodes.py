"""YAML text to values that remember their span; duplicate keys, aliases and tags are refused here.

PyYAML only splits the text into nodes: its own values (YAML 1.1) turn `NO` into false and `12:30` into 750.
Scalars stay text as written, and schema.py reads them as the model wants them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from portfolio.errors import Code, Diagnostics, Source, Span

MAX_DEPTH = 40
"""No key of the model lies deeper than eight; a deeper file is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as written."""

    text: str
    plain: bool
    """Without quotes and not a block, so that it may be a number, a truth value or nothing."""
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values, in the file's order."""

    entries: dict[str, tuple[Span, Node]]
    """Key to the key's span and the value."""
    span: Span


Node = Scalar | Sequence | Mapping


class _Loader(yaml.CSafeLoader):
    """Composes nodes without guessing what a plain scalar means."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (PyYAML's own class attribute)


_STANDARD_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


def parse_yaml(
    source: Source, diagnostics: Diagnostics, *, lines: tuple[int, int] | None = None
) -> Node | None:
    """Return the document in a source, or in some lines of it; None if it is empty or broken.

    Args:
        source: the file.
        diagnostics: receives every problem found.
        lines: the first and the last line (from 1, inclusive) of a part, such as a front matter.
    """
    first, last = lines or (1, len(source.lines))
    text = "\n".join(source.lines[first - 1 : last]) + "\n"
    reader = _Reader(source, first - 1, diagnostics)
    if _is_too_deep(text):
        diagnostics.error(
            Code.YAML_NESTING,
            f"nested more than {MAX_DEPTH} levels deep",
            source.span(first, 1),
            "flatten it",
        )
        return None
    try:
        node = _Loader(text).get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        diagnostics.error(
            Code.CONTROL_CHARACTER,
            f"character U+{ord(str(error.character)[:1] or chr(0)):04X} is not allowed in YAML",
            source.span(first + line, 1),
            "delete it",
        )
        return None
    except yaml.MarkedYAMLError as error:
        reader.report_syntax(error)
        return None
    return None if node is None else reader.read(node)


def _is_too_deep(text: str) -> bool:
    """Whether flow brackets or indentation nest beyond the limit; a cheap upper bound, since composing recurses in C."""
    depth = deepest = 0
    for match in re.finditer(r"[\[{]|[\]}]|^((?:- *)+)", text, re.MULTILINE):
        found = match[0]
        if found[0] == "-":
            deepest = max(deepest, found.count("-"))
        elif found in "[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= depth > 0
    indents: list[int] = []
    for match in re.finditer(r"^( *)[^ \n#]", text, re.MULTILINE):
        width = len(match[1])
        while indents and indents[-1] >= width:
            indents.pop()
        indents.append(width)
        deepest = max(deepest, len(indents))
    return deepest > MAX_DEPTH


class _Reader:
    """Turns PyYAML's nodes into ours, and its errors into diagnostics."""

    def __init__(self, source: Source, line_offset: int, diagnostics: Diagnostics) -> None:
        self.source = source
        self.line_offset = line_offset
        self.diagnostics = diagnostics
        self.seen: set[int] = set()
        self.aliases_reported = False

    def span(self, start: yaml.Mark, end: yaml.Mark | None = None) -> Span:
        """Return the span between two marks, as far as it lies on the first one's line."""
        line = start.line + 1 + self.line_offset
        text = self.source.lines[min(line, len(self.source.lines)) - 1]
        stop = end.column if end is not None and end.line == start.line else len(text)
        return self.source.span(line, start.column + 1, max(1, stop - start.column))

    def read(self, node: yaml.Node) -> Node:
        """Return our node for one of PyYAML's; what YAML allows and we do not is reported."""
        if id(node) in self.seen:
            self.report_aliases()
            return Scalar("", plain=True, span=self.span(node.start_mark))
        self.seen.add(id(node))
        if node.tag not in _STANDARD_TAGS and node.tag != "!":
            self.diagnostics.error(
                Code.YAML_TAG,
                f"the tag `{_short_tag(node.tag)}` is not understood",
                self.span(node.start_mark, node.end_mark),
                "write the plain value",
            )
        if isinstance(node, yaml.ScalarNode):
            return Scalar(
                node.value,
                plain=not node.style and node.tag == "tag:yaml.org,2002:str",
                span=self.span(node.start_mark, node.end_mark),
            )
        if isinstance(node, yaml.SequenceNode):
            return Sequence(
                tuple(self.read(item) for item in node.value), self.span(node.start_mark, node.end_mark)
            )
        return self.read_mapping(node)

    def read_mapping(self, node: yaml.Node) -> Mapping:
        """Return a mapping; a key that is no word, or that was there before, is reported."""
        entries: dict[str, tuple[Span, Node]] = {}
        for key_node, value_node in node.value:
            span = self.span(key_node.start_mark, key_node.end_mark)
            value = self.read(value_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.diagnostics.error(Code.YAML_KEY, "a key must be a word, not a list or a mapping", span)
            elif key_node.value == "" or (not key_node.style and _NOT_A_WORD.fullmatch(key_node.value)):
                self.diagnostics.error(
                    Code.YAML_KEY,
                    f"a key must be text, not `{key_node.value}`",
                    span,
                    "quote it if it is meant as a word",
                )
            elif key_node.value in entries:
                before = entries[key_node.value][0]
                self.diagnostics.error(
                    Code.YAML_DUPLICATE_KEY,
                    f"`{key_node.value}` is given twice",
                    span,
                    f"it was first given on line {before.line}; keep one of them",
                )
            else:
                entries[key_node.value] = (span, value)
        return Mapping(entries, self.span(node.start_mark, node.end_mark))

    def report_aliases(self) -> None:
        """Report each alias of the file at its `*`, once."""
        if self.aliases_reported:
            return
        self.aliases_reported = True
        first = self.line_offset
        text = "\n".join(self.source.lines[first:])
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            if isinstance(event, yaml.AliasEvent):
                self.diagnostics.error(
                    Code.YAML_ALIAS,
                    "YAML aliases are not understood",
                    self.span(event.start_mark, event.end_mark),
                    "write the value out",
                )

    def report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Report what the parser tripped over, where the owner has to look."""
        problem = (error.problem or "").strip()
        context = (error.context or "").strip()
        for pattern, use_context, message, help_ in _SYNTAX_ERRORS:
            if re.search(pattern, f"{context}|{problem}"):
                mark = error.context_mark if use_context and error.context_mark else error.problem_mark
                break
        else:
            mark, message, help_ = error.problem_mark or error.context_mark, problem or "not valid YAML", None
        if mark is None:
            raise error
        text = self.source.lines[min(mark.line + self.line_offset, len(self.source.lines) - 1)]
        if "\t" in text[: len(text) - len(text.lstrip())]:
            message, help_ = "a tab in the indentation", "YAML indents with spaces"
            span = self.source.span(mark.line + 1 + self.line_offset, text.index("\t") + 1)
        else:
            span = self.span(mark, None if use_line(message) else mark)
        self.diagnostics.error(Code.YAML_SYNTAX, message, span, help_)


def use_line(message: str) -> bool:
    """Whether a syntax error concerns the rest of its line rather than one character."""
    return message.startswith(("this quote", "this list", "this mapping", "a second document"))


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


_NOT_A_WORD: re.Pattern[str] = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?"
)

_Rule = tuple[str, bool, str, str | None]
_SYNTAX_ERRORS: tuple[_Rule, ...] = (
    # (pattern over "context|problem", locate by the context, message, help)
    (
        r"scanning a quoted scalar",
        True,
        "this quote is never closed",
        "close it, or drop it: most text needs no quotes",
    ),
    (r"flow sequence", True, "this list is never closed, or an entry lacks its comma", "write `[one, two]`"),
    (
        r"flow mapping",
        True,
        "this mapping is never closed, or an entry lacks its comma",
        "write `{one: 1, two: 2}`",
    ),
    (
        r"unknown escape character",
        False,
        "unknown escape in a quoted text",
        "double the backslash, or use single quotes",
    ),
    (r"found undefined alias", False, "YAML aliases are not understood", "quote text that begins with `*`"),
    (
        r"cannot start any token",
        False,
        "a plain text cannot begin with this character",
        "put the text in quotes",
    ),
    (r"tab character", False, "a tab in the indentation", "YAML indents with spaces"),
    (
        r"mapping values are not allowed",
        False,
        "`: ` where no key can stand",
        "put the text in quotes, or check the indentation",
    ),
    (
        r"block mapping\|did not find expected key",
        False,
        "the indentation does not fit the keys above",
        "indent keys of one mapping alike",
    ),
    (
        r"block collection\|did not find expected '-'",
        False,
        "the indentation does not fit the list above",
        "indent the entries of one list alike",
    ),
    (r"simple key\|could not find expected ':'", True, "a key without its colon", "write `key: value`"),
    (r"single document", False, "a second document begins here", "keep one document in a file"),
)
