"""Lines -> boxes: the closed rectangles, and the rules across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import ASCII_HEADS, DOWN, HEADS, LEFT, RIGHT, UP, Direction
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.reading.outlines import runs_around
from portfolio.diagrams.shapes import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from portfolio.diagrams.glyphs import Arms
    from portfolio.diagrams.shapes import Outline

_LONGEST_TITLE = 80
_SHARED_CORNERS = 2
"""A box that shares walls has at least this many corners of its own."""


class Walls(NamedTuple):
    """How far straight lines run. A head or a title in a line does not end it."""

    arms: Mapping[Cell, Arms]
    right: dict[Cell, Cell]
    """The last cell of the line to the right."""
    down: dict[Cell, Cell]
    left: dict[Cell, Cell]
    turns: dict[Cell, Cell]
    """The next cell to the right from which a line leads down."""
    drops: dict[Cell, Cell]
    """The next cell below from which a line leads to the right."""


def follow_walls(grid: Grid, arms: Mapping[Cell, Arms]) -> Walls:
    """Follow every straight line; in time linear in the number of cells."""
    order = sorted(arms)
    across = {
        cell: after for cell in order if arms[cell].right and (after := _after(grid, arms, cell, RIGHT))
    }
    along = {cell: after for cell in order if arms[cell].down and (after := _after(grid, arms, cell, DOWN))}
    back = {after: cell for cell, after in across.items()}
    right: dict[Cell, Cell] = {}
    down: dict[Cell, Cell] = {}
    turns: dict[Cell, Cell] = {}
    drops: dict[Cell, Cell] = {}
    for cell in reversed(order):
        after, below = across.get(cell), along.get(cell)
        right[cell] = right[after] if after is not None else cell
        down[cell] = down[below] if below is not None else cell
        if after is not None and (arms[after].down or after in turns):
            turns[cell] = after if arms[after].down else turns[after]
        if below is not None and (arms[below].right or below in drops):
            drops[cell] = below if arms[below].right else drops[below]
    left: dict[Cell, Cell] = {}
    for cell in order:
        before = back.get(cell)
        left[cell] = left[before] if before is not None else cell
    return Walls(arms, right, down, left, turns, drops)


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
    mark = grid.at(*after)
    if (mark in HEADS or mark in ASCII_HEADS) and beyond in arms and arms[beyond].reaches(way.opposite):
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


def order_boxes(outlines: Iterable[Outline]) -> tuple[Box, ...]:
    """Return boxes as they are drawn, outermost first, else in reading order."""
    boxes = [outline.box() for outline in outlines]
    return tuple(sorted(boxes, key=lambda box: (-_area(box), box.top, box.left)))


def find_straight(grid: Grid, walls: Walls) -> tuple[Box, ...]:
    """Find the closed rectangles, in reading order.

    Rules within a box do not make two of it. Boxes may share walls; such a box has text in it, and two corners that
    no other line leaves or a wall above or below that is another's: so the space between two boxes that are joined
    by two lines is none.
    """
    corners = [cell for cell, sides in walls.arms.items() if sides.right and sides.down]
    whole = {box for cell in corners if (box := _whole_box(walls, cell))}
    shared = [
        box
        for cell in corners
        if (box := _shared_box(walls, cell))
        and box not in whole
        and not any(_is_compartment(box, other) for other in whole)
        and holds_text(grid, walls.arms, box)
    ]
    found = {*whole, *(box for box in shared if count_corners(walls.arms, box) >= _SHARED_CORNERS)}
    fresh = set(found)
    while fresh:
        rules = {(row, box.left, box.right) for box in fresh for row in (box.top, box.bottom)}
        fresh = {box for box in shared if box not in found and _stands_on(box, rules)}
        found |= fresh
    return tuple(
        sorted((box for box in found if not runs_around(grid.rows, box)), key=lambda box: (box.top, box.left))
    )


def _stands_on(box: Box, rules: Collection[tuple[int, int, int]]) -> bool:
    """Say whether a box shares its lower or its upper wall with others, as a layer of a stack does."""
    return any(
        row in {box.top, box.bottom} and left <= box.left and box.right <= right for row, left, right in rules
    )


def _area(box: Box) -> int:
    return (box.bottom - box.top) * (box.right - box.left)


def _is_compartment(box: Box, other: Box) -> bool:
    inside = other.covers(Cell(box.top, box.left)) and other.covers(Cell(box.bottom, box.right))
    touches = (
        box.top == other.top
        or box.bottom == other.bottom
        or box.left == other.left
        or box.right == other.right
    )
    return inside and touches


def is_corner(arms: Mapping[Cell, Arms], cell: Cell, across: Direction, along: Direction) -> bool:
    """Say whether a cell's lines lead to exactly these sides, one level and one upright."""
    found = arms.get(cell)
    return (
        found is not None
        and found.reaches(across)
        and found.reaches(along)
        and not found.reaches(across.opposite)
        and not found.reaches(along.opposite)
    )


