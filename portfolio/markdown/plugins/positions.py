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
    begins: Sequence[int]
    """The offset of each stretch in the file."""
    kind: Literal["lines", "cell", "block"] = "lines"
    """A block has no text of its own, only a beginning."""

    def locate(self, offset: int) -> int:
        """Return the offset in the file of a character of the text."""
        index = bisect_right(self.starts, offset) - 1
        return self.begins[index] + offset - self.starts[index]

    def cut(self, start: int = 0, end: int = 1) -> Span:
        """Return the span of a stretch of the text; only its first line if it has several, and a block's whole first line."""
        begin, last = self.locate(start), self.locate(max(start, end - 1))
        is_rest = self.kind == "block" or "\n" in self.source.text[begin:last]
        return self.source.span_at(begin, REST_OF_LINE if is_rest else last - begin + 1)

    @property
    def before(self) -> str:
        """What is before the text on its first line, such as a list's mark."""
        begin = self.begins[0]
        return self.source.text[self.source.text.rfind("\n", 0, begin) + 1 : begin]


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
    given["offset"] = len(document.source.text) - len(document.text)  # of the body in the file
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


def lay_out_block(state: StateBlock, line: int) -> Layout:
    """Return the layout of a block that begins on a line."""
    begin = state.env["offset"] + state.skipSpaces(find_start(state, line))
    return Layout(state.env["document"].source, (0,), (begin,), "block")


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
    begins = [state.src.index(lines[0], start)]
    first_line += state.src.count("\n", start, begins[0])
    for number, line in enumerate(lines[1:], first_line + 1):
        begins.append(state.skipSpaces(find_start(state, number)) - len(line) + len(line.lstrip(" \t")))
    starts = [*accumulate((len(line) + 1 for line in lines[:-1]), initial=0)]
    state.tokens[before].meta["layout"] = _lay_out(state, token, starts, begins)._replace(kind="block")


def _record_heading(state: StateBlock, before: int, line: int) -> None:
    token = _inline_after(state, before)
    state.tokens[before].meta["layout"] = lay_out_block(state, line)
    _lay_out(state, token, (0,), [state.src.index(token.content, find_start(state, line))])


def _record_cells(state: StateBlock, before: int, _first_line: int) -> None:
    """Record where the cells are; each of their bars has lost its backslash, and so begins another stretch."""
    cells = [token for token in state.tokens[before:] if token.type == "inline" and token.map]
    for line, row in groupby(cells, key=lambda cell: cell.map[0] if cell.map else 0):
        position = find_start(state, line)
        for cell in row:
            written = cell.content.replace("|", "\\|")
            begin = state.src.index(written, position) if written else state.eMarks[line]
            position = begin + len(written) if written else position
            bars = [found.start() for found in re.finditer(r"\|", cell.content)]
            begins = [begin, *(begin + bar + number for number, bar in enumerate(bars, 1))]
            _lay_out(state, cell, [0, *bars], begins, "cell")


def _lay_out(
    state: StateBlock,
    token: Token,
    starts: Sequence[int],
    begins: Sequence[int],
    kind: Literal["lines", "cell"] = "lines",
) -> Layout:
    """Give a token its layout; its stretches begin at offsets of the body."""
    in_file = [state.env["offset"] + begin for begin in begins]
    layout: Layout = Layout(state.env["document"].source, starts, in_file, kind)
    token.meta["layout"] = layout
    return layout


def _inline_after(state: StateBlock, before: int) -> Token:
    return next(token for token in state.tokens[before:] if token.type == "inline")
