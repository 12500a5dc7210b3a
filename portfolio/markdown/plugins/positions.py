"""Positions: the line and column of each character of inline text in the file.

markdown-it keeps lines of blocks only. While a block rule has just run, its state still knows where each
line's text began, whatever lists and quotes surround it; so the layout is recorded then, not guessed later.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

from markdown_it import rules_block
from markdown_it.common.utils import MD_TRIM_CHARS
from msgspec import Struct
from msgspec.structs import force_setattr

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from portfolio.errors import Span
    from portfolio.model.document import Document

    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    BlockWatch = Callable[[StateBlock, int, int], None]

REST_OF_LINE = 1_000_000
"""A length that Source.span cuts down to the line's end."""

_INTERRUPTS = {
    "table": ["paragraph", "reference"],
    "fence": ["paragraph", "reference", "blockquote", "list"],
    "heading": ["paragraph", "reference", "blockquote"],
    "html_block": ["paragraph", "reference", "blockquote"],
    "lheading": [],
    "paragraph": [],
    "reference": [],
}
"""Which blocks each rule may end: markdown_it/parser_block.py, lost when a rule is replaced."""


class Layout(Protocol):
    """Finds the position of an offset in inline text; line and column are zero-based, in the body."""

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character of the text."""


class Lines(Struct, frozen=True):
    """The layout of text that fills whole lines: paragraphs and headings."""

    content: str
    first_line: int
    columns: tuple[int, ...]
    """Where each line's text begins, indentation skipped."""
    starts: tuple[int, ...] = ()
    """The offset of each line in the text."""

    def __post_init__(self) -> None:
        """Compute the lines once: a long text can have many problems."""
        starts = accumulate((len(line) + 1 for line in self.content.split("\n")[:-1]), initial=0)
        force_setattr(self, "starts", tuple(starts))

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character of the text."""
        index = bisect_right(self.starts, offset) - 1
        begin = self.starts[index]
        while self.content[begin : begin + 1] in {" ", "\t"}:
            begin += 1
        index = min(index, len(self.columns) - 1)
        return self.first_line + index, self.columns[index] + max(0, offset - begin)


class Cell(Struct, frozen=True):
    """The layout of a table cell: one column per character, since an escaped pipe lost its backslash."""

    line: int
    columns: tuple[int, ...]
    """At least one."""

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character of the text."""
        return self.line, self.columns[min(offset, len(self.columns) - 1)]


class Stretch(NamedTuple):
    """A part of a token's text; the end is not in it."""

    holder: Token
    start: int
    end: int


class Mark(NamedTuple):
    """A record of a rule while parsing, for the checks afterwards."""

    kind: str
    holder: Token
    """The inline token of its text, or the block token itself."""
    start: int = 0
    """Offsets into the holder's text."""
    end: int = 1
    subject: Token | None = None
    """The token that the rule made, if it made one."""
    text: str = ""
    """The user's own words."""
    destination: Stretch | None = None
    """The destination of a link or an image, which may be in a definition elsewhere."""


def install_positions(md: MarkdownIt) -> None:
    """Record layouts, and which inline text is being parsed (`env["holder"]`)."""
    observe_block(md, "paragraph", rules_block.paragraph, _record_lines)
    observe_block(md, "lheading", rules_block.lheading, _record_lines)
    observe_block(md, "heading", rules_block.heading, _record_heading)
    observe_block(md, "table", rules_block.table, _record_cells)
    md.core.ruler.at("inline", _parse_inline)


