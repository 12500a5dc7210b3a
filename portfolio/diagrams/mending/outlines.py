"""The boxes that were meant: found by their left side and their rules, however their right side is out of line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import ASCII_ARMS, SIDES, Arms, Direction, Weight, box_glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Rows = list[list[str]]
"""Cells by row, as a `Grid` has them."""

MAX_SHIFT = 12
"""A wall that is further off is another wall."""

MAX_GAP = 2
"""A rule with a wider gap is two rules."""

_ASCII = ASCII_ARMS | {"+": Arms(*[Weight.LIGHT] * 4)}

_NO_LINE = Arms()

_TOP_RIGHT = frozenset({Direction.LEFT, Direction.DOWN})
_BOTTOM_LEFT = frozenset({Direction.UP, Direction.RIGHT})
_BOTTOM_RIGHT = frozenset({Direction.LEFT, Direction.UP})
_CORNERS = {_TOP_RIGHT, _BOTTOM_LEFT, _BOTTOM_RIGHT, frozenset({Direction.DOWN, Direction.RIGHT})}


class Outline(Struct, frozen=True):
    """A box that was meant."""

    top: int
    bottom: int
    bounds: list[int]
    """The columns of its walls: left, those of a table's columns, right."""
    ascii: bool

    @property
    def left(self) -> int:
        """The column of its left wall."""
        return self.bounds[0]

    @property
    def right(self) -> int:
        """The column where its right wall should be."""
        return self.bounds[-1]


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


def at(rows: Rows, row: int, column: int) -> str:
    """Return what stands in a cell, a blank where nothing does."""
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else " "


def find_outlines(rows: Rows) -> list[Outline]:
    """Find the boxes that were meant, in reading order; one whose right side cannot be told is left out."""
    found = []
    for row, cells in enumerate(rows):
        for column, character in enumerate(cells):
            ascii_ = character == "+"
            arms = arms_of(character, ascii_=True)
            if not (arms.down and arms.right) or (not ascii_ and (arms.left or arms.up)):
                continue
            if ascii_ and (
                is_rule(at(rows, row, column - 1), ascii_=True) or at(rows, row - 1, column) in {"|", "+"}
            ):
                continue  # a compartment: its box begins further up or to the left
            outline = _follow(rows, row, column, ascii_=ascii_)
            if outline:
                found.append(outline)
    return found


def _follow(rows: Rows, top: int, left: int, *, ascii_: bool) -> Outline | None:
    right = rule_end(rows[top], left, ascii_=ascii_)
    if right is None:
        return None
    bottom = top + 1
    while bottom < len(rows):
        arms = arms_of(at(rows, bottom, left), ascii_=ascii_)
        if not arms.up:
            return None
        if arms.right and not (_goes_on(rows, bottom, left) if ascii_ else arms.down):
            break
        if arms.right and _is_other_box(rows, bottom, left, right, ascii_=ascii_):
            return None
        bottom += 1
    end = rule_end(rows[bottom], left, ascii_=ascii_) if bottom < len(rows) else None
    if (
        end is None
        or bottom == top + 1
        or not _has_corners(rows, (top, right), (bottom, end), left, ascii_=ascii_)
    ):
        return None
    walls = [_wall_near(rows[row], left, right, ascii_=ascii_) for row in range(top + 1, bottom)]
    chosen = _choose([right, end], walls)
    if chosen is None or 2 * walls.count(None) > len(walls):
        return None
    inner = _columns(rows[top], rows[bottom], range(left + 1, min(right, end)), ascii_=ascii_)
    return Outline(top, bottom, [left, *[column for column in inner if column < chosen], chosen], ascii_)


def _is_other_box(rows: Rows, row: int, left: int, right: int, *, ascii_: bool) -> bool:
    """Say whether a rule inside a box is where a box of another width begins, which shares the wall."""
    end = rule_end(rows[row], left, ascii_=ascii_)
    if end is None or end == right:
        return False
    if not ascii_:
        return _turns(at(rows, row, end), _TOP_RIGHT) or _turns(at(rows, row, end), _BOTTOM_RIGHT)
    return is_upright(at(rows, row + 1, end), ascii_=True)


def _has_corners(
    rows: Rows, first: tuple[int, int], last: tuple[int, int], left: int, *, ascii_: bool
) -> bool:
    """Say whether a box has its corners; one on the right may be wrong if all else is in line.

    A line that turns has other ends than a box.
    """
    if ascii_:
        return {at(rows, *first), at(rows, *last)} == {"+"}
    ends = [_turns(at(rows, *first), _TOP_RIGHT), _turns(at(rows, *last), _BOTTOM_RIGHT)]
    corners = [_sides(at(rows, *place)) in _CORNERS for place in (first, last)]
    straight = first[1] == last[1] and all(
        is_upright(at(rows, row, first[1]), ascii_=False) for row in range(first[0] + 1, last[0])
    )
    whole = all(ends) or (any(ends) and all(corners) and straight)
    return whole and _turns(at(rows, last[0], left), _BOTTOM_LEFT)


def _sides(character: str) -> frozenset[Direction]:
    arms = arms_of(character, ascii_=False)
    return frozenset(side for side in SIDES if arms.reaches(side))


def _turns(character: str, sides: frozenset[Direction]) -> bool:
    return _sides(character) == sides


def _goes_on(rows: Rows, row: int, left: int) -> bool:
    """Say whether an ASCII box goes on below a rule of its own: a wall follows, and another rule somewhere below."""
    below = row + 1
    while at(rows, below, left) == "|":
        below += 1
    return below > row + 1 and at(rows, below, left) == "+"


def rule_end(cells: Sequence[str], left: int, *, ascii_: bool) -> int | None:
    """Find the corner where a rule ends that begins at a column; a title and one small gap may stand in it."""
    column, last = left + 1, None
    while column < len(cells):
        arms = arms_of(cells[column], ascii_=ascii_)
        if is_rule(cells[column], ascii_=ascii_):
            if ascii_ and cells[column] == "+" and not is_rule((*cells, " ")[column + 1], ascii_=True):
                return column
            last = column
        elif arms.left or (last == column - 1 and any(arms)):
            return column
        elif cells[column] != " " or last is None or column - last > MAX_GAP:
            break
        column += 1
    return None


def _wall_near(cells: Sequence[str], left: int, right: int, *, ascii_: bool) -> int | None:
    """Find the wall of a row that is nearest to where it is expected."""
    walls = [
        column
        for column in range(max(left + 1, right - MAX_SHIFT), min(len(cells), right + MAX_SHIFT + 1))
        if is_upright(cells[column], ascii_=ascii_)
    ]
    return min(walls, key=lambda column: abs(column - right), default=None)


def _choose(rules: list[int], walls: list[int | None]) -> int | None:
    """Choose the column of a box's right side by majority; two rules that agree win a tie."""
    votes = Counter([*rules, *(wall for wall in walls if wall is not None)])
    ranked = votes.most_common()
    if rules[0] == rules[1] and votes[rules[0]] == ranked[0][1]:
        return rules[0]
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]


def _columns(first: Sequence[str], last: Sequence[str], inside: range, *, ascii_: bool) -> Iterator[int]:
    """Find the inner walls of a table: where its first and its last rule both have a tee."""
    for column in inside:
        above, below = arms_of(first[column], ascii_=ascii_), arms_of(last[column], ascii_=ascii_)
        if above.down and below.up:
            yield column
