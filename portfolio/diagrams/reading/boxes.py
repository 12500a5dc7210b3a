"""A grid -> the boxes that are meant, however their walls are out of line.

A wall one or two columns out is a wall:        an inner row is one short:      all rows are one too wide:

    ┌─────┐                                     ┌─────────┐                     ┌─────┐
    │ one  │                                    │ ┌─────┐│                      │ one  │──▶ two
    └─────┘                                     │ └─────┘│                      │ two  │
                                                └─────────┘                     └─────┘
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from portfolio.diagrams.glyphs import (
    ASCII_HEADS,
    DOWN,
    HEADS,
    LEFT,
    RIGHT,
    SIDES,
    UP,
    Arms,
    arms_of,
    is_rule,
    is_upright,
    upper_left_corners,
)
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.shapes import Box, Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from portfolio.diagrams.glyphs import Direction

MAX_SHIFT = 12
"""A wall that is further off is another wall: the text in a row may push it this far.

    ┌─────┐
    │ a few words │
    └─────┘
"""

MAX_GAP = 2
"""A rule with a wider gap is two rules: `┌───  ───┐` is one."""

WOBBLE = 2
"""How far a left wall may step aside from one row to the next; what is at its left pushed it.

    │ データ│ api │
    │ 12   │ web │
"""

MAX_BOXES = 100
"""A text with more crooked boxes is no drawing."""

_LONGEST_TITLE = 80
"""The columns of a title in a wall: `┌─ VPC 10.0.0.0/16 ─┐`."""
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
_ASCII_ENDS = frozenset("+|")
_LEVEL_HEADS = {mark: way for mark, way in {**HEADS, **ASCII_HEADS}.items() if way.is_horizontal}


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


def find_boxes(grid: Grid, lines: Lines) -> tuple[Box, ...]:
    """Find the boxes that are meant, the outermost first, else in reading order.

    Rules within a box do not make two of it. Boxes may share walls; such a box has text in it, and two corners that
    no other line leaves or a wall above or below that is another's: so the space between two boxes that are joined
    by two lines is none.
    """
    straight = [
        _with_columns(grid, box, is_ascii=grid.at(box.top, box.left) == "+")
        for box in _find_closed(grid, lines)
        if not _runs_around(grid, box)
    ]
    known = {Cell(box.top, box.left): box for box in straight}
    begun = [corner for corner in _find_begun(grid) if not _is_whole(grid, known.get(corner))]
    walls = {cell for box in straight for cell in box.walls()} if begun else set()
    crooked: list[Box] = []
    for corner in begun:
        box = _Follower(grid, corner, walls).follow()
        if box and not _runs_around(grid, box):
            crooked.append(box)
            straight = [other for other in straight if other is not known.get(corner)]  # its upper part alone
    if len(crooked) <= MAX_BOXES:
        tables = [box for box in crooked if box.inner]
        straight = [box for box in straight if not any(_is_cell(box, table) for table in tables)]
        straight = _place_walls(grid, straight, crooked)
    return tuple(sorted(straight, key=lambda box: (-box.area, box.top, box.left)))


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
    return found is not None and {side for side in SIDES if found.reaches(side)} == {across, along}


def _is_on_rule(box: Box, rules: Collection[tuple[int, int, int]]) -> bool:
    """Say whether a box shares its lower or its upper wall with others, as a layer of a stack does."""
    return any(
        row in {box.top, box.bottom} and left <= box.left and box.right <= right for row, left, right in rules
    )


def _is_compartment(box: Box, other: Box) -> bool:
    is_inside = other.covers(Cell(box.top, box.left)) and other.covers(Cell(box.bottom, box.right))
    touches = {"top", "left", "bottom", "right"}
    return is_inside and any(getattr(box, side) == getattr(other, side) for side in touches)


def _is_cell(box: Box, table: Box) -> bool:
    """Say whether a box is a part of a table that happens to be straight."""
    return table.top <= box.top and box.bottom <= table.bottom and {box.left, box.right} <= set(table.bounds)


def _holds_text(grid: Grid, arms: Mapping[Cell, Arms], box: Box) -> bool:
    """Say whether anything but lines and blanks is in a box."""
    return any(grid.at(*cell) not in {"", " "} and cell not in arms for cell in box.inside())


def _with_columns(grid: Grid, box: Box, *, is_ascii: bool) -> Box:
    """Return a box with the inner walls of a table: where its first and its last rule both have a tee."""
    inner = [
        column
        for column in range(box.left + 1, box.right)
        if arms_of(grid.at(box.top, column), is_ascii=is_ascii).down
        and arms_of(grid.at(box.bottom, column), is_ascii=is_ascii).up
    ]
    return replace(box, inner=tuple(inner), is_ascii=is_ascii)


def _runs_around(grid: Grid, box: Box) -> bool:
    """Say whether a rectangle is lines that run around something: a level arrow is drawn in its upper or lower side.

    ┌──> one ──┐
    └──> two ──┘
    """
    for row in (box.top, box.bottom):
        side = grid.rows[row][: box.right]
        for column in range(box.left + 1, len(side)):
            way = _LEVEL_HEADS.get(side[column])
            is_free = way and grid.at(row, column + way.columns) == " "
            if way and is_free and is_rule(grid.at(row, column - way.columns), is_ascii=True):
                return True
    return False


def _find_begun(grid: Grid) -> Iterator[Cell]:
    """Give the upper left corners, in reading order: of `+` those that begin no compartment."""
    corners = {"+", *upper_left_corners()}
    for row, cells in enumerate(grid.rows):
        for column in [column for column, mark in enumerate(cells) if mark in corners]:
            before, above = grid.at(row, column - 1), grid.at(row - 1, column)
            if cells[column] != "+" or not (is_rule(before, is_ascii=True) or above in _ASCII_ENDS):
                yield Cell(row, column)


def _is_whole(grid: Grid, box: Box | None) -> bool:
    """Say whether a closed box does not go on below, so that it need not be followed."""
    return box is not None and (
        box.is_ascii or not arms_of(grid.at(box.bottom, box.left), is_ascii=False).down
    )


class _Follower:
    """Follows the walls of one box from its upper left corner."""

    def __init__(self, grid: Grid, corner: Cell, walls: Collection[Cell]) -> None:
        self._grid, self._corner, self._walls = grid, corner, walls
        self._is_ascii = grid.at(*corner) == "+"

    def follow(self) -> Box | None:
        """Follow the upper rule and the left wall, and the lower rule where the wall turns."""
        corner = self._corner
        if self._is_ascii and corner in self._walls:
            return None
        far = self._rule_end(corner)
        if far is None or far.column - corner.column < 2:  # noqa: PLR2004
            return None
        lefts, low = self._follow_down(far)
        if low is None or low.row == corner.row + 1 or abs(low.column - far.column) > MAX_SHIFT:
            return None
        return self._measure(lefts, far, low)

    def _follow_down(self, far: Cell) -> tuple[list[int], Cell | None]:
        """Give the columns of the left wall, and the end of the lower rule; None if there is no such box."""
        lefts, cell = [self._corner.column], self._corner
        for row in range(cell.row + 1, len(self._grid.rows)):
            near = self._step_down(Cell(row, cell.column))
            if near is None:
                if cell.row < row - 1 or cell == self._corner:
                    break
                continue
            cell, arms = near, self._at(near)
            lefts.append(cell.column)
            if not arms.up or (arms.down and not self._is_ascii and arms.right and self._is_other(cell, far)):
                break
            if arms.right and not (self._goes_on(cell) if self._is_ascii else arms.down):
                return lefts, self._lower_end(cell, far)
        return lefts, None

    def _step_down(self, cell: Cell) -> Cell | None:
        """Find a left wall in a row, straight below or a step aside."""
        for step in sorted(range(-WOBBLE, WOBBLE + 1), key=abs):
            beside = cell.step(RIGHT, step)
            if is_upright(self._grid.at(*beside), is_ascii=self._is_ascii) and (
                not step or beside not in self._walls
            ):
                return beside
        return None

    def _goes_on(self, cell: Cell) -> bool:
        """Say whether an ASCII box goes on below a rule of its own: a wall follows, and another rule somewhere below."""
        below = cell.step(DOWN)
        while self._grid.at(*below) == "|":
            below = below.step(DOWN)
        return below.row > cell.row + 1 and self._grid.at(*below) == "+"

    def _lower_end(self, low: Cell, far: Cell) -> Cell | None:
        """Find the end of a lower rule; a box on the rule of another ends at its own wall."""
        if self._is_ascii:
            return None if self._is_rule(low.step(LEFT)) else self._rule_end(low)
        if not self._at(low).left:
            return self._rule_end(low)
        end = self._at(Cell(low.row, far.column))
        return Cell(low.row, far.column) if end.left and end.up else None

    def _is_other(self, left: Cell, far: Cell) -> bool:
        """Say whether a rule inside a box is where a box of another width begins, which shares the wall."""
        end = self._rule_end(left)
        if end is None or abs(end.column - far.column) <= WOBBLE:
            return False
        arms = self._at(end)
        return bool(arms.left and not arms.right and not (arms.up and arms.down))

    def _at(self, cell: Cell) -> Arms:
        return arms_of(self._grid.at(*cell), is_ascii=self._is_ascii)

    def _is_rule(self, cell: Cell) -> bool:
        return is_rule(self._grid.at(*cell), is_ascii=self._is_ascii)

    def _rule_end(self, left: Cell) -> Cell | None:
        """Find the corner where a rule ends that begins at a cell; a title and one small gap may be in it."""
        last = None
        for column in range(left.column + 1, len(self._grid.rows[left.row])):
            cell = Cell(left.row, column)
            arms, mark, is_next = self._at(cell), self._grid.at(*cell), last == column - 1
            if arms.left and arms.right:
                if mark == "+" and not self._is_rule(cell.step(RIGHT)):
                    return cell
                last = column
            elif is_next and (mark in HEADS or self._crosses(cell)):
                last = column
            elif arms.left or (is_next and any(arms)):
                return cell
            elif mark != " " or last is None or column - last > MAX_GAP:
                break
        return None

    def _crosses(self, cell: Cell) -> bool:
        """Say whether a line is drawn over a rule."""
        arms = self._at(cell)
        return bool(arms.up and arms.down) and not arms.left and self._is_rule(cell.step(RIGHT))

    def _measure(self, lefts: list[int], far: Cell, low: Cell) -> Box | None:
        """Say where most of the walls are, if they are; a box has its two corners on the right."""
        if not self._has_corners(far, low):
            return None
        left = Counter(lefts).most_common(1)[0][0]
        walls = [
            self._wall_near(row, left, max(far.column, low.column)) for row in range(far.row + 1, low.row)
        ]
        if 2 * walls.count(None) > len(walls):
            return None
        right = max((far.column, low.column), key=lambda column: (walls.count(column), column == far.column))
        box = Box(far.row, left, low.row, min(far.column, low.column))
        return replace(_with_columns(self._grid, box, is_ascii=self._is_ascii), right=right, is_closed=False)

    def _has_corners(self, far: Cell, low: Cell) -> bool:
        """Say whether both rules end in a corner, or in what is certainly meant to be one.

        A line that turns ends otherwise than a box does; one corner may be wrong if all else is in line.
        """
        if self._is_ascii:
            return {self._grid.at(*far), self._grid.at(*low)} <= _ASCII_ENDS
        upper, lower = self._at(far), self._at(low)
        good = [bool(upper.left and upper.down), bool(lower.left and lower.up)]
        if all(good):
            return True
        between = [self._at(Cell(row, far.column)) for row in range(far.row + 1, low.row)]
        is_straight = far.column == low.column and all(arms.up or arms.down for arms in between)
        return any(good) and is_straight and sum(map(bool, upper)) == sum(map(bool, lower)) == 2  # noqa: PLR2004

    def _wall_near(self, row: int, left: int, right: int) -> int | None:
        """Find the wall of a row that is nearest to where it is expected."""
        columns = range(max(left + 1, right - MAX_SHIFT), right + MAX_SHIFT + 1)
        walls = [
            column for column in columns if is_upright(self._grid.at(row, column), is_ascii=self._is_ascii)
        ]
        return min(walls, key=lambda column: abs(column - right), default=None)


def _place_walls(grid: Grid, straight: list[Box], crooked: list[Box]) -> list[Box]:
    """Return all boxes with where the walls of each row are, if any is out of line."""
    boxes = [*straight, *crooked]
    rows = {row for box in crooked for row in range(box.top, box.bottom + 1)}
    rows |= {row for box in straight if box.inner for row in _lacking(grid, box)}
    pairs = {
        row: _match_row(grid, row, [box for box in boxes if box.top <= row <= box.bottom]) for row in rows
    }
    return [_with_walls(box, pairs) for box in boxes]


def _with_walls(box: Box, pairs: Mapping[int, Mapping[int, int | None]]) -> Box:
    found = [
        _near_walls(box, pairs[row]) if row in pairs else box.bounds for row in range(box.top, box.bottom + 1)
    ]
    if not box.is_closed:
        box = replace(box, right=_most([columns[-1] for columns in found], box.right))
    return box if all(columns == box.bounds for columns in found) else replace(box, found=tuple(found))


def _near_walls(box: Box, pairs: Mapping[int, int | None]) -> tuple[int | None, ...]:
    """Give a row's walls; beside a right wall that is in line, one that is far off is that of a wider cell."""
    found = tuple(pairs[column] for column in box.bounds)
    if found[-1] != box.right:
        return found
    both = zip(found, box.bounds, strict=True)
    return tuple(None if column is None or abs(column - bound) > WOBBLE else column for column, bound in both)