def observe_block(md: MarkdownIt, name: str, rule: BlockRule, watch: BlockWatch) -> None:
    """Call `watch(state, first new token, first line)` whenever a block rule of markdown-it has matched."""

    def observed(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
        before = len(state.tokens)
        matched = rule(state, start_line, end_line, silent)
        if matched and not silent:
            watch(state, before, start_line)
        return matched

    md.block.ruler.at(name, observed, {"alt": _INTERRUPTS[name]})


def cut_span(document: Document, holder: Token, start: int = 0, end: int = 1) -> Span:
    """Return the span of a stretch of inline text in the file; only its first line if it has several.

    A block token has no text of its own: its span runs from its first character to the line's end.
    """
    layout: Layout | None = holder.meta.get("layout")
    if layout is None:
        line = holder.map[0] if holder.map else 0
        column = int(holder.meta.get("column", 0))
        return document.source.span(document.first_line + line, column + 1, REST_OF_LINE)
    line, column = layout.locate(start)
    last_line, last_column = layout.locate(max(start, end - 1))
    length = last_column - column + 1 if last_line == line else REST_OF_LINE
    return document.source.span(document.first_line + line, column + 1, length)


def marks_of(env: object) -> list[Mark]:
    """Return the list of records, to add to."""
    marks: list[Mark] = env.setdefault("marks", []) if isinstance(env, dict) else []
    return marks


def find_column(state: StateBlock, line: int) -> int:
    """Return the zero-based column where a line's text begins, its containers' markers skipped."""
    return column_of(state.src, _skip_blanks(state, find_start(state, line), line))


def make_line_token(state: StateBlock, line: int) -> Token:
    """Return a token for the text of a line only."""
    token = state.push("position", "", 0)
    state.tokens.pop()
    token.map = [line, line + 1]
    token.meta["column"] = find_column(state, line)
    return token


def find_start(state: StateBlock, line: int) -> int:
    """Return the offset in the body where a line's text begins, its containers' markers skipped."""
    return state.bMarks[line] + state.tShift[line]


def _parse_inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            state.env["holder"] = token
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _record_lines(state: StateBlock, before: int, first_line: int) -> None:
    token = _inline_after(state, before)
    last_line = token.map[1] if token.map else first_line + 1
    # the text was trimmed of more than blanks, so that a line of no-break spaces is missing
    while first_line < last_line - 1 and not _text(state, first_line).strip(MD_TRIM_CHARS):
        first_line += 1
    columns = [find_column(state, line) for line in range(first_line, last_line)]
    head = _text(state, first_line)
    columns[0] += len(head.lstrip(" \t")) - len(head.lstrip(MD_TRIM_CHARS))
    token.meta["layout"] = Lines(token.content, first_line, tuple(columns))


def _record_heading(state: StateBlock, before: int, line: int) -> None:
    token = _inline_after(state, before)
    text = _text(state, line)
    after_marker = text.lstrip(" \t").lstrip("#")
    skipped = len(text.lstrip(" \t")) - len(after_marker.lstrip(MD_TRIM_CHARS))
    column = find_column(state, line)
    state.tokens[before].meta["column"] = column
    token.meta["layout"] = Lines(token.content, line, (column + skipped,))


def _record_cells(state: StateBlock, before: int, _first_line: int) -> None:
    rows: dict[int, list[Token]] = {}
    for token in state.tokens[before:]:
        if token.type == "inline" and token.map:
            rows.setdefault(token.map[0], []).append(token)
    for line, tokens in rows.items():
        cells = _split_row(_text(state, line), find_column(state, line))
        end = column_of(state.src, state.eMarks[line])
        for index, token in enumerate(tokens):
            columns = cells[index] if index < len(cells) else ()
            token.meta["layout"] = Cell(line, columns or (end,))


def _split_row(text: str, column: int) -> list[tuple[int, ...]]:
    """Return the columns of each cell's characters, as markdown_it/rules_block/table.py cuts them."""
    trimmed = text.lstrip(MD_TRIM_CHARS)
    column += len(text.lstrip(" \t")) - len(trimmed)
    cells: list[list[tuple[str, int]]] = [[]]
    escaped = False
    for offset, character in enumerate(trimmed.rstrip(MD_TRIM_CHARS)):
        if character == "|" and not escaped:
            cells.append([])
        else:
            if character == "|":
                cells[-1].pop()
            cells[-1].append((character, column + offset))
        escaped = character == "\\"
    if not cells[0]:
        cells.pop(0)
    return [_trim_cell(cell) for cell in cells]


def _trim_cell(cell: list[tuple[str, int]]) -> tuple[int, ...]:
    text = "".join(character for character, _ in cell)
    begin = len(text) - len(text.lstrip(MD_TRIM_CHARS))
    return tuple(column for _, column in cell[begin : len(text.rstrip(MD_TRIM_CHARS))])


def _inline_after(state: StateBlock, before: int) -> Token:
    return next(token for token in state.tokens[before:] if token.type == "inline")


def _text(state: StateBlock, line: int) -> str:
    return state.src[find_start(state, line) : state.eMarks[line]]


def _skip_blanks(state: StateBlock, position: int, line: int) -> int:
    while position < state.eMarks[line] and state.src[position] in " \t":
        position += 1
    return position


def column_of(source: str, position: int) -> int:
    """Return the zero-based column of an offset in a text."""
    return position - (source.rfind("\n", 0, position) + 1)
