"""The words of a drawing: pieces of text, which of them are notes, and in which box they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from portfolio.diagrams.shapes import Box, Drawing

_NOTE = re.compile(r"^(?P<label>.*\S)\s+\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)$")
_NUMBER = re.compile(r"\d+[.)]?")
_PIECE = re.compile(r"[x-]+(?: [x-]+)*")
_ONLY_NOTE = re.compile(r"^\((?P<note>.*)\)$")


class Piece(Struct, frozen=True):
    """Text of one row without a gap of two blanks."""

    row: int
    start: int
    end: int
    """The column after the last."""
    text: str
    box: int | None
    """The innermost box that it is in or in whose wall."""
    is_title: bool
    """Whether it is in the wall itself."""

    def overlaps(self, other: Piece) -> bool:
        """Say whether two pieces share a column."""
        return self.start < other.end and other.start < self.end

    @property
    def is_note(self) -> bool:
        """Whether the whole piece is in parentheses, the closing one perhaps on the next row."""
        return self.text.startswith("(") and (self.text.endswith(")") or ")" not in self.text)

    @property
    def opens_note(self) -> bool:
        """Whether a note starts here and ends further down."""
        return self.text.startswith("(") and ")" not in self.text

    @property
    def closes_note(self) -> bool:
        """Whether a note ends here that started further up."""
        return self.text.endswith(")") and "(" not in self.text


class BoxIndex:
    """Answers which boxes are where."""

    def __init__(self, boxes: tuple[Box, ...]) -> None:
        self.walls: dict[Cell, list[int]] = {}
        """The boxes whose walls a cell is in."""
        self._rows: dict[int, list[int]] = {}
        self.boxes = boxes
        for index, box in enumerate(boxes):
            for cell in box.walls():
                self.walls.setdefault(cell, []).append(index)
            for row in range(box.top, box.bottom + 1):
                self._rows.setdefault(row, []).append(index)

    def around(self, cell: Cell, *, walls: bool = False) -> int | None:
        """Find the innermost box that holds a cell, or that has it in its walls."""
        for index in reversed(self._rows.get(cell.row, ())):
            box = self.boxes[index]
            if box.holds(cell) or (walls and box.covers(cell)):
                return index
        return None

    def in_row(self, row: int) -> list[int]:
        """Return the boxes that have walls in a row, their rules apart."""
        return [box for box in self._rows.get(row, ()) if self.boxes[box].top < row < self.boxes[box].bottom]

    def sides(self, index: int, row: int) -> tuple[Cell, Cell]:
        """Return the cells of a box's walls in a row."""
        left, right = self.boxes[index].side(row)
        return Cell(row, left), Cell(row, right)

    def parent(self, index: int) -> int | None:
        """Find the innermost box that holds another box."""
        for other in reversed(self._rows.get(self.boxes[index].top, ())):
            if other != index and self._surrounds(other, index):
                return other
        return None

    def at_wall(self, wall: Cell, from_cell: Cell) -> int:
        """Return the box that a line from a cell meets at a wall: one that it comes to from outside, if any."""
        found = self.walls[wall]
        outside = [index for index in found if not self.boxes[index].covers(from_cell)]
        chosen = (outside or found)[-1]
        around = [index for index in outside if index != chosen and self._surrounds(index, chosen)]
        return around[0] if around else chosen  # a box on the wall of the one around it

    def _surrounds(self, outer: int, inner: int) -> bool:
        frame, box = self.boxes[outer], self.boxes[inner]
        return frame.holds(Cell(box.top, box.left)) and frame.covers(Cell(box.bottom, box.right))


def find_pieces(drawing: Drawing, boxes: BoxIndex) -> list[Piece]:
    """Cut the text of a drawing into pieces: at lines, at heads, and where two blanks are."""
    return [
        _piece(drawing, boxes, row, *found.span())
        for row in range(len(drawing.grid.rows))
        for found in _PIECE.finditer(drawing.mask(row, drawing.quiet))
    ]


def _piece(drawing: Drawing, boxes: BoxIndex, row: int, start: int, end: int) -> Piece:
    first = Cell(row, start)
    text = " ".join(drawing.grid.text(row, start, end).split())
    return Piece(row, start, end, text, boxes.around(first, walls=True), first in boxes.walls)


def split_note(text: str) -> tuple[str, str]:
    """Split what is in parentheses behind a label from it.

    >>> split_note("Parity gate (objects, documents)")
    ('Parity gate', 'objects, documents')
    >>> split_note("main()")
    ('main()', '')
    """
    found = _NOTE.match(text)
    is_note = found and not _NUMBER.fullmatch(found["label"])
    return (found["label"], found["note"].strip()) if found and is_note else (text, "")


def strip_note(text: str) -> str:
    """Return what is between the parentheses of one or more notes.

    >>> strip_note("(first in, first out) (two shards)")
    'first in, first out, two shards'
    """
    found = _ONLY_NOTE.match(text)
    return found["note"].strip().replace(") (", ", ") if found else text
