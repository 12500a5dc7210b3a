"""Lines -> the boxes that were meant, however their walls are out of line.

A wall one or two columns out is a wall:        an inner row is one short:      all rows are one too wide:

    ┌─────┐                                     ┌─────────┐                     ┌─────┐
    │ one  │                                    │ ┌─────┐│                      │ one  │──▶ two
    └─────┘                                     │ └─────┘│                      │ two  │
                                                └─────────┘                     └─────┘
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.diagrams.glyphs import ASCII_ARMS, HEADS, Arms, Weight, box_glyphs
from portfolio.diagrams.grid import Cell
from portfolio.diagrams.shapes import Outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from portfolio.diagrams.shapes import Box

Row = tuple[str, ...] | list[str]
Rows = list[list[str]]

MAX_SHIFT = 12
"""A wall that is further off is another wall: the text in a row may push it this far."""

MAX_GAP = 2
"""A rule with a wider gap is two rules."""

WOBBLE = 2
"""How far a left wall may step aside from one row to the next; what stands to its left pushed it."""

MAX_BOXES = 100
"""A text with more crooked boxes is no drawing."""

_LEVEL_HEADS = {">": 1, "<": -1} | {mark: way.columns for mark, way in HEADS.items() if way.is_horizontal}
_ASCII = ASCII_ARMS | {"+": Arms(*[Weight.LIGHT] * 4)}
_NO_LINE = Arms()


def arms_of(character: str, *, ascii_: bool) -> Arms:
    """Return the arms of a line's character; those of `+ - | =` only where ASCII lines are meant."""
    if ascii_ and character in _ASCII:
        return _ASCII[character]
    return box_glyphs().get(character, _NO_LINE)


def is_upright(character: str, *, ascii_: bool) -> bool:
    """Say whether a character is part of something that runs up or down."""
    arms = arms_of(character, ascii_=ascii_)
    return bool(arms.up or arms.down)


def is_rule(character: str, *, ascii_: bool) -> bool:
    """Say whether a character runs to the left and to the right."""
    arms = arms_of(character, ascii_=ascii_)
    return bool(arms.left and arms.right)


def at(rows: Sequence[Row], row: int, column: int) -> str:
    """Return what stands in a cell, a blank where nothing does."""
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else " "


def find_outlines(rows: Sequence[Row], straight: Sequence[Box]) -> list[Outline]:
    """Find the boxes that were meant, in reading order, the straight ones among them."""
    owned: set[Cell] = set()
    corners = {Cell(box.top, box.left): box for box in straight}
    crooked: list[Outline] = []
    open_corners = [
        (cell, ascii_)
        for cell, ascii_ in _corners(rows)
        if (known := corners.get(cell)) is None
        or arms_of(at(rows, known.bottom, known.left), ascii_=ascii_).down
    ]
    if open_corners:
        owned = {cell for box in straight for cell in box.walls()}
    for cell, ascii_ in open_corners:
        known = corners.get(cell)
        if ascii_ and cell in owned:
            continue
        outline = _follow(rows, cell, owned, ascii_=ascii_)
        if outline and not runs_around(rows, outline):
            crooked.append(outline)
            straight = [box for box in straight if box is not known]  # it was the uppermost compartment alone
    if len(crooked) > MAX_BOXES:
        return [_from_box(rows, box) for box in straight]
    tables = [box for box in crooked if len(box.bounds) > 2]  # noqa: PLR2004
    straight = [box for box in straight if not any(_is_cell(box, table) for table in tables)]
    found = sorted(
        [*(_from_box(rows, box) for box in straight), *crooked], key=lambda box: (box.top, box.left)
    )
    for row in sorted({row for box in found for row in _uncertain(rows, box, is_crooked=box in crooked)}):
        _place_walls(rows[row], row, [box for box in found if box.top <= row <= box.bottom])
    return [
        structs.replace(box, bounds=[box.left, *box.bounds[1:-1], _most(box)]) if box in crooked else box
        for box in found
    ]


def _is_cell(box: Box, table: Outline) -> bool:
    """Say whether a box is a part of a table that happens to be straight."""
    return table.top <= box.top and box.bottom <= table.bottom and {box.left, box.right} <= set(table.bounds)


def _uncertain(rows: Sequence[Row], box: Outline, *, is_crooked: bool) -> Iterable[int]:
    """Give the rows whose walls are to be looked for: all of a crooked box, and where a table lacks an inner wall."""
    every = range(box.top, box.bottom + 1)
    if is_crooked or len(box.bounds) == 2:  # noqa: PLR2004
        return every if is_crooked else ()
    return (
        row
        for row in every
        if not all(
            is_upright(at(rows, row, column), ascii_=box.ascii)
            or is_rule(at(rows, row, column), ascii_=box.ascii)
            for column in box.bounds
        )
    )


def _most(box: Outline) -> int:
    """Return where most of a box's right walls are; two rules that agree win a tie, else the narrower box."""
    walls = [columns[-1] for columns in box.found.values() if columns[-1] is not None]
    votes = Counter(walls)
    rules = {walls[0], walls[-1]} if walls else set()
    return max(votes, key=lambda column: (votes[column], rules == {column}, -column), default=box.right)