def _most(found: Sequence[int | None], right: int) -> int:
    """Return where most of a box's right walls are; two rules that agree win a tie, else the narrower box."""
    walls = [column for column in found if column is not None]
    votes = Counter(walls)
    rules = {walls[0], walls[-1]} if walls else set()
    return max(votes, key=lambda column: (votes[column], rules == {column}, -column), default=right)


def _lacking(grid: Grid, box: Box) -> Iterator[int]:
    """Give the rows in which a table lacks an inner wall."""
    for row in range(box.top, box.bottom + 1):
        sides = [arms_of(grid.at(row, column), is_ascii=box.is_ascii) for column in box.bounds]
        if not all(arms.up or arms.down or (arms.left and arms.right) for arms in sides):
            yield row


def _match_row(grid: Grid, row: int, boxes: Sequence[Box]) -> dict[int, int | None]:
    """Pair a row's walls with where they are expected."""
    is_ascii = any(box.is_ascii for box in boxes)
    inside = {column for box in boxes if box.top < row < box.bottom for column in box.bounds}
    crossed = {
        column
        for column in inside
        if all(is_rule(grid.at(row, column + step), is_ascii=is_ascii) for step in (-1, 0, 1))
    }
    found = [
        column
        for column, mark in enumerate(grid.rows[row])
        if column in crossed or is_upright(mark, is_ascii=is_ascii)
    ]
    return match_walls(sorted({column for box in boxes for column in box.bounds}), found)


