"""Lines -> the rectangles that somebody meant to close and did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import DOWN, HEADS, LEFT, RIGHT
from portfolio.diagrams.reading.boxes import count_corners, holds_text, is_corner
from portfolio.diagrams.shapes import Box, Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.diagrams.glyphs import Arms
    from portfolio.diagrams.grid import Cell, Grid
    from portfolio.diagrams.reading.boxes import Walls
    from portfolio.diagrams.reading.labels import BoxIndex

_COVERED = 0.75
"""An open box has at least this part of its outline."""
_CORNERS = 3


def find_open_boxes(grid: Grid, walls: Walls, boxes: BoxIndex) -> Iterator[Problem]:
    """Find the rectangles that somebody meant to close, each by the first cell that is missing.

    Such a rectangle has three corners, three quarters of its outline and text in it, and no arrow head on its
    outline: a line that runs around something has.
    """
    seen: set[Box] = set()
    for cell in walls.arms:
        if cell in boxes.walls:
            continue
        for box in _outlines(walls, cell):
            if box in seen:
                continue
            seen.add(box)
            gap = _gap(grid, walls, box)
            if gap is not None:
                yield _problem(grid, gap)
                break


def _outlines(walls: Walls, cell: Cell) -> Iterator[Box]:
    """Guess the rectangles that a corner may have been meant for: either of its walls may be the short one."""
    starts_left = is_corner(walls.arms, cell, RIGHT, DOWN)
    if not starts_left and not is_corner(walls.arms, cell, LEFT, DOWN):
        return
    ends = walls.right if starts_left else walls.left
    far, low = ends[cell], walls.down[cell]
    columns = {far.column, ends[low].column if low in ends else far.column}
    rows = {low.row, walls.down[far].row}
    for row in sorted(rows, reverse=True):
        for column in sorted(columns, key=lambda end: -abs(end - cell.column)):
            left, right = sorted((cell.column, column))
            if row - cell.row > 1 and right - left > 2:  # noqa: PLR2004
                yield Box(cell.row, left, row, right)


def _gap(grid: Grid, walls: Walls, box: Box) -> Cell | None:
    if count_corners(walls.arms, box) < _CORNERS:
        return None
    outline = box.walls()
    gaps = sorted(cell for cell in outline if cell not in walls.arms)
    if len(gaps) > len(outline) * (1 - _COVERED) or any(grid.at(*cell) in HEADS for cell in gaps):
        return None
    if not gaps:
        gaps = sorted(cell for cell in outline if not _fits(walls.arms, box, cell))
    return gaps[0] if gaps and holds_text(grid, walls.arms, box) else None


def _fits(arms: Mapping[Cell, Arms], box: Box, cell: Cell) -> bool:
    """Say whether a wall's cell leads to the cells of the wall before and behind it."""
    found = arms[cell]
    across = cell.row in {box.top, box.bottom}
    along = cell.column in {box.left, box.right}
    return (
        (not across or cell.column == box.left or bool(found.left))
        and (not across or cell.column == box.right or bool(found.right))
        and (not along or cell.row == box.top or bool(found.up))
        and (not along or cell.row == box.bottom or bool(found.down))
    )


def _problem(grid: Grid, gap: Cell) -> Problem:
    return Problem(
        ProblemKind.BOX,
        gap.row + 1,
        grid.origin(*gap) + 1,
        1,
        "this box is left open here",
        "close the wall, or draw a shape that has no corners",
    )