def runs_around(rows: Sequence[Row], box: Box | Outline) -> bool:
    """Say whether a rectangle is lines that run around something: a level arrow is drawn in its upper or lower side.

    ┌──> one ──┐
    └──> two ──┘
    """
    for row in (box.top, box.bottom):
        for column in range(box.left + 1, box.right):
            way = _LEVEL_HEADS.get(at(rows, row, column))
            if (
                way
                and is_rule(at(rows, row, column - way), ascii_=True)
                and at(rows, row, column + way) == " "
            ):
                return True
    return False


def _from_box(rows: Sequence[Row], box: Box) -> Outline:
    ascii_ = at(rows, box.top, box.left) == "+"
    bounds = [
        box.left,
        *_columns(rows[box.top], rows[box.bottom], range(box.left + 1, box.right), ascii_=ascii_),
        box.right,
    ]
    return Outline(
        box.top,
        box.bottom,
        bounds,
        ascii_,
        {row: [*bounds] for row in range(box.top, box.bottom + 1)},
        is_closed=True,
    )


@cache
def _top_left() -> frozenset[str]:
    """Return the characters of an upper left corner."""
    return frozenset(
        {
            "+",
            *(
                mark
                for mark, arms in box_glyphs().items()
                if arms.down and arms.right and not arms.left and not arms.up
            ),
        }
    )


def _corners(rows: Sequence[Row]) -> Iterator[tuple[Cell, bool]]:
    """Give the upper left corners, and whether each is a `+`: one that begins no compartment."""
    marks = _top_left()
    for row, cells in enumerate(rows):
        for column, mark in enumerate(cells):
            if mark not in marks:
                continue
            ascii_ = mark == "+"
            if ascii_ and (
                is_rule(at(rows, row, column - 1), ascii_=True) or at(rows, row - 1, column) in {"|", "+"}
            ):
                continue
            yield Cell(row, column), ascii_


def _follow(rows: Sequence[Row], corner: Cell, owned: Collection[Cell], *, ascii_: bool) -> Outline | None:
    top, left = corner
    right = rule_end(rows[top], left, ascii_=ascii_)
    if right is None or right - left < 2:  # noqa: PLR2004
        return None
    lefts: list[int | None] = [left]
    column, row, end = left, top, None
    while end is None:
        row += 1
        near = _step_down(rows, row, column, owned, ascii_=ascii_)
        lefts.append(near)
        if row >= len(rows) or (near is None and (lefts[-2] is None or row == top + 1)):
            return None
        if near is None:
            continue
        column = near
        arms = arms_of(rows[row][near], ascii_=ascii_)
        if not arms.up or (
            arms.down and not ascii_ and arms.right and _is_other_box(rows, row, near, right, ascii_=ascii_)
        ):
            return None
        if arms.right and not (_goes_on(rows, row, near) if ascii_ else arms.down):
            end = _bottom_end(rows[row], near, right, ascii_=ascii_)
            if end is None or row == top + 1 or abs(end - right) > MAX_SHIFT:
                return None
    return _measure(rows, (top, row), lefts, (right, end), ascii_=ascii_)


def _bottom_end(cells: Row, left: int, right: int, *, ascii_: bool) -> int | None:
    """Find the end of a bottom rule; a box that stands on the rule of another ends at its own wall."""
    if ascii_ and is_rule(at([cells], 0, left - 1), ascii_=True):
        return None
    if arms_of(cells[left], ascii_=ascii_).left and not ascii_:
        arms = arms_of((*cells, *" " * right)[right], ascii_=False)
        return right if arms.left and arms.up else None
    return rule_end(cells, left, ascii_=ascii_)


def _step_down(
    rows: Sequence[Row], row: int, column: int, owned: Collection[Cell], *, ascii_: bool
) -> int | None:
    """Find a left wall in the next row, straight below or a step aside."""
    for step in sorted(range(-WOBBLE, WOBBLE + 1), key=abs):
        mark = at(rows, row, column + step)
        if is_upright(mark, ascii_=ascii_) and (not step or Cell(row, column + step) not in owned):
            return column + step
    return None


def _measure(
    rows: Sequence[Row],
    ends: tuple[int, int],
    lefts: list[int | None],
    rights: tuple[int, int],
    *,
    ascii_: bool,
) -> Outline | None:
    """Say where most of the walls are, if they are; a box has its two corners on the right."""
    top, bottom = ends
    if not _has_corners(rows, (top, rights[0]), (bottom, rights[1]), ascii_=ascii_):
        return None
    left = Counter(column for column in lefts if column is not None).most_common(1)[0][0]
    walls = [_wall_near(rows[row], left, max(rights), ascii_=ascii_) for row in range(top + 1, bottom)]
    if 2 * walls.count(None) > len(walls):
        return None
    right = rights[0] if rights[0] == rights[1] else max(rights, key=walls.count)
    inner = _columns(rows[top], rows[bottom], range(left + 1, min(rights)), ascii_=ascii_)
    bounds = [left, *(column for column in inner if column < right), right]
    return Outline(top, bottom, bounds, ascii_, {row: [*bounds] for row in range(top, bottom + 1)})


