"""Which walls a row should have, and which of its characters are meant to be them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.mending.walls import least
from portfolio.diagrams.reading.outlines import Rows, is_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.diagrams.shapes import Outline


class Match(Struct, frozen=True):
    """A row's walls: where they are, and where they should be, one for one."""

    found: tuple[int, ...]
    expected: tuple[int, ...]


def covering(outlines: Sequence[Outline], row: int) -> list[Outline]:
    """Give the boxes that a row runs through, their rules among them."""
    return [outline for outline in outlines if outline.top <= row <= outline.bottom]


def match_row(outlines: Sequence[Outline], row: int) -> Match | None:
    """Pair a row's walls with where they are expected; None if it lacks one, or two boxes disagree about one."""
    pairs: dict[int, int] = {}
    for box in covering(outlines, row):
        for bound, column in zip(box.bounds, box.found[row], strict=True):
            if column is None or pairs.setdefault(bound, column) != column:
                return None
    expected = sorted(pairs)
    found = [pairs[column] for column in expected]
    return Match(tuple(found), tuple(expected)) if found == sorted(set(found)) else None


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
