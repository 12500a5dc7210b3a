"""Which words are the label of an arrow: in a gap of its line (`A ── label ──▶ B`), beside it, over it or under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import DOWN, LEFT, RIGHT, UP, Direction
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from portfolio.diagrams.reading.labels import Piece
    from portfolio.diagrams.reading.paths import End, Network, Paths, Spot
    from portfolio.diagrams.shapes import Drawing

_CHOICE = re.compile(r"[\[(].*[\])]$|(?:yes|no|true|false|ok|else|success|failure|error)\b", re.IGNORECASE)
"""What is on a branch, as in `├── [found] ──▶ A` or `├── no ──▶ B`."""
_BLANKS = 2
"""The blanks that may be between an upright line and its label.

      │
      │  after 3 attempts
      ▼
"""
_BOTH_WAYS = 2


def join_gaps(drawing: Drawing, pieces: list[Piece], paths: Paths) -> list[tuple[Spot, Spot, int]]:
    """Join lines across a label that is in a gap of them: `A ── label ──▶ B`.

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
            others = [
                end.place.piece for end in first[0][1].sources if end.place and end.place.piece != index
            ]
            if side is DOWN and any({(other, UP), (other, DOWN)} <= ends.keys() for other in others):
                continue  # words on a line one below the other: each is a label of its own
            if _is_gap(drawing, first[0], second[0], pieces[index]):
                gaps.append((first[0][0].spot, second[0][0].spot, index))
                _merge(paths, first[0], second[0])
    return gaps + list(_join_heads(drawing, pieces, ends))


def _join_heads(
    drawing: Drawing, pieces: list[Piece], ends: dict[tuple[int, Direction], list[tuple[End, Network]]]
) -> Iterator[tuple[Spot, Spot, int]]:
    """Join an upright line and the head behind the label that interrupts them.

     │
    yes
     ▼
    """
    for (index, side), found in ends.items():
        for end, network in found:
            head = Cell(pieces[index].row + side.rows, end.spot.cell.column)
            is_plain = (
                not network.heads and not network.entries and len(network.sources) == len(network.ends) > 1
            )
            if side.is_horizontal or end.gap or not is_plain or drawing.heads.get(head) is not side:
                continue
            network.ends.remove(end)
            network.heads.append((head, end.spot))
            yield end.spot, end.spot, index


def _is_gap(drawing: Drawing, first: tuple[End, Network], second: tuple[End, Network], piece: Piece) -> bool:
    (end, before), (other, after) = first, second
    if before is after or end.gap != other.gap or end.gap > 1:
        return False
    if end.side is DOWN and end.spot.cell.column != other.spot.cell.column:
        return False
    plain, headed = (before, after) if after.heads else (after, before)
    if end.side is DOWN and len({spot.cell.column for spot in plain.spots}) > 1:
        return False
    is_line = not plain.heads and not plain.entries and len(plain.ends) == len(plain.sources) == _BOTH_WAYS
    if headed is after and headed.heads and end.side is RIGHT and len(headed.sources) == 1:
        branch = _branches(drawing, end.spot.cell)
        is_line = is_line or (branch and not plain.entries and bool(_CHOICE.match(piece.text)))
    if not headed.heads:
        return is_line and not end.gap and end.side is RIGHT and len(headed.sources) == _BOTH_WAYS
    return is_line and len(headed.sources) == 1


def _branches(drawing: Drawing, cell: Cell) -> bool:
    """Say whether a level line leaves an upright one to the right: `├── yes ──▶ A`."""
    while (arms := drawing.lines.get(cell)) and arms.left and not arms.up:
        cell = cell.step(LEFT)
    return bool(arms and arms.up and not arms.left)


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


def find_captions(
    drawing: Drawing, pieces: list[Piece], arrows: list[frozenset[Cell]], taken: Collection[int]
) -> dict[int, list[int]]:
    """Give for each arrow, by its number, the pieces that name it.

    A piece beside an upright line, at most two blanks away, belongs to it unless another is on its other side.
    A piece over or under a level line belongs to it if the line is as long, and nothing is on its other side.
    """
    of_cell: dict[Cell, set[int]] = {}
    for number, cells in enumerate(arrows):
        for cell in cells:
            of_cell.setdefault(cell, set()).add(number)
    beside: dict[int, list[int]] = {}
    over: dict[int, list[int]] = {}
    for index, piece in enumerate(pieces):
        if index in taken:
            continue
        shaft = _upright_beside(drawing, piece, of_cell)
        if shaft is not None:
            for number in of_cell[shaft]:
                beside.setdefault(number, []).append(index)
            continue
        for number in _level_at(piece, of_cell):
            over.setdefault(number, []).append(index)
    return {**{number: found for number, found in over.items() if len(found) == 1}, **beside}


def _upright_beside(drawing: Drawing, piece: Piece, of_cell: dict[Cell, set[int]]) -> Cell | None:
    found = []
    for edge, side in ((Cell(piece.row, piece.start), LEFT), (Cell(piece.row, piece.end - 1), RIGHT)):
        cell = edge.step(side)
        for _ in range(_BLANKS):
            cell = cell.step(side) if drawing.grid.at(*cell) == " " else cell
        if cell in of_cell and _is_upright(drawing, cell):
            found.append(cell)
    return found[0] if len(found) == 1 else None


def _is_upright(drawing: Drawing, cell: Cell) -> bool:
    way = drawing.heads.get(cell)
    if way is not None:
        return not way.is_horizontal
    arms = drawing.lines[cell]
    return bool(arms.up or arms.down) and not (arms.left or arms.right)


def _level_at(piece: Piece, of_cell: dict[Cell, set[int]]) -> set[int]:
    found = []
    for side in (UP, DOWN):
        row = piece.row + side.rows
        cells = [Cell(row, column) for column in range(piece.start, piece.end)]
        numbers = set.intersection(*(of_cell.get(cell, set()) for cell in cells))
        if numbers:
            found.append(numbers)
    return found[0] if len(found) == 1 else set()
