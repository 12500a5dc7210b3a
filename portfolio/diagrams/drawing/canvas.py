"""Lines, heads and words put into cells, and the text that comes of them. A line never runs along another's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import SIDES, Arms, Direction, Weight, box_glyphs
from portfolio.diagrams.grid import Cell
from portfolio.width import measure_text, split_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARROWS = {Direction.UP: "↑", Direction.RIGHT: "→", Direction.DOWN: "↓", Direction.LEFT: "←"}
_UPRIGHT = frozenset({Direction.UP, Direction.DOWN})
_LEVEL = frozenset({Direction.LEFT, Direction.RIGHT})
_CROSSINGS = [_UPRIGHT, _LEVEL], [_LEVEL, _UPRIGHT]


class Clash(Exception):  # noqa: N818 (no error: the next way to draw is tried)
    """Two lines would run over each other, or into a word."""


@cache
def _glyph(sides: frozenset[Direction]) -> str:
    wanted = Arms(*(Weight.LIGHT if side in sides else Weight.NONE for side in SIDES))
    return next(glyph for glyph, arms in box_glyphs().items() if arms == wanted)


class Canvas:
    """A drawing in the making. Each line belongs to a net; lines of two nets may only cross."""

    def __init__(self) -> None:
        self._lines: dict[Cell, dict[int, set[Direction]]] = {}
        self._text: dict[Cell, str] = {}

    def line(self, net: int, start: Cell, end: Cell) -> None:
        """Draw a straight line from the middle of one cell to the middle of another."""
        (row, column), (last_row, last_column) = sorted((start, end))
        ahead = Direction.DOWN if column == last_column else Direction.RIGHT
        while (row, column) != (last_row, last_column):
            self.arm(net, Cell(row, column), ahead)
            row, column = row + ahead.rows, column + ahead.columns
            self.arm(net, Cell(row, column), ahead.opposite)

    def arm(self, net: int, cell: Cell, side: Direction) -> None:
        """Draw a line from the middle of a cell to one of its sides."""
        self._lines.setdefault(cell, {}).setdefault(net, set()).add(side)

    def head(self, cell: Cell, direction: Direction) -> None:
        """Draw an arrow head; a line may end at the cell, none may pass."""
        self._put(cell, _ARROWS[direction])

    def write(self, row: int, column: int, text: str) -> None:
        """Write a word or more; wide characters take two cells."""
        for cluster in split_text(text):
            self._put(Cell(row, column), cluster)
            for behind in range(1, measure_text(cluster)):
                self._put(Cell(row, column + behind), "")
            column += max(measure_text(cluster), 0)

    def _put(self, cell: Cell, text: str) -> None:
        if cell in self._text:
            raise Clash
        self._text[cell] = text

    def box(self, net: int, corner: Cell, height: int, width: int, lines: Sequence[str]) -> None:
        """Draw a box whose net is its own, each line of text in its middle."""
        bottom, right = corner.row + height - 1, corner.column + width - 1
        for start, end in (
            (corner, Cell(corner.row, right)),
            (Cell(bottom, corner.column), Cell(bottom, right)),
            (corner, Cell(bottom, corner.column)),
            (Cell(corner.row, right), Cell(bottom, right)),
        ):
            self.line(net, start, end)
        first = corner.row + 1 + (height - 2 - len(lines)) // 2
        for offset, line in enumerate(lines):
            self.write(first + offset, corner.column + 1 + (width - 2 - measure_text(line)) // 2, line)

    def render(self) -> str:
        """Return the drawing, without blanks at the ends of its rows.

        Raises:
            Clash: something lies on something else.
        """
        cells = dict(self._text)
        for cell, nets in self._lines.items():
            cells[cell] = self._join(cell, nets)
        rows: list[list[str]] = [[] for _ in range(max((cell.row for cell in cells), default=-1) + 1)]
        for cell, text in sorted(cells.items()):
            row = rows[cell.row]
            row += " " * (cell.column - len(row))
            row.append(text)
        return "\n".join("".join(row).rstrip() for row in rows)

    def _join(self, cell: Cell, nets: dict[int, set[Direction]]) -> str:
        """Give the character for all lines of a cell; four arms are a crossing, or the middle of a comb `┌─┼─┐`."""
        if cell in self._text:
            raise Clash
        if len(nets) > 1 and [*map(frozenset, nets.values())] not in _CROSSINGS:
            raise Clash
        return _glyph(frozenset().union(*nets.values()))
