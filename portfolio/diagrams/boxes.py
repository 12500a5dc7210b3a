"""Lines -> boxes: the closed rectangles, and those that somebody meant to close."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import ASCII_HEADS, HEADS, SIDES, Direction
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.shapes import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.diagrams.glyphs import Arms

UP, RIGHT, DOWN, LEFT = Direction
_LONGEST_TITLE = 80
_COVERED = 0.75
"""An open box has at least this part of its outline."""
_CORNERS_OF_OPEN = 3
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
    across = {cell: after for cell in order if (after := _after(grid, arms, cell, RIGHT)) is not None}
    along = {cell: after for cell in order if (after := _after(grid, arms, cell, DOWN)) is not None}
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
    """Find the cell that continues a line: the next one, or the one behind a head or a title in a wall."""
    if not arms[cell].reaches(way):
        return None
    after = cell.step(way)
    beyond = after.step(way)
    if after in arms:
        if arms[after].reaches(way.opposite):
            return after
        is_over = not arms[after].reaches(way) and beyond in arms and arms[beyond].reaches(way.opposite)
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


def find_boxes(grid: Grid, walls: Walls) -> tuple[Box, ...]:
    """Find the closed rectangles, outermost first, else in reading order.

    Rules within a box do not make two of it. Boxes may share walls; such a box has at least two corners that no
    other line leaves, and text in it: the space between two boxes that are joined by two lines has neither.
    """
    whole = {box for cell in walls.arms if (box := _whole_box(walls, cell))}
    shared = [
        box
        for cell in walls.arms
        if (box := _shared_box(walls, cell))
        and box not in whole
        and not any(_is_compartment(box, other) for other in whole)
        and holds_text(grid, walls.arms, box)
    ]
    return tuple(sorted({*whole, *shared}, key=lambda box: (-_area(box), box.top, box.left)))


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


def _is_corner(arms: Mapping[Cell, Arms], cell: Cell, *sides: Direction) -> bool:
    """Say whether a cell's lines lead to exactly these sides."""
    found = arms.get(cell)
    return found is not None and all(found.reaches(side) == (side in sides) for side in SIDES)


def _corners(arms: Mapping[Cell, Arms], box: Box) -> int:
    """Count the corners that are corners and nothing else."""
    return (
        _is_corner(arms, Cell(box.top, box.left), RIGHT, DOWN)
        + _is_corner(arms, Cell(box.top, box.right), LEFT, DOWN)
        + _is_corner(arms, Cell(box.bottom, box.left), RIGHT, UP)
        + _is_corner(arms, Cell(box.bottom, box.right), LEFT, UP)
    )


def _whole_box(walls: Walls, cell: Cell) -> Box | None:
    """Find the box whose upper left corner is a cell, all of whose corners are its own."""
    if not _is_corner(walls.arms, cell, RIGHT, DOWN):
        return None
    box = Box(cell.row, cell.column, walls.down[cell].row, walls.right[cell].column)
    if box.bottom - box.top < 2 or box.right - box.left < 2 or _corners(walls.arms, box) != len(Direction):  # noqa: PLR2004
        return None
    return box if _is_closed(walls, box) else None


def _shared_box(walls: Walls, cell: Cell) -> Box | None:
    arms = walls.arms[cell]
    if not (arms.right and arms.down and cell in walls.turns and cell in walls.drops):
        return None
    box = Box(cell.row, cell.column, walls.drops[cell].row, walls.turns[cell].column)
    if box.bottom - box.top < 2 or box.right - box.left < 2 or _corners(walls.arms, box) < _SHARED_CORNERS:  # noqa: PLR2004
        return None
    last = walls.arms.get(Cell(box.bottom, box.right))
    return box if last and last.up and last.left and _is_closed(walls, box) else None


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


def find_open_boxes(grid: Grid, walls: Walls, boxes: tuple[Box, ...]) -> Iterator[tuple[Box, Cell]]:
    """Find the rectangles that somebody meant to close, each with the first cell that is missing.

    Such a rectangle has three corners, three quarters of its outline and text in it, and no arrow head on its
    outline: a line that runs around something has.
    """
    taken = {cell for box in boxes for cell in box.walls()}
    seen: set[Box] = set()
    for cell in walls.arms:
        if cell in taken:
            continue
        for box in _outlines(walls, cell):
            if box in seen:
                continue
            seen.add(box)
            gap = _gap(grid, walls, box)
            if gap is not None:
                yield box, gap
                break


def _outlines(walls: Walls, cell: Cell) -> Iterator[Box]:
    """Guess the rectangles that a corner may have been meant for: either of its walls may be the short one."""
    starts_left = _is_corner(walls.arms, cell, RIGHT, DOWN)
    if not starts_left and not _is_corner(walls.arms, cell, LEFT, DOWN):
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
    if _corners(walls.arms, box) < _CORNERS_OF_OPEN:
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


def rule_cells(lines: Mapping[Cell, Arms], boxes: tuple[Box, ...]) -> set[Cell]:
    """Give the cells of the rules that lead from wall to wall within a box."""
    cells: set[Cell] = set()
    for box in boxes:
        rows = range(box.top + 1, box.bottom)
        columns = range(box.left + 1, box.right)
        for row in rows:
            rule = [Cell(row, column) for column in columns]
            if _all_reach(lines, rule, LEFT, RIGHT):
                cells.update(rule)
        for column in columns:
            rule = [Cell(row, column) for row in rows]
            if _all_reach(lines, rule, UP, DOWN):
                cells.update(rule)
    return cells


def _all_reach(lines: Mapping[Cell, Arms], cells: list[Cell], *sides: Direction) -> bool:
    return all(cell in lines and all(lines[cell].reaches(side) for side in sides) for cell in cells)
