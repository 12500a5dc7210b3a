"""Which words beside a line are the label of its arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import Direction
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from collections.abc import Collection

    from portfolio.diagrams.labels import Piece
    from portfolio.diagrams.shapes import Drawing

UP, RIGHT, DOWN, LEFT = Direction
_BLANKS = 2
"""The blanks that may lie between an upright line and its label."""


def find_captions(
    drawing: Drawing, pieces: list[Piece], arrows: list[frozenset[Cell]], taken: Collection[int]
) -> dict[int, list[int]]:
    """Give for each arrow, by its number, the pieces that name it.

    A piece beside an upright line, at most two blanks away, belongs to it unless another stands on its other side.
    A piece over or under a level line belongs to it if the line is as long, and nothing stands on its other side.
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
        for number in _level_at(drawing, piece, of_cell):
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


def _level_at(drawing: Drawing, piece: Piece, of_cell: dict[Cell, set[int]]) -> set[int]:
    found = []
    for side in (UP, DOWN):
        row = piece.row + side.rows
        cells = [Cell(row, column) for column in range(piece.start, piece.end)]
        numbers = set.intersection(*(of_cell.get(cell, set()) for cell in cells))
        if numbers and all(_is_level(drawing, cell) for cell in cells):
            found.append(numbers)
    return found[0] if len(found) == 1 else set()


def _is_level(drawing: Drawing, cell: Cell) -> bool:
    arms = drawing.lines.get(cell)
    return arms is not None and bool(arms.left and arms.right)