def _has_corners(rows: Sequence[Row], first: tuple[int, int], last: tuple[int, int], *, ascii_: bool) -> bool:
    """Say whether both rules end in a corner, or in what is certainly meant to be one.

    A line that turns ends otherwise than a box does; one corner may be wrong if all else is in line.
    """
    if ascii_:
        return {at(rows, *first), at(rows, *last)} <= {"+", "|"}
    ends = [arms_of(at(rows, *place), ascii_=False) for place in (first, last)]
    good = [bool(ends[0].left and ends[0].down), bool(ends[1].left and ends[1].up)]
    if all(good):
        return True
    straight = first[1] == last[1] and all(
        is_upright(at(rows, row, first[1]), ascii_=False) for row in range(first[0] + 1, last[0])
    )
    return any(good) and straight and all(sum(map(bool, arms)) == 2 for arms in ends)  # noqa: PLR2004


def _wall_near(cells: Row, left: int, right: int, *, ascii_: bool) -> int | None:
    """Find the wall of a row that is nearest to where it is expected."""
    walls = [
        column
        for column in range(max(left + 1, right - MAX_SHIFT), min(len(cells), right + MAX_SHIFT + 1))
        if is_upright(cells[column], ascii_=ascii_)
    ]
    return min(walls, key=lambda column: abs(column - right), default=None)


def _is_other_box(rows: Sequence[Row], row: int, left: int, right: int, *, ascii_: bool) -> bool:
    """Say whether a rule inside a box is where a box of another width begins, which shares the wall."""
    end = rule_end(rows[row], left, ascii_=ascii_)
    if end is None or abs(end - right) <= WOBBLE:
        return False
    arms = arms_of(at(rows, row, end), ascii_=ascii_)
    return bool(arms.left and not arms.right and not (arms.up and arms.down))


def _goes_on(rows: Sequence[Row], row: int, left: int) -> bool:
    """Say whether an ASCII box goes on below a rule of its own: a wall follows, and another rule somewhere below."""
    below = row + 1
    while at(rows, below, left) == "|":
        below += 1
    return below > row + 1 and at(rows, below, left) == "+"


def rule_end(cells: Row, left: int, *, ascii_: bool) -> int | None:
    """Find the corner where a rule ends that begins at a column; a title and one small gap may stand in it."""
    column, last = left + 1, None
    while column < len(cells):
        arms = arms_of(cells[column], ascii_=ascii_)
        if is_rule(cells[column], ascii_=ascii_):
            if ascii_ and cells[column] == "+" and not is_rule((*cells, " ")[column + 1], ascii_=True):
                return column
            last = column
        elif last == column - 1 and (cells[column] in HEADS or _crosses(cells, column, ascii_=ascii_)):
            last = column
        elif arms.left or (last == column - 1 and any(arms)):
            return column
        elif cells[column] != " " or last is None or column - last > MAX_GAP:
            break
        column += 1
    return None


def _crosses(cells: Row, column: int, *, ascii_: bool) -> bool:
    """Say whether a line is drawn over a rule."""
    arms, after = arms_of(cells[column], ascii_=ascii_), (*cells, " ")[column + 1]
    return bool(arms.up and arms.down) and not arms.left and is_rule(after, ascii_=ascii_)


def _columns(first: Row, last: Row, inside: range, *, ascii_: bool) -> Iterator[int]:
    """Find the inner walls of a table: where its first and its last rule both have a tee."""
    for column in inside:
        if column < min(len(first), len(last)):
            above, below = arms_of(first[column], ascii_=ascii_), arms_of(last[column], ascii_=ascii_)
            if above.down and below.up:
                yield column


def _place_walls(cells: Row, row: int, outlines: Sequence[Outline]) -> None:
    """Pair a row's walls with where they are expected: they keep their order, and none is further off than need be."""
    ascii_ = any(box.ascii for box in outlines)
    expected = sorted({column for box in outlines for column in box.bounds})
    inside = {column for box in outlines if box.top < row < box.bottom for column in box.bounds}
    crossed = {
        column
        for column in inside
        if all(is_rule(at([cells], 0, column + step), ascii_=ascii_) for step in (-1, 0, 1))
    }
    found = [
        column for column, mark in enumerate(cells) if column in crossed or is_upright(mark, ascii_=ascii_)
    ]
    pairs = match_walls(expected, found)
    for box in outlines:
        box.found[row] = [pairs[column] for column in box.bounds]
        if pairs[box.right] == box.right:  # then an inner wall that is far off is that of a wider cell
            box.found[row] = [
                column if column is None or abs(column - bound) <= WOBBLE else None
                for column, bound in zip(box.found[row], box.bounds, strict=True)
            ]


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
