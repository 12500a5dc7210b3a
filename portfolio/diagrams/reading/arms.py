"""A grid -> where each character that may be a line leads, be it one or not, and how far lines run straight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import (
    ANY_HEADS,
    ASCII_ARCS,
    ASCII_ARMS,
    ASCII_HEADS,
    DOWN,
    HEADS,
    LEFT,
    RIGHT,
    SIDES,
    UP,
    Arms,
    Direction,
    Weight,
    box_glyphs,
)
from portfolio.diagrams.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_TITLE = 80
"""The columns of a title in a wall: `┌─ VPC 10.0.0.0/16 ─┐`."""
_UNDER_ARC = frozenset("|:+.,'`^vV")


def read_arms(grid: Grid) -> dict[Cell, Arms]:
    """Give the arms of everything that may be a line: the box characters, and `- = | +` wherever they are.

    A `+` reaches the neighbours that reach it, and a `+` above or below only as the tee of a wall reaches its
    corner; one with fewer than two such neighbours is a letter.
    """
    glyphs = box_glyphs() | ASCII_ARMS
    arms: dict[Cell, Arms] = {}
    pluses = []
    for row, cells in enumerate(grid.rows):
        for column, mark in enumerate(cells):
            if mark in glyphs:
                arms[Cell(row, column)] = glyphs[mark]
            elif mark == "+":
                pluses.append(Cell(row, column))
            elif mark in ASCII_ARCS and (sides := _arc(grid, Cell(row, column), ASCII_ARCS[mark])):
                arms[Cell(row, column)] = sides
    joints = {
        cell: Arms(*(arm_towards(arms, cell, side) or _pointing(grid, cell, side) for side in SIDES))
        for cell in pluses
    }
    for cell in pluses:
        below = cell.step(DOWN)
        if below in joints and _stack(joints[cell], joints[below]):
            joints[cell] = joints[cell]._replace(down=Weight.LIGHT)
            joints[below] = joints[below]._replace(up=Weight.LIGHT)
    return arms | {cell: sides for cell, sides in joints.items() if sum(map(bool, sides)) > 1}


def _arc(grid: Grid, cell: Cell, way: Direction) -> Arms | None:
    """Give the arms of a `.` or `'` that is a rounded corner: a hyphen beside it, and a line below or above."""
    level = [grid.at(*cell.step(side)) in {"-", "=", "+"} for side in (RIGHT, LEFT)]
    if not any(level) or grid.at(*cell.step(way)) not in _UNDER_ARC:
        return None
    right, left = (Weight.LIGHT if reaches else Weight.NONE for reaches in level)
    upright = (Weight.LIGHT, Weight.NONE) if way is UP else (Weight.NONE, Weight.LIGHT)
    return Arms(upright[0], right, upright[1], left)


def _pointing(grid: Grid, cell: Cell, side: Direction) -> Weight:
    """Give a `+` an arm to the arrow head that points at it from the side, or away from it up or down."""
    mark = grid.at(*cell.step(side))
    if side.is_horizontal:
        return Weight.LIGHT if ASCII_HEADS.get(mark) is side.opposite else Weight.NONE
    beside = grid.at(*cell.step(side).step(LEFT)) + grid.at(*cell.step(side).step(RIGHT))
    is_head = ASCII_HEADS.get(mark) is side and not any(letter.isalnum() for letter in beside)
    return Weight.LIGHT if is_head else Weight.NONE


def _stack(upper: Arms, lower: Arms) -> bool:
    """Say whether a `+` under a `+` goes on with it: a wall's tee under its corner, not a box under another."""
    return any(upper) and any(lower) and not (upper.up and lower.down) and not (upper.down or lower.up)


def arm_towards(arms: Mapping[Cell, Arms], cell: Cell, side: Direction) -> Weight:
    """Return the weight of the arm that the neighbour on a side stretches out to a cell."""
    found = arms.get(cell.step(side))
    return found.towards(side.opposite) if found else Weight.NONE


class Lines(NamedTuple):
    """How far straight lines run. A head or a title in a line does not end it."""

    arms: Mapping[Cell, Arms]
    right: dict[Cell, Cell]
    """The last cell of the line to the right."""
    down: dict[Cell, Cell]
    turns: dict[Cell, Cell]
    """The next cell to the right from which a line leads down."""
    drops: dict[Cell, Cell]
    """The next cell below from which a line leads to the right."""


def follow_lines(grid: Grid, arms: Mapping[Cell, Arms]) -> Lines:
    """Follow every straight line; in time linear in the number of cells."""
    right: dict[Cell, Cell] = {}
    down: dict[Cell, Cell] = {}
    turns: dict[Cell, Cell] = {}
    drops: dict[Cell, Cell] = {}
    for cell in sorted(arms, reverse=True):
        sides = arms[cell]
        after = _after(grid, arms, cell, RIGHT) if sides.right else None
        below = _after(grid, arms, cell, DOWN) if sides.down else None
        right[cell] = cell if after is None else right[after]
        down[cell] = cell if below is None else down[below]
        if after is not None and (arms[after].down or after in turns):
            turns[cell] = after if arms[after].down else turns[after]
        if below is not None and (arms[below].right or below in drops):
            drops[cell] = below if arms[below].right else drops[below]
    return Lines(arms, right, down, turns, drops)


def _after(grid: Grid, arms: Mapping[Cell, Arms], cell: Cell, way: Direction) -> Cell | None:
    """Find the cell that continues a line that leads on: the next, or that behind a head or a title in a wall."""
    after = cell.step(way)
    found = arms.get(after)
    if found is not None and found.reaches(way.opposite):
        return after
    beyond = after.step(way)
    if found is not None:
        is_over = not found.reaches(way) and beyond in arms and arms[beyond].reaches(way.opposite)
        return beyond if is_over and way is DOWN else None  # a shaft that is drawn over the wall
    if grid.at(*after) in ANY_HEADS and beyond in arms and arms[beyond].reaches(way.opposite):
        return beyond
    return _behind_title(grid, arms, after) if way is RIGHT else None


def _behind_title(grid: Grid, arms: Mapping[Cell, Arms], start: Cell) -> Cell | None:
    blanks = words = 0
    for cell in (Cell(start.row, start.column + step) for step in range(_LONGEST_TITLE)):
        mark = grid.at(*cell)
        if cell in arms and arms[cell].left and (words or mark not in "-=+|"):
            return cell if words else None
        blanks = blanks + 1 if mark == " " else 0
        if blanks > 1 or (mark in HEADS and not words) or cell.column >= len(grid.rows[cell.row]):
            return None
        words += mark != " "
    return None
