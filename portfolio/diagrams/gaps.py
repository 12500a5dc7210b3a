"""Labels that stand in a gap of their line: `A ── label ──▶ B`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import Direction
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from portfolio.diagrams.labels import Piece
    from portfolio.diagrams.paths import End, Network, Paths, Spot
    from portfolio.diagrams.shapes import Drawing

UP, RIGHT, DOWN, LEFT = Direction
_BOTH_WAYS = 2


def join_gaps(drawing: Drawing, pieces: list[Piece], paths: Paths) -> list[tuple[Spot, Spot, int]]:
    """Join lines across a label that stands in a gap of them: `A ── label ──▶ B`.

    One of them is a plain line without a head from something to the label, the other goes on to a head; or
    neither has a head and both touch the label.
    """
    ends: dict[tuple[int, Direction], list[tuple[End, Network]]] = {}
    meets: dict[int, int] = {}
    for network in paths.networks:
        for end in network.ends:
            if end.place is not None and end.place.piece is not None:
                ends.setdefault((end.place.piece, end.side), []).append((end, network))
                meets[end.place.piece] = meets.get(end.place.piece, 0) + 1
    gaps = []
    for side in (RIGHT, DOWN):
        for index in range(len(pieces)):
            first, second = ends.get((index, side), []), ends.get((index, side.opposite), [])
            if len(first) != 1 or len(second) != 1 or meets[index] != _BOTH_WAYS:
                continue
            if _is_gap(drawing, first[0], second[0], pieces[index]):
                gaps.append((first[0][0].spot, second[0][0].spot, index))
                _merge(paths, first[0], second[0])
    return gaps


def _is_gap(drawing: Drawing, first: tuple[End, Network], second: tuple[End, Network], piece: Piece) -> bool:
    (end, before), (other, after) = first, second
    if before is after or end.gap != other.gap or end.gap > 1 or _is_met(drawing, piece):
        return False
    if end.side is DOWN and end.spot.cell.column != other.spot.cell.column:
        return False
    plain, headed = (before, after) if after.heads else (after, before)
    is_line = not plain.heads and not plain.entries and len(plain.ends) == len(plain.sources) == _BOTH_WAYS
    if not headed.heads:
        return is_line and not end.gap and end.side is RIGHT and len(headed.sources) == _BOTH_WAYS
    return is_line and len(headed.sources) == 1


def _is_met(drawing: Drawing, piece: Piece) -> bool:
    """Say whether an arrow without a shaft leads to a label or from it."""
    cells = [
        Cell(row, column)
        for row in (piece.row - 1, piece.row + 1)
        for column in range(piece.start, piece.end)
    ]
    return any(cell in drawing.heads and drawing.heads[cell] in {UP, DOWN} for cell in cells)


def _merge(paths: Paths, first: tuple[End, Network], second: tuple[End, Network]) -> None:
    (end, before), (other, after) = first, second
    paths.link(end.spot, other.spot)
    before.ends.remove(end)
    after.ends.remove(other)
    before.spots += after.spots
    before.ends += after.ends
    before.heads += after.heads
    before.entries += after.entries
    paths.networks.remove(after)
    for spot in after.spots:
        paths.of_spot[spot] = before
