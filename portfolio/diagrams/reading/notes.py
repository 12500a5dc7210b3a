"""Which label a note in parentheses belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.diagrams.grid import Cell
from portfolio.diagrams.reading.paths import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.reading.labels import Piece
    from portfolio.diagrams.shapes import Drawing

_BESIDE = 2
"""The blanks between an upright arrow and words beside it, which are its label and go on in no other row.

    ↓ retries
    queue
"""
_WORD = re.compile(r"\w")


class Notes:
    """Answers whose note a piece of text is. Pieces are given by their indexes."""

    def __init__(self, drawing: Drawing, pieces: list[Piece], items: dict[int, int]) -> None:
        self.items = items
        """The label that each item of a list belongs to."""
        self._drawing = drawing
        self._grid = drawing.grid
        self._pieces = pieces
        self._owners: dict[int, int] = {}
        self.rows: dict[int, list[int]] = {}
        """The pieces of each row, from the left."""
        for index, piece in enumerate(pieces):
            self.rows.setdefault(piece.row, []).append(index)
        self.lines = dict(self._find_lines())
        """The first line of each further line of a label."""

    def add_item(self, index: int, label: int) -> None:
        """Make a piece an item of a label."""
        self.items[index] = label
        self._owners.clear()

    def resolve(self, place: Place) -> Place:
        """Return whose note or title a place is, else the place itself."""
        if place.piece is None:
            return place
        piece = self._pieces[place.piece]
        return Place(None, piece.box) if piece.is_title else Place(self.owner(place.piece), None)

    def owner(self, index: int) -> int:
        """Return the label that a note is under or behind, else the index itself."""
        if index not in self._owners:
            self._owners[index] = self._find_owner(index)
        return self._owners[index]

    def _find_lines(self) -> Iterator[tuple[int, int]]:
        """Give the further lines of labels: words right under a label, or under it and further right."""
        first: dict[int, int] = {}
        for index, piece in enumerate(self._pieces):
            above = self.rows.get(piece.row - 1, ())
            if (
                not _WORD.search(piece.text)
                or piece.is_note
                or piece.closes_note
                or index in self.items
                or not above
                or not self._is_free(index)
            ):
                continue
            same = [i for i in above if self._pieces[i].box == piece.box and not self._pieces[i].is_title]
            over = [i for i in same if self._pieces[i].overlaps(piece)]
            if (
                len(over) != 1
                and same
                and self.rows[piece.row][0] == index
                and self._pieces[same[0]].start < piece.start
            ):
                over = same[:1]
            if len(over) == 1 and self._may_have_more(over[0]):
                first[index] = first.get(over[0], over[0])
                yield index, first[index]

    def _may_have_more(self, index: int) -> bool:
        """Say whether words may be the first line of a label: no note, and not those beside an upright arrow."""
        piece, drawn = self._pieces[index], self._drawing
        if index in self.items or piece.is_note or not _WORD.search(piece.text):
            return False
        for column in range(piece.start - _BESIDE, piece.start):
            cell = Cell(piece.row, column)
            way, arms = drawn.heads.get(cell), drawn.lines.get(cell)
            if (way and not way.is_horizontal) or (arms and arms.up and not arms.left):
                return False
        return True

    def _is_free(self, index: int) -> bool:
        """Say whether no line and no head is between words and the next words beside them."""
        piece, row = self._pieces[index], self.rows[self._pieces[index].row]
        place = row.index(index)
        start = self._pieces[row[place - 1]].end if place else 0
        end = self._pieces[row[place + 1]].start if place + 1 < len(row) else len(self._grid.rows[piece.row])
        drawn = self._drawing
        return not any(
            (piece.row, column) in drawn.lines or (piece.row, column) in drawn.heads
            for column in (*range(start, piece.start), *range(piece.end, end))
        )

    def _find_owner(self, index: int) -> int:
        found = self._find_label(index)
        return self.lines.get(found, found)

    def _find_label(self, index: int) -> int:
        if index in self.items:
            return self.owner(self.items[index])
        found = index
        while (piece := self._pieces[found]).is_note or piece.closes_note:
            other = None if piece.closes_note else self._find_before(piece)
            if other is None:
                other = self._find_above(piece)
            if other is None:
                return index
            if piece.closes_note and not piece.is_note and not self._pieces[other].opens_note:
                return index
            found = other
        return found

    def _find_above(self, piece: Piece) -> int | None:
        """Find the piece on the row above that shares most columns."""
        shared = {
            index: min(other.end, piece.end) - max(other.start, piece.start)
            for index in self.rows.get(piece.row - 1, ())
            if (other := self._pieces[index]).overlaps(piece)
            and other.box == piece.box
            and not other.is_title
        }
        return max(shared, key=lambda index: shared[index], default=None)

    def _find_before(self, piece: Piece) -> int | None:
        """Find the label on the same row with nothing but blanks between."""
        before = [index for index in self.rows[piece.row] if self._pieces[index].end <= piece.start]
        if not before:
            return None
        other = self._pieces[before[-1]]
        if other.is_note or other.box != piece.box:
            return None
        between = self._grid.text(piece.row, other.end, piece.start)
        return None if between.strip() else before[-1]
