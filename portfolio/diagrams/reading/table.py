"""A drawing -> a table: one box that its rules and columns cut into a regular grid of cells."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from portfolio.diagrams.graph import Table
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.diagrams.shapes import Box, Drawing

_FEWEST = 2
"""A table has more walls and more rules than a box has.

    ┌───┬───┐
    ├───┼───┤
    └───┴───┘
"""


def read_table(drawing: Drawing) -> Table | None:
    """Read a table of at least two columns and a rule; None when the drawing is anything else.

    The rows above the first rule are its head. Below a single rule each line is a row, but one whose first cell is
    empty continues the row above; between several rules all lines are one row, unless every line fills every cell.
    """
    if len(drawing.boxes) != 1 or drawing.heads or drawing.problems:
        return None
    box = drawing.boxes[0]
    if not _is_alone(drawing, box):
        return None
    columns = [column for column in range(box.left, box.right + 1) if _is_column(drawing, box, column)]
    rules = [row for row in range(box.top, box.bottom + 1) if _is_rule(drawing, box, row)]
    if len(columns) <= _FEWEST or len(rules) <= _FEWEST or not _is_regular(drawing, columns, rules):
        return None
    bands = [
        [_line(drawing, columns, row) for row in range(top + 1, bottom)]
        for top, bottom in itertools.pairwise(rules)
    ]
    width = len(columns) - 1
    head = _join(bands[0], width)
    rows = []
    for band in bands[1:]:
        rows += _rows(band, width, ruled=len(bands) > _FEWEST)
    above, below = range(box.top), range(box.bottom + 1, len(drawing.grid.rows))
    return Table(head, tuple(rows), _captions(drawing, above), _captions(drawing, below)) if rows else None


def is_grid(drawing: Drawing) -> bool:
    """Say whether a drawing is one box that is cut into cells, be it regular or not."""
    if len(drawing.boxes) != 1 or drawing.heads:
        return False
    box = drawing.boxes[0]
    if box.inner:
        return True  # one row of cells
    tees = [(cell, arms) for cell in box.walls() if (arms := drawing.lines.get(cell))]
    down = sum(cell.row == box.top and bool(arms.down) for cell, arms in tees)
    across = sum(cell.column == box.left and bool(arms.right) for cell, arms in tees)
    return down > _FEWEST and across > _FEWEST


def _is_alone(drawing: Drawing, box: Box) -> bool:
    """Say whether nothing is beside a box, and only words above and below it."""
    return all(
        mark in {"", " "}
        or box.covers(cell := Cell(row, column))
        or not (box.top <= row <= box.bottom or cell in drawing.lines)
        for row, cells in enumerate(drawing.grid.rows)
        for column, mark in enumerate(cells)
    )


def _captions(drawing: Drawing, rows: Iterable[int]) -> tuple[str, ...]:
    lines = (" ".join("".join(drawing.grid.rows[row]).split()) for row in rows)
    return tuple(line for line in lines if line)


def _is_column(drawing: Drawing, box: Box, column: int) -> bool:
    return all(
        (arms := drawing.lines.get(Cell(row, column)))
        and (row == box.top or arms.up)
        and (row == box.bottom or arms.down)
        for row in range(box.top, box.bottom + 1)
    )


def _is_rule(drawing: Drawing, box: Box, row: int) -> bool:
    return all(
        (arms := drawing.lines.get(Cell(row, column)))
        and (column == box.left or arms.left or drawing.grid.at(row, column) == "|")
        and (column == box.right or arms.right or drawing.grid.at(row, column) == "|")
        for column in range(box.left, box.right + 1)
    )


def _is_regular(drawing: Drawing, columns: list[int], rules: list[int]) -> bool:
    """Say whether no other line is in the table, and every two columns and rules have room between them."""
    across, along = set(columns), set(rules)
    if any(after - before <= 1 for edges in (columns, rules) for before, after in itertools.pairwise(edges)):
        return False
    return all(cell.column in across or cell.row in along for cell in drawing.lines)


def _line(drawing: Drawing, columns: list[int], row: int) -> tuple[str, ...]:
    return tuple(
        " ".join(drawing.grid.text(row, left + 1, right).split())
        for left, right in itertools.pairwise(columns)
    )


def _rows(band: list[tuple[str, ...]], width: int, *, ruled: bool) -> list[tuple[str, ...]]:
    lines = [line for line in band if any(line)]
    if ruled and not all(all(line) for line in lines):
        return [_join(band, width)]
    rows: list[list[tuple[str, ...]]] = []
    for line in lines:
        if line[0] or not rows:
            rows.append([line])
        else:
            rows[-1].append(line)
    return [_join(lines, width) for lines in rows]


def _join(lines: list[tuple[str, ...]], width: int) -> tuple[str, ...]:
    return tuple(" ".join(line[cell] for line in lines if line[cell]) for cell in range(width))
