"""A grid -> the boxes whose walls are out of line, and where the walls of each row are.

A wall one or two columns out is a wall:        an inner row is one short:      all rows are one too wide:

    ┌─────┐                                     ┌─────────┐                     ┌─────┐
    │ one  │                                    │ ┌─────┐│                      │ one  │──▶ two
    └─────┘                                     │ └─────┘│                      │ two  │
                                                └─────────┘                     └─────┘
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.diagrams.glyphs import (
    ANY_HEADS,
    DOWN,
    HEADS,
    LEFT,
    RIGHT,
    Arms,
    arms_of,
    is_rule,
    is_upright,
    upper_left_corners,
)
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.shapes import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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

_TITLE = re.compile(r"(?<=[─━═]) [^\s\u2190-\u21ff\u2500-\u25ff](?:[^\s\u2500-\u257f]| (?! ))*(?=[─━═])")
"""Words in a rule: `┌── VPC ──┐`."""
_ASCII_ENDS = frozenset("+|")
_LEVEL_HEADS = {mark: way for mark, way in ANY_HEADS.items() if way.is_horizontal}


def add_crooked(grid: Grid, closed: list[Box]) -> list[Box]:
    """Return closed boxes with those whose walls are out of line, and all with where their walls are."""
    known = {Cell(box.top, box.left): box for box in closed}
    begun = [corner for corner in _find_begun(grid) if not _is_whole(grid, known.get(corner))]
    walls = {cell for box in closed for cell in box.walls()} if begun else set()
    straight, crooked = closed, list[Box]()
    for corner in begun:
        box = _Follower(grid, corner, walls).follow()
        if box and not runs_around(grid, box):
            crooked.append(box)
            straight = [other for other in straight if other is not known.get(corner)]  # its upper part alone
    if len(crooked) > MAX_BOXES:
        return straight
    tables = [box for box in crooked if box.inner]
    straight = [box for box in straight if not any(_is_cell(box, table) for table in tables)]
    return _place_walls(grid, straight, crooked)


def _is_cell(box: Box, table: Box) -> bool:
    """Say whether a box is a part of a table that happens to be straight."""
    return table.top <= box.top and box.bottom <= table.bottom and {box.left, box.right} <= set(table.bounds)


def with_columns(grid: Grid, box: Box, *, is_ascii: bool) -> Box:
    """Return a box with the inner walls of a table: where its first and its last rule both have a tee."""
    inner = [
        column
        for column in range(box.left + 1, box.right)
        if arms_of(grid.at(box.top, column), is_ascii=is_ascii).down
        and arms_of(grid.at(box.bottom, column), is_ascii=is_ascii).up
    ]
    return replace(box, inner=tuple(inner), is_ascii=is_ascii)


def runs_around(grid: Grid, box: Box) -> bool:
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
        last, line = None, self._grid.line(left.row)
        titles = {column for found in _TITLE.finditer(line) for column in range(*found.span())}
        for column in range(left.column + 1, len(line)):
            cell = Cell(left.row, column)
            arms, mark, is_next = self._at(cell), self._grid.at(*cell), last == column - 1
            if arms.left and arms.right:
                if mark == "+" and not self._is_rule(cell.step(RIGHT)):
                    return cell
                last = column
            elif is_next and (column in titles or mark in HEADS or self._crosses(cell)):
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
        return replace(with_columns(self._grid, box, is_ascii=self._is_ascii), right=right, is_closed=False)

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