def count_corners(arms: Mapping[Cell, Arms], box: Box) -> int:
    """Count the corners that are corners and nothing else."""
    return (
        is_corner(arms, Cell(box.top, box.left), RIGHT, DOWN)
        + is_corner(arms, Cell(box.top, box.right), LEFT, DOWN)
        + is_corner(arms, Cell(box.bottom, box.left), RIGHT, UP)
        + is_corner(arms, Cell(box.bottom, box.right), LEFT, UP)
    )


def _whole_box(walls: Walls, cell: Cell) -> Box | None:
    """Find the box whose upper left corner is a cell, all of whose corners are its own."""
    if not is_corner(walls.arms, cell, RIGHT, DOWN):
        return None
    box = Box(cell.row, cell.column, walls.down[cell].row, walls.right[cell].column)
    if not _has_room(box) or count_corners(walls.arms, box) != len(Direction):
        return None
    return box if _is_closed(walls, box) else None


def _shared_box(walls: Walls, cell: Cell) -> Box | None:
    if cell not in walls.turns or cell not in walls.drops:
        return None
    box = Box(cell.row, cell.column, walls.drops[cell].row, walls.turns[cell].column)
    if not _has_room(box):
        return None
    last = walls.arms.get(Cell(box.bottom, box.right))
    return box if last and last.up and last.left and _is_closed(walls, box) else None


def _has_room(box: Box) -> bool:
    """Say whether anything fits between the walls."""
    return box.top + 1 < box.bottom and box.left + 1 < box.right


def _is_closed(walls: Walls, box: Box) -> bool:
    first = Cell(box.top, box.left)
    low, far = Cell(box.bottom, box.left), Cell(box.top, box.right)
    return (
        walls.right[first].column >= box.right
        and walls.down[first].row >= box.bottom
        and low in walls.right
        and far in walls.down
        and walls.right[low].column >= box.right
        and walls.down[far].row >= box.bottom
    )


def holds_text(grid: Grid, arms: Mapping[Cell, Arms], box: Box) -> bool:
    """Say whether anything but lines and blanks stands in a box."""
    return any(
        grid.at(row, column) not in {"", " "} and Cell(row, column) not in arms
        for row in range(box.top + 1, box.bottom)
        for column in range(box.left + 1, box.right)
    )


def rule_cells(lines: Mapping[Cell, Arms], boxes: tuple[Box, ...]) -> set[Cell]:
    """Give the cells of the rules that lead from wall to wall within a box."""
    cells: set[Cell] = set()
    for box in boxes:
        rows = range(box.top + 1, box.bottom)
        for row in rows:
            left, right = box.side(row)
            if (row, left + 1) in lines:
                rule = [Cell(row, column) for column in range(left + 1, right)]
                if all(cell in lines and lines[cell].left and lines[cell].right for cell in rule):
                    cells.update(rule)
        for column in range(box.left + 1, box.right):
            if (box.top + 1, column) in lines:
                rule = [Cell(row, column) for row in rows]
                if all(cell in lines and lines[cell].up and lines[cell].down for cell in rule):
                    cells.update(rule)
    return cells
