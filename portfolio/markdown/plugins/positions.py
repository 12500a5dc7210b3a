"""Positions: the line and column of each character of inline text in the file.

markdown-it keeps lines of blocks only. While a block rule has just run, its state still knows where each
line's text began, whatever lists and quotes surround it; so the layout is recorded then, not guessed later.
The document is in the parser's `env`, with the marks and the diagnostics of the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from portfolio.errors import Diagnostics

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.ruler import Ruler
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from portfolio.errors import Code, Source, Span
    from portfolio.model.document import Document

    Env = MutableMapping[str, Any]

REST_OF_LINE = 1_000_000
"""A length that Source.span cuts down to the line's end."""


class Layout(NamedTuple):
    """Where the text of a token is in the file: stretches of it that are whole there."""

    source: Source
    starts: Sequence[int]
    """The offset of each stretch: of a line, or of a part of a table cell, which has lost its backslashes."""
    begins: Sequence[tuple[int, int]]
    """The line, from 1, and the column, from 0, of each stretch."""
    kind: Literal["lines", "cell", "block"] = "lines"
    """A block has no text of its own, only a beginning."""

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character of the text."""
        index = bisect_right(self.starts, offset) - 1
        line, column = self.begins[index]
        return line, max(0, column + offset - self.starts[index])

    def cut(self, start: int = 0, end: int = 1) -> Span:
        """Return the span of a stretch of the text; only its first line if it has several, and a block's whole first line."""
        line, column = self.locate(start)
        last_line, last_column = self.locate(max(start, end - 1))
        is_rest = self.kind == "block" or last_line != line
        length = REST_OF_LINE if is_rest else last_column - column + 1
        return self.source.span(line, column + 1, length)


class Mark(NamedTuple):
    """A record of a rule while parsing, for the checks afterwards."""

    kind: str
    holder: Token
    """The inline token of its text, or the block token itself."""
    start: int = 0
    """Offsets into the holder's text."""
    end: int = 1

    @property
    def words(self) -> str:
        """As in the text."""
        return self.holder.content[self.start : self.end]


def create_env(
    document: Document, id_prefix: str = "", languages: frozenset[str] | None = None
) -> dict[str, Any]:
    """Return what the parser is given with a document: see `parse_markdown`."""
    lists: dict[str, Any] = {name: [] for name in ("marks", "links", "images", "code_blocks")}
    given = {"document": document, "id_prefix": id_prefix, "languages": languages}
    return lists | given | {"diagnostics": Diagnostics()}


def report(env: Env, code: Code, message: str, span: Span, help_: str) -> None:
    """Report an error while the document is parsed."""
    diagnostics: Diagnostics = env["diagnostics"]
    diagnostics.error(code, message, span, help_)


def install_positions(md: MarkdownIt) -> None:
    """Record layouts, and which inline text is being parsed (`env["holder"]`)."""
    observe(md.block.ruler, "paragraph", _record_lines)
    observe(md.block.ruler, "lheading", _record_lines)
    observe(md.block.ruler, "heading", _record_heading)
    observe(md.block.ruler, "table", _record_cells)
    md.core.ruler.at("inline", _parse_inline)


def observe(
    ruler: Ruler[Any],
    name: str,
    watch: Callable[[Any, int, int], None],
    parse: Callable[..., bool] | None = None,
) -> None:
    """Call `watch(state, first new token, start)` whenever a rule has matched: its first line, or its first offset inline.

    Args:
        ruler: the block or the inline rules.
        name: of the rule.
        watch: takes a note of the match.
        parse: the rule to use instead of markdown-it's.
    """
    rule = next(rule for rule in ruler.__rules__ if rule.name == name)
    matches = parse or rule.fn

    def observed(state: Any, *arguments: Any) -> bool:  # noqa: ANN401 (markdown-it's two signatures)
        before, start = len(state.tokens), arguments[0] if len(arguments) > 1 else state.pos
        is_silent = arguments[-1]
        is_match = matches(state, *arguments)
        if is_match and not is_silent:
            watch(state, before, start)
        return is_match

    rule.fn = observed  # in its place, so that it still ends the blocks that it ended


def cut_span(holder: Token, start: int = 0, end: int = 1) -> Span:
    """Return the span of a stretch of a token's text in the file: see `Layout.cut`."""
    layout: Layout = holder.meta["layout"]
    return layout.cut(start, end)


def find_column(state: StateBlock, line: int) -> int:
    """Return the zero-based column where a line's text begins, its containers' markers skipped."""
    return column_of(state.src, state.skipSpaces(find_start(state, line)))


def lay_out_block(state: StateBlock, line: int) -> Layout:
    """Return the layout of a block that begins on a line."""
    document: Document = state.env["document"]
    return Layout(document.source, (0,), ((document.first_line + line, find_column(state, line)),), "block")


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
    lines = token.content.split("\n")
    start = find_start(state, first_line)
    # the text was trimmed of more than blanks, so that a line of no-break spaces may be missing
    begin = state.src.index(lines[0], start)
    first_line += state.src.count("\n", start, begin)
    columns = [column_of(state.src, begin)]
    for number, line in enumerate(lines[1:], first_line + 1):
        columns.append(find_column(state, number) - len(line) + len(line.lstrip(" \t")))
    document: Document = state.env["document"]
    starts = [*accumulate((len(line) + 1 for line in lines[:-1]), initial=0)]
    begins = [*enumerate(columns, document.first_line + first_line)]
    layout = token.meta["layout"] = Layout(document.source, starts, begins)
    state.tokens[before].meta["layout"] = layout._replace(kind="block")


def _record_heading(state: StateBlock, before: int, line: int) -> None:
    token = _inline_after(state, before)
    whole = state.tokens[before].meta["layout"] = lay_out_block(state, line)
    begin = state.src.index(token.content, find_start(state, line))
    begins = [(document_line, column_of(state.src, begin)) for document_line, _ in whole.begins]
    token.meta["layout"] = Layout(whole.source, (0,), begins)


def _record_cells(state: StateBlock, before: int, _first_line: int) -> None:
    """Record where the cells are; each of their bars has lost its backslash, and so begins another stretch."""
    document: Document = state.env["document"]
    cells = [token for token in state.tokens[before:] if token.type == "inline" and token.map]
    for line, row in groupby(cells, key=lambda cell: cell.map[0] if cell.map else 0):
        position = find_start(state, line)
        row_begin = position - column_of(state.src, position)
        for cell in row:
            written = cell.content.replace("|", "\\|")
            begin = state.src.index(written, position) if written else state.eMarks[line]
            position = begin + len(written) if written else position
            bars = [found.start() for found in re.finditer(r"\|", cell.content)]
            columns = [begin - row_begin, *(begin - row_begin + bar + n for n, bar in enumerate(bars, 1))]
            begins = [(document.first_line + line, column) for column in columns]
            cell.meta["layout"] = Layout(document.source, [0, *bars], begins, "cell")


def _inline_after(state: StateBlock, before: int) -> Token:
    return next(token for token in state.tokens[before:] if token.type == "inline")


def column_of(source: str, position: int) -> int:
    """Return the zero-based column of an offset in a text."""
    return position - (source.rfind("\n", 0, position) + 1)
