"""Lines -> boxes: the closed rectangles, those with crooked walls (crooked.py), and those that were left open."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import DOWN, HEADS, LEFT, RIGHT, UP, Arms, Weight
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.reading.crooked import WOBBLE, add_crooked, runs_around, with_columns
from portfolio.diagrams.shapes import Box, Problem, ProblemKind, problem_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from portfolio.diagrams.glyphs import Direction
    from portfolio.diagrams.reading.arms import Lines

_SHARED_CORNERS = 2
"""A box that shares walls has at least this many corners of its own.

    ┌───┬───┐       the right one has two
    │ a │ b │
    └───┤   │
        └───┘
"""
_COVERED = 0.75
"""A box that was left open has at least this part of its outline, and three corners.

    ┌─────┐
    │ api
    └─────┘
"""
_CORNERS = 3
_TURNS = 2
"""The sides that a corner's lines lead to, and those they do not."""


def find_boxes(grid: Grid, lines: Lines) -> tuple[Box, ...]:
    """Find the boxes that are meant, the outermost first, else in reading order.

    Rules within a box do not make two of it. Boxes may share walls; such a box has text in it, and two corners that
    no other line leaves or a wall above or below that is another's: so the space between two boxes that are joined
    by two lines is none.
    """
    closed = [
        with_columns(grid, box, is_ascii=grid.at(box.top, box.left) == "+")
        for box in _find_closed(grid, lines)
        if not runs_around(grid, box)
    ]
    return tuple(sorted(add_crooked(grid, closed), key=lambda box: (-box.area, box.top, box.left)))


def _find_closed(grid: Grid, lines: Lines) -> set[Box]:
    corners = [cell for cell, sides in lines.arms.items() if sides.right and sides.down]
    whole = {box for cell in corners if (box := _whole_box(lines, cell))}
    shared = [
        box
        for cell in corners
        if (box := _shared_box(lines, cell))
        and box not in whole
        and not any(_is_compartment(box, other) for other in whole)
        and _holds_text(grid, lines.arms, box)
    ]
    found = {*whole, *(box for box in shared if _count_corners(lines.arms, box) >= _SHARED_CORNERS)}
    fresh = set(found)
    while fresh:
        rules = {(row, box.left, box.right) for box in fresh for row in (box.top, box.bottom)}
        fresh = {box for box in shared if box not in found and _is_on_rule(box, rules)}
        found |= fresh
    return found


def _whole_box(lines: Lines, cell: Cell) -> Box | None:
    """Find the box whose upper left corner is a cell, all of whose corners are its own."""
    box = Box(cell.row, cell.column, lines.down[cell].row, lines.right[cell].column)
    return box if _count_corners(lines.arms, box) > _CORNERS and _is_closed(lines, box) else None


def _shared_box(lines: Lines, cell: Cell) -> Box | None:
    if cell not in lines.turns or cell not in lines.drops:
        return None
    box = Box(cell.row, cell.column, lines.drops[cell].row, lines.turns[cell].column)
    last = lines.arms.get(Cell(box.bottom, box.right))
    return box if last and last.up and last.left and _is_closed(lines, box) else None


def _is_closed(lines: Lines, box: Box) -> bool:
    """Say whether lines lead all the way round, and anything fits between them."""
    right, down = lines.right, lines.down
    first, far, low = Cell(box.top, box.left), Cell(box.top, box.right), Cell(box.bottom, box.left)
    return (
        (box.top + 1 < box.bottom and box.left + 1 < box.right and low in right and far in down)
        and (right[first].column >= box.right and down[first].row >= box.bottom)
        and (right[low].column >= box.right and down[far].row >= box.bottom)
    )


def _count_corners(arms: Mapping[Cell, Arms], box: Box) -> int:
    """Count the corners that are corners and nothing else."""
    return sum(
        _is_corner(arms, Cell(row, column), across, along)
        for (row, along), (column, across) in product(
            ((box.top, DOWN), (box.bottom, UP)), ((box.left, RIGHT), (box.right, LEFT))
        )
    )


def _is_corner(arms: Mapping[Cell, Arms], cell: Cell, across: Direction, along: Direction) -> bool:
    """Say whether a cell's lines lead to exactly these sides, one level and one upright."""
    found = arms.get(cell)
    return bool(
        found and found.reaches(across) and found.reaches(along) and found.count(Weight.NONE) == _TURNS
    )


def _is_on_rule(box: Box, rules: Collection[tuple[int, int, int]]) -> bool:
    """Say whether a box shares its lower or its upper wall with others, as a layer of a stack does."""
    return any(
        row in {box.top, box.bottom} and left <= box.left and box.right <= right for row, left, right in rules
    )


