"""Blocks to rows of a fixed width, as plain text and text with colours have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.markdown.blocks import (
    Code,
    Facts,
    Heading,
    Item,
    Items,
    Line,
    Paragraph,
    Piece,
    Quote,
    Rule,
    Table,
)
from portfolio.outputs.wrap import wrap
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.markdown.blocks import Block

WIDTH = 72
"""Columns: what fits beside a margin, in a mail or on half a screen."""
_UNDERLINES = {1: "=", 2: "-"}
_NAMES = 22
"""The most columns for the names of facts."""
_INDENT = 4
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Hebrew, Arabic and their like. A terminal turns such a line around, and columns would change places."""


def lay_out(blocks: Iterable[Block], width: int = WIDTH) -> list[Line]:
    """Return blocks as rows, with an empty row between two."""
    rows: list[Line] = []
    for block in blocks:
        own = [*_lay_out(block, width)]
        rows += [(), *own] if rows and own else own
    return rows


def _lay_out(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading():
            yield from _lay_out_heading(block, width)
        case Paragraph():
            yield from _cut_line(block.line, width)
        case Items():
            yield from _lay_out_items(block.items, width)
        case Facts():
            yield from _lay_out_facts(block, width)
        case Table():
            yield from _lay_out_table(block, width)
        case Code():
            yield from _lay_out_code(block, width)
        case Quote():
            yield from ((Piece("> "), *row) for row in lay_out(block.blocks, width - 2))
        case Rule():
            yield (Piece("* * *"),)


def _lay_out_heading(block: Heading, width: int) -> Iterator[Line]:
    if block.command:
        yield (Piece(f"$ {block.command}", ("command",)),)
    marked = tuple(replace(piece, marks=(*piece.marks, "heading")) for piece in block.line)
    rows = [*_cut_line(marked, width)]
    yield from rows
    line = _UNDERLINES.get(block.level, "~")
    yield (Piece(line * min(width, max(map(_measure, rows), default=0)), ("rule",)),)


def _lay_out_items(items: Sequence[Item], width: int) -> Iterator[Line]:
    indent = max((measure_text(item.marker) for item in items), default=0) + 1
    is_tight = all(isinstance(block, (Paragraph, Items)) for item in items for block in item.blocks[:2])
    is_tight = is_tight and all(len(item.blocks) <= 2 for item in items)  # noqa: PLR2004 (words, and a list below)
    for number, item in enumerate(items):
        if number and not is_tight:
            yield ()
        rows = [row for block in item.blocks for row in _lay_out(block, width - indent)] if is_tight else None
        marker = item.marker.ljust(indent)
        for row in rows if rows is not None else lay_out(item.blocks, width - indent):
            yield (Piece(marker), *row) if row or marker.strip() else ()
            marker = " " * indent
        if marker.strip():  # without content
            yield (Piece(item.marker),)


def _lay_out_facts(block: Facts, width: int) -> Iterator[Line]:
    column = min(max(measure_text(name) for name, _ in block.rows), _NAMES) + 2
    for name, line in block.rows:
        lead = name + " " * (column - measure_text(name))
        if column < measure_text(name) + 2:
            yield (Piece(name, ("name",)),)
            lead = " " * column
        for row in _cut_line(line, width - column):
            yield (Piece(lead, ("name",)), *row)
            lead = " " * column


def _lay_out_table(block: Table, width: int) -> Iterator[Line]:
    """Yield a table with a frame, or a list of its rows if it is too wide or a terminal would turn it around."""
    rows = (block.head, *block.rows)
    sizes = [max(map(_measure, column)) for column in zip(*rows, strict=True)]
    words = "".join(piece.text for row in rows for line in row for piece in line)
    if sum(sizes) + 3 * len(sizes) + 1 > width or "\n" in words or _RIGHT_TO_LEFT.search(words):
        yield from _lay_out_items([Item("-", (_list_row(block.head, row),)) for row in block.rows], width)
        return
    yield _draw_edge(("┌", "┬", "┐"), sizes)
    for number, row in enumerate(rows):
        if number == 1:
            yield _draw_edge(("├", "┼", "┤"), sizes)
        cells: list[Piece] = []
        for line, size in zip(row, sizes, strict=True):
            filling = Piece(" " * (size - _measure(line)) + " ")
            cells += [Piece("│ ", ("rule",)), *line, filling]
        yield (*cells, Piece("│", ("rule",)))
    yield _draw_edge(("└", "┴", "┘"), sizes)


def _draw_edge(signs: tuple[str, str, str], sizes: Iterable[int]) -> Line:
    left, middle, right = signs
    return (Piece(left + middle.join("─" * (size + 2) for size in sizes) + right, ("rule",)),)


def _list_row(head: tuple[Line, ...], row: tuple[Line, ...]) -> Facts:
    names = ("".join(piece.text for piece in line) for line in head)
    return Facts(tuple((name, line) for name, line in zip(names, row, strict=True) if line))


def _lay_out_code(block: Code, width: int) -> Iterator[Line]:
    lines = block.text.expandtabs(_INDENT).rstrip("\n").split("\n")
    is_wide = max(map(measure_text, lines)) > width - _INDENT
    indent = "" if is_wide else " " * _INDENT
    if block.title:
        yield (Piece(f"{block.title}:", ("em",)),)
        yield ()
    yield from ((Piece(indent + line, ("code",)),) if line.strip() else () for line in lines)


def _measure(line: Line) -> int:
    return sum(measure_text(piece.text) for piece in line)


def _cut_line(line: Line, width: int) -> Iterator[Line]:
    """Yield the rows of a line."""
    text = "".join(piece.text for piece in line)
    for start, end in wrap(text, width):
        row, at = [], 0
        for piece in line:
            first, last = max(start - at, 0), min(end - at, len(piece.text))
            if first < last:
                row.append(replace(piece, text=piece.text[first:last]))
            at += len(piece.text)
        yield tuple(row)
