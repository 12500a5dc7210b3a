"""Problems of the walls of boxes: each with its cell, and what should be there where that is certain."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import DOWN, UP, Direction, arms_of, is_rule, is_upright
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.reading.crooked import MAX_GAP
from portfolio.diagrams.repair.rows import least
from portfolio.diagrams.shapes import Problem, ProblemKind, problem_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.diagrams.shapes import Box

_STYLES = ("┌┐└┘", "╭╮╰╯", "┏┓┗┛", "╔╗╚╝")
"""The corners that belong together: upper left, upper right, lower left, lower right."""

_BY_HAND = "it is not certain what was meant; repair it by hand"


class Fix(NamedTuple):
    """Cells of a border that are certainly meant to be another character."""

    row: int
    start: int
    end: int
    """The column after the last."""
    glyph: str
    problem: Problem


def covering(boxes: Iterable[Box], row: int) -> list[Box]:
    """Return the boxes that a row runs through, their rules among them, in reading order."""
    found = [box for box in boxes if box.top <= row <= box.bottom]
    return sorted(found, key=lambda box: (box.top, box.left))


def match_row(boxes: Sequence[Box], row: int) -> dict[int, int] | None:
    """Return where a row's walls are, by where they should be; None if it lacks one, or two boxes disagree about one."""
    pairs: dict[int, int] = {}
    for box in covering(boxes, row):
        for bound, column in zip(box.bounds, box.walls_of(row), strict=True):
            if column is None or pairs.setdefault(bound, column) != column:
                return None
    pairs = dict(sorted(pairs.items()))
    found = list(pairs.values())
    return pairs if found == sorted(set(found)) else None


def find_problems(grid: Grid, boxes: Sequence[Box]) -> Iterator[Problem]:
    """Give the problems of the walls of boxes, in reading order."""
    wrong = [box for box in boxes if not box.is_straight]
    for row in sorted({row for box in wrong for row in range(box.top, box.bottom + 1)}):
        here, pairs, fixes = covering(boxes, row), match_row(boxes, row), list(find_fixes(grid, boxes, row))
        if pairs is None:
            yield from _find_missing(grid, row, here, {fix.start for fix in fixes})
        else:
            yield from _find_misplaced(grid, row, pairs, here)
        yield from (fix.problem for fix in fixes)


def _find_missing(grid: Grid, row: int, boxes: list[Box], fixed: set[int]) -> Iterator[Problem]:
    """Report the right walls that a row lacks, where it is not certain what is meant to be them."""
    for box in boxes:
        mark = grid.at(row, box.right)
        if is_upright(mark, is_ascii=box.is_ascii) or box.right in fixed:
            continue
        kind, message = ProblemKind.TEXT, "text is wider than its box"
        if row in {box.top, box.bottom} or mark == " ":
            kind = ProblemKind.WALL
            message = f"a box has no right wall in column {box.right + 1}, where its other rows have it"
        yield problem_at(grid, Cell(row, box.right), kind, message, _BY_HAND)


def _find_misplaced(grid: Grid, row: int, pairs: dict[int, int], boxes: list[Box]) -> Iterator[Problem]:
    """Report each wall that is out of line, but for those that an earlier one of the row pushed along."""
    neighbours = {pair for box in boxes if box.top < row < box.bottom for pair in pairwise(box.bounds)}
    before = (-1, -1)
    for expected, found in pairs.items():
        off = found - expected
        if off not in {0, before[1] - before[0]}:
            kind, message = ProblemKind.WALL, _say_off(row, expected, off, boxes)
            room = expected - before[0] - 1
            if (before[0], expected) in neighbours and least(grid.rows[row][before[1] + 1 : found]) > room:
                kind, message = ProblemKind.TEXT, f"text is {_count(off)} wider than its box"
            help_ = f"the other rows have it in column {expected + 1}"
            yield problem_at(grid, Cell(row, found), kind, message, help_)
        before = (expected, found)


