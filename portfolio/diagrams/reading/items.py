r"""Lists in a drawing: items that hang on a line are notes of what is above it, and the flow goes on below.

Orders API
    │
    ├── check the token      notes of Orders API
    ├── save the order
    ▼
Queue
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import HEADS
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.shapes import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.diagrams.reading.labels import BoxIndex

_BRANCH = re.compile(
    r"(?P<branch>[├└┣┗╠╚╰┕┝][─━═╌╴]+|(?<![^\s│|])[+|](?:-{2,}|-(?= )))\s?(?P<text>[^\s\u2500-\u257f\-<>+|\0].*)"
)
_SHAFT = re.compile(r"[-─━═╌]+[>►▶→▷]|[-─━═]$|[│┃║┤┐┘┌└╭╮╯╰]")
_NOTES = re.compile(r"\([^()]*\)")
_TRUNK = frozenset("│┃║|├┣┝+")
_ENDS = frozenset("└┗╚╰┕+|")


def find_items(grid: Grid, boxes: BoxIndex) -> list[Item]:
    """Find the items, from the top. Words with a drawn arrow behind them are none: a label on that arrow."""
    found = []
    for row in range(len(grid.rows)):
        line = grid.line(row)
        match = _BRANCH.search(line) if "─" in line or "-" in line or "━" in line or "═" in line else None
        while match:
            start, column = match.start("text"), match.start("branch")
            if Cell(row, column) in boxes.walls:
                match = _BRANCH.search(line, column + 1)
                continue
            end = _end(boxes, row, start, len(line.rstrip()))
            text = line[start:end].rstrip()
            below = grid.at(row + 1, column)
            goes_on = below in _TRUNK or below in _ENDS or HEADS.get(below) is not None or below == "v"
            is_tail = goes_on and line[column] in "└┗╚╰┕"
            if text and not _SHAFT.search(_NOTES.sub("", text)) and text[0] not in HEADS and not is_tail:
                found.append(Item(row, column, start, start + len(text), goes_on))
                break
            match = _BRANCH.search(line, start)
    return found


def _end(boxes: BoxIndex, row: int, start: int, end: int) -> int:
    """Return the column behind an item: its box ends there, or the row."""
    box = boxes.around(Cell(row, start))
    return end if box is None else boxes.boxes[box].side(row)[1]


def find_owners(grid: Grid, items: Iterable[Item]) -> dict[Cell, Cell]:
    """Give for each item, by the first cell of its words, a cell of the words that it belongs to.

    These are the words above its line, at the end of the line or left of it by at most a word.
    """
    owners: dict[Cell, Cell] = {}
    known: dict[tuple[int, int], Cell] = {}
    for item in items:
        above = known.get((item.row - 1, item.column))
        if above is None:
            above = _climb(grid, item, known)
        if above is not None:
            known[item.row, item.column] = above
            owners[Cell(item.row, item.start)] = above
    return owners


def _climb(grid: Grid, item: Item, known: dict[tuple[int, int], Cell]) -> Cell | None:
    for row in range(item.row - 1, -1, -1):
        if (row, item.column) in known:
            return known[row, item.column]
        mark = grid.at(row, item.column)
        if mark in _TRUNK and mark != "+":
            continue
        if mark != " ":
            return Cell(row, item.column)
        cells = grid.rows[row]
        left = [column for column in range(min(item.column, len(cells))) if cells[column] not in {" ", ""}]
        if left and not (cells[left[-1]] in _TRUNK and mark == " "):
            return Cell(row, left[-1])
        if not left and not any(mark != " " for mark in cells[item.column :]):
            continue
        if not left:
            return None
    return None