def _is_compartment(box: Box, other: Box) -> bool:
    is_inside = other.covers(Cell(box.top, box.left)) and other.covers(Cell(box.bottom, box.right))
    touches = {"top", "left", "bottom", "right"}
    return is_inside and any(getattr(box, side) == getattr(other, side) for side in touches)


def _holds_text(grid: Grid, arms: Mapping[Cell, Arms], box: Box) -> bool:
    """Say whether anything but lines and blanks is in a box."""
    return any(grid.at(*cell) not in {"", " "} and cell not in arms for cell in box.inside())


def find_open(grid: Grid, lines: Lines, walls: Collection[Cell]) -> Iterator[Problem]:
    """Report the rectangles that were meant to be closed, each at the first cell that is missing.

    Such a rectangle has three corners, three quarters of its outline and text in it, and no arrow head on its
    outline: a line that runs around something has.
    """
    seen: set[Box] = set()
    for cell in lines.arms:
        if cell in walls:
            continue
        for box in _guess(lines, cell):
            gap = None if box in seen else _find_gap(grid, lines.arms, box)
            seen.add(box)
            if gap is not None:
                help_ = "close the wall, or draw a shape that has no corners"
                yield problem_at(grid, gap, ProblemKind.BOX, "this box is left open here", help_)
                break


def _guess(lines: Lines, cell: Cell) -> Iterator[Box]:
    """Guess the rectangles that a corner may have been meant for: either of its walls may be the short one.

    A line that goes on far behind a corner is no wall.
    """
    is_left = _is_corner(lines.arms, cell, RIGHT, DOWN)
    if not is_left and not _is_corner(lines.arms, cell, LEFT, DOWN):
        return
    low = lines.down[cell]
    far, end = (lines.right[each] if is_left else _left_end(lines.arms, each) for each in (cell, low))
    rows, columns = {low.row, lines.down[far].row}, {far.column, end.column}
    lowest, farthest = max(rows), max(columns, key=lambda column: abs(column - cell.column))
    for row in sorted(rows, reverse=True):
        for column in sorted(columns, key=lambda end: -abs(end - cell.column)):
            left, right = sorted((cell.column, column))
            is_near = lowest - row <= WOBBLE and abs(farthest - column) <= WOBBLE
            if is_near and row - cell.row > 1 and right - left > 2:  # noqa: PLR2004
                yield Box(cell.row, left, row, right)


def _left_end(arms: Mapping[Cell, Arms], cell: Cell) -> Cell:
    while arms[cell].left and (before := arms.get(cell.step(LEFT))) and before.right:
        cell = cell.step(LEFT)
    return cell


def _find_gap(grid: Grid, arms: Mapping[Cell, Arms], box: Box) -> Cell | None:
    """Find the first cell that a rectangle lacks, or that does not go on with the wall; None if it is no box."""
    if _count_corners(arms, box) < _CORNERS or not _holds_text(grid, arms, box):
        return None
    outline = box.walls()
    gaps = [cell for cell in outline if cell not in arms]
    is_arrow = any(grid.at(*cell) in HEADS or grid.at(*cell) in {"<", ">"} for cell in gaps)
    is_open = len(gaps) <= len(outline) * (1 - _COVERED) and not is_arrow
    gaps = gaps or [cell for cell in outline if not _fits(arms[cell], box, cell)]
    return min(gaps, default=None) if is_open else None


def _fits(arms: Arms, box: Box, cell: Cell) -> bool:
    """Say whether a wall's cell leads to the cells of the wall before and behind it."""
    across, along = cell.row in {box.top, box.bottom}, cell.column in {box.left, box.right}
    needed = (
        (along and cell.row > box.top, arms.up),
        (across and cell.column < box.right, arms.right),
        (along and cell.row < box.bottom, arms.down),
        (across and cell.column > box.left, arms.left),
    )
    return all(reaches for is_needed, reaches in needed if is_needed)


def find_rules(lines: Lines, boxes: Collection[Box]) -> set[Cell]:
    """Return the cells of the rules that lead from wall to wall within a box, perhaps with a title in them."""
    cells: set[Cell] = set()
    for box in boxes:
        for row in range(box.top + 1, box.bottom):
            left, right = box.side(row)
            end = lines.right.get(Cell(row, left + 1))
            if end and end.column >= right - 1 and lines.arms[Cell(row, left + 1)].left:
                cells.update(Cell(row, column) for column in range(left + 1, right))
        for column in range(box.left + 1, box.right):
            end = lines.down.get(Cell(box.top + 1, column))
            if end and end.row >= box.bottom - 1 and lines.arms[Cell(box.top + 1, column)].up:
                cells.update(Cell(row, column) for row in range(box.top + 1, box.bottom))
    return cells & lines.arms.keys()