def _say_off(row: int, expected: int, off: int, boxes: list[Box]) -> str:
    if any(row in {box.top, box.bottom} and expected == box.right for box in boxes):
        return f"this rule is {_count(abs(off))} too {'long' if off > 0 else 'short'} for its box"
    return f"this wall is {_count(abs(off))} too far to the {'right' if off > 0 else 'left'}"


def _count(columns: int) -> str:
    return f"{columns} column{'s' if columns != 1 else ''}"


def find_fixes(grid: Grid, boxes: Sequence[Box], row: int) -> Iterator[Fix]:
    """Give the wrong corners and the gaps in the borders of a row."""
    here, kind = covering(boxes, row), ProblemKind.BOX
    for box in here:
        if row in {box.top, box.bottom} and (glyph := _find_corner(grid, row, box, here)):
            place, message = Cell(row, box.right), f"`{grid.at(row, box.right)}` is no corner of this box"
            problem = problem_at(grid, place, kind, message, f"write `{glyph}`")
            yield Fix(row, box.right, box.right + 1, glyph, problem)
    for box in here:
        if gap := (_find_gap_of_rule if row in {box.top, box.bottom} else _find_gap)(grid, row, box):
            message = f"the border has a gap of {_count(gap[1] - gap[0])}"
            problem = problem_at(grid, Cell(row, gap[0]), kind, message, "draw the line through")
            yield Fix(row, *gap, problem)


def _find_corner(grid: Grid, row: int, box: Box, boxes: list[Box]) -> str | None:
    """Find what a right corner should be that is some other line's character."""
    style = next((style for style in _STYLES if grid.at(box.top, box.left) == style[0]), None)
    found, ahead = grid.at(row, box.right), DOWN if row == box.top else UP
    arms = arms_of(found, is_ascii=False)
    if style is None or found not in "".join(_STYLES) or (arms.left and arms.reaches(ahead)):
        return None
    is_met = is_rule(grid.at(row, box.right - 1), is_ascii=False) and is_upright(
        grid.at(row + ahead.rows, box.right), is_ascii=False
    )
    is_other = any(box.right in other.bounds for other in boxes if other is not box)
    return style[1 if row == box.top else 3] if is_met and not is_other else None


def _find_gap_of_rule(grid: Grid, row: int, box: Box) -> tuple[int, int, str] | None:
    """Find the only gap of a rule, if it is small and between two of its own characters."""
    columns = range(box.left, box.right + 1)
    blanks = [column for column in columns if grid.at(row, column) == " "]
    if not blanks or blanks[-1] - blanks[0] >= len(blanks) or len(blanks) > MAX_GAP:
        return None
    before, behind = grid.at(row, blanks[0] - 1), grid.at(row, blanks[-1] + 1)
    is_within = (
        box.left < blanks[0]
        and blanks[-1] < box.right
        and before == behind
        and is_rule(before, is_ascii=box.is_ascii)
    )
    return (blanks[0], blanks[-1] + 1, before) if is_within else None


def _find_gap(grid: Grid, row: int, box: Box) -> tuple[int, int, str] | None:
    """Find a gap in a right wall, if nothing in the row could be the wall and all rows around it have it."""
    first = last = row
    while grid.at(first, box.right) == " " and first > box.top:
        first -= 1
    while grid.at(last, box.right) == " " and last < box.bottom:
        last += 1
    if last == row or last - first - 1 > MAX_GAP:
        return None
    ends: list[tuple[int, Direction]] = [(first, DOWN), (last, UP)]
    meets = all(arms_of(grid.at(at, box.right), is_ascii=box.is_ascii).reaches(side) for at, side in ends)
    cells = grid.rows[row][box.left + 1 : box.right + 8]
    if not meets or any(is_upright(mark, is_ascii=box.is_ascii) for mark in cells):
        return None
    return box.right, box.right + 1, grid.at(row, box.left)
