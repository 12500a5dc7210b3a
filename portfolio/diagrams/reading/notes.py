"""Which label a note in parentheses belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.reading.networks import Place

if TYPE_CHECKING:
    from portfolio.diagrams.grid import Grid
    from portfolio.diagrams.reading.labels import Piece


class Notes:
    """Answers whose note a piece of text is. Pieces are given by their indexes."""

    def __init__(self, grid: Grid, pieces: list[Piece]) -> None:
        self._grid = grid
        self._pieces = pieces
        self._owners: dict[int, int] = {}
        self.rows: dict[int, list[int]] = {}
        """The pieces of each row, from the left."""
        for index, piece in enumerate(pieces):
            self.rows.setdefault(piece.row, []).append(index)

    def resolve(self, place: Place) -> Place:
        """Return whose note or title a place is, else the place itself."""
        if place.piece is None:
            return place
        piece = self._pieces[place.piece]
        return Place(None, piece.box) if piece.is_title else Place(self.owner(place.piece), None)

    def owner(self, index: int) -> int:
        """Return the label that a note stands under or behind, else the index itself."""
        if index not in self._owners:
            self._owners[index] = self._find_owner(index)
        return self._owners[index]

    def _find_owner(self, index: int) -> int:
        found = index
        while (piece := self._pieces[found]).is_note or piece.closes_note:
            other = self._find_above(piece)
            if other is None and not piece.closes_note:
                other = self._find_before(piece)
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