def match_walls(expected: Sequence[int], found: Sequence[int]) -> dict[int, int | None]:
    """Give for each expected column the one that is meant, or None: the pairing with the least shift in all.

    >>> match_walls([0, 8], [0, 4, 9])
    {0: 0, 8: 9}
    """
    lacking = MAX_SHIFT + 1
    costs = [[0] * (len(found) + 1)]
    for column in expected:
        costs.append([costs[-1][0] + lacking])
        for place, other in enumerate(found):
            shift = abs(other - column)
            matched = costs[-2][place] + (shift if shift <= MAX_SHIFT else 2 * lacking)
            costs[-1].append(min(matched, costs[-1][-1], costs[-2][place + 1] + lacking))
    pairs: dict[int, int | None] = dict.fromkeys(expected)
    row, place = len(expected), len(found)
    while row and place:
        if costs[row][place] == costs[row][place - 1]:
            place -= 1
        elif costs[row][place] == costs[row - 1][place] + lacking:
            row -= 1
        else:
            row, place = row - 1, place - 1
            pairs[expected[row]] = found[place]
    return pairs


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
                place = gap.row + 1, grid.origin(*gap) + 1, 1
                help_ = "close the wall, or draw a shape that has no corners"
                yield Problem(ProblemKind.BOX, *place, "this box is left open here", help_)
                break


def _guess(lines: Lines, cell: Cell) -> Iterator[Box]:
    """Guess the rectangles that a corner may have been meant for: either of its walls may be the short one."""
    is_left = _is_corner(lines.arms, cell, RIGHT, DOWN)
    if not is_left and not _is_corner(lines.arms, cell, LEFT, DOWN):
        return
    low = lines.down[cell]
    far, end = (lines.right[each] if is_left else _left_end(lines.arms, each) for each in (cell, low))
    for row in sorted({low.row, lines.down[far].row}, reverse=True):
        for column in sorted({far.column, end.column}, key=lambda end: -abs(end - cell.column)):
            left, right = sorted((cell.column, column))
            if row - cell.row > 1 and right - left > 2:  # noqa: PLR2004
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
    if len(gaps) > len(outline) * (1 - _COVERED) or any(grid.at(*cell) in HEADS for cell in gaps):
        return None
    return min(gaps or [cell for cell in outline if not _fits(arms[cell], box, cell)], default=None)


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
