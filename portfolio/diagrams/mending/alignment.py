"""Which walls a row should have, and which of its characters are meant to be them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import HEADS, Direction
from portfolio.diagrams.mending.outlines import MAX_SHIFT, Outline, Rows, arms_of, at, is_rule, is_upright
from portfolio.diagrams.mending.walls import least

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Match(Struct, frozen=True):
    """A row's walls: where they are, and where they should be, one for one."""

    found: tuple[int, ...]
    expected: tuple[int, ...]


def covering(outlines: Sequence[Outline], row: int) -> list[Outline]:
    """Give the boxes that a row runs through, their rules among them."""
    return [outline for outline in outlines if outline.top <= row <= outline.bottom]


def match_row(rows: Rows, outlines: Sequence[Outline], row: int) -> Match | None:
    """Pair a row's walls with where they are expected; None if there are more or fewer than that.

    First what stands in place is believed; then as many walls as expected, in their order; then the same without
    what is in line with the rows above and below, or belongs to a rule, or with what those rows lack in this one.
    """
    boxes = covering(outlines, row)
    ascii_ = any(box.ascii for box in boxes)
    edges = {column for box in boxes for column in (box.left, box.right)}
    every = edges | {column for box in boxes for column in box.bounds}
    walls = [column for column, cell in enumerate(rows[row]) if is_upright(cell, ascii_=ascii_)]
    if every <= set(walls):
        return Match(tuple(sorted(every)), tuple(sorted(every)))
    loose = [column for column in walls if column in every or not _is_held(rows, row, column, ascii_=ascii_)]
    if len(loose) == len(every) and _is_near(loose, sorted(every)):
        return Match(tuple(loose), tuple(sorted(every)))
    if edges <= set(walls):
        return Match(tuple(sorted(edges)), tuple(sorted(edges)))
    free = [column for column in loose if column in every or not is_rule(rows[row][column], ascii_=ascii_)]
    lacking = _lacking(rows, row, ascii_=ascii_)
    for some, wanted in (
        (free, every),
        (free, edges),
        (loose, edges),
        (walls, every | lacking),
        (free, edges | lacking),
    ):
        if len(some) == len(wanted) and _is_near(some, sorted(wanted)):
            return Match(tuple(some), tuple(sorted(wanted)))
    return None


def _is_near(found: Sequence[int], expected: Sequence[int]) -> bool:
    return all(abs(one - other) <= MAX_SHIFT for one, other in zip(found, expected, strict=True))


def _is_held(rows: Rows, row: int, column: int, *, ascii_: bool) -> bool:
    """Say whether what runs up or down from a cell is taken up by the next cells."""
    arms = arms_of(rows[row][column], ascii_=ascii_)
    return all(
        _faces(rows, row + side.rows, column, side.opposite, ascii_=ascii_)
        for side in (Direction.UP, Direction.DOWN)
        if arms.reaches(side)
    )


def _faces(rows: Rows, row: int, column: int, side: Direction, *, ascii_: bool) -> bool:
    character = at(rows, row, column)
    return arms_of(character, ascii_=ascii_).reaches(side) or character in HEADS


def _lacking(rows: Rows, row: int, *, ascii_: bool) -> set[int]:
    """Give the columns where the rows above and below both expect a line in this one."""
    above = rows[row - 1] if row else []
    return {
        column
        for column in range(len(above))
        if arms_of(above[column], ascii_=ascii_).reaches(Direction.DOWN)
        and arms_of(at(rows, row + 1, column), ascii_=ascii_).reaches(Direction.UP)
    }


def find_goals(rows: Rows, outlines: Sequence[Outline], matches: dict[int, Match]) -> list[list[int]]:
    """Give each box's bounds, moved apart where its text needs more room than it has."""
    goals = []
    for outline in outlines:
        bounds = list(outline.bounds)
        needs = list(_needs(rows, outline, matches))
        for place, (left, right) in enumerate(pairwise(outline.bounds)):
            need = max((width for pair, width in needs if pair == (left, right)), default=0)
            wider = max(need - (right - left - 1), 0)
            bounds[place + 1 :] = [bound + wider for bound in bounds[place + 1 :]]
        goals.append(bounds)
    return goals


def _needs(rows: Rows, outline: Outline, matches: dict[int, Match]) -> Iterator[tuple[tuple[int, int], int]]:
    """Give what each row of a box needs between two neighbouring walls."""
    for row in range(outline.top + 1, outline.bottom):
        match = matches.get(row)
        if match is None:
            continue
        walls = zip(pairwise(match.expected), pairwise(match.found), strict=True)
        for expected, (start, end) in walls:
            between = rows[row][start + 1 : end]
            if (
                between
                and is_rule(between[-1], ascii_=outline.ascii)
                and is_rule(between[0], ascii_=outline.ascii)
            ):
                continue
            yield expected, least(between)
