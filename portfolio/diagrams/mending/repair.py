"""Walls out of line: what to report, and what to mend where it is certain. Never changes a letter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import box_glyphs
from portfolio.diagrams.grid import Cell, Grid, parse_grid
from portfolio.diagrams.mending.alignment import Match, covering, find_goals, match_row
from portfolio.diagrams.mending.corners import find_corners, find_gaps
from portfolio.diagrams.mending.walls import least, move_walls
from portfolio.diagrams.reading.arms import read_arms
from portfolio.diagrams.reading.boxes import find_straight, follow_walls
from portfolio.diagrams.reading.outlines import Rows, at, find_outlines, is_upright
from portfolio.diagrams.shapes import Outline, Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSES = 6
"""Mending one wall can show the next; a drawing that is not settled after so many is left alone."""

MAX_CELLS = 20_000
"""A larger text is no drawing that someone repairs."""

_BY_HAND = "it is not certain what was meant; mend it by hand"


class Repair(Struct, frozen=True):
    """A drawing's text, mended where that is certain."""

    text: str
    """The same text, byte for byte, where nothing was mended."""
    problems: tuple[Problem, ...] = ()
    """What was wrong before, in reading order, with places in the text before."""


def check_walls(text: str) -> tuple[Problem, ...]:
    """Report walls out of line, rules too short or too long, gaps in a border, and text wider than its box."""
    grid, _, outlines = _read(text)
    return tuple(find_problems(grid, outlines))


def repair(text: str) -> Repair:
    """Move walls, extend rules and close small gaps, if nothing else could have been meant.

    Only blanks and the characters of lines are added and removed. What cannot be mended with certainty is reported
    and left. To repair twice is to repair once.
    """
    problems = check_walls(text)
    if not problems:
        return Repair(text)
    mended = text
    for _ in range(PASSES):
        before, mended = mended, _mend(mended)
        if mended == before:
            break
    else:
        mended = text
    if _letters(mended) != _letters(text) or len(check_walls(mended)) >= len(problems):
        mended = text
    return Repair(mended, problems)


def _letters(text: str) -> list[str]:
    """Give each line's characters that are neither blank nor part of a line."""
    lines = re.split(r"\r\n|\r|\n", text)
    return ["".join(c for c in line if c not in " \t+-|=" and c not in box_glyphs()) for line in lines]


def _read(text: str) -> tuple[Grid, Rows, list[Outline]]:
    grid = parse_grid(text)
    rows = [list(row) for row in grid.rows]
    if sum(map(len, rows)) > MAX_CELLS:
        return grid, rows, []
    straight = find_straight(grid, follow_walls(grid, read_arms(grid)))
    return grid, rows, find_outlines(rows, straight)


def find_problems(grid: Grid, outlines: Sequence[Outline]) -> Iterator[Problem]:
    """Give what is wrong with the walls of boxes, in reading order."""
    wrong = [box for box in outlines if not box.is_right]
    rows: Rows = [list(row) for row in grid.rows] if wrong else []
    for row in sorted({row for box in wrong for row in range(box.top, box.bottom + 1)}):
        boxes = covering(outlines, row)
        if not boxes:
            continue
        match = match_row(outlines, row)
        if match is None:
            yield from _find_missing(grid, rows, row, boxes)
        else:
            yield from _find_misplaced(grid, rows, row, match, boxes)
        for column, glyph in find_corners(rows, row, boxes):
            message = f"`{at(rows, row, column)}` is no corner of this box"
            yield _problem(grid, Cell(row, column), ProblemKind.BOX, message, f"write `{glyph}`")
        for start, end, _ in find_gaps(rows, row, boxes):
            message = f"the border has a gap of {_count(end - start)}"
            yield _problem(grid, Cell(row, start), ProblemKind.BOX, message, "draw the line through")


def _find_missing(grid: Grid, rows: Rows, row: int, boxes: list[Outline]) -> Iterator[Problem]:
    """Report the right walls that a row lacks, where it cannot be told what is meant to be them."""
    gaps = {start for start, _, _ in find_gaps(rows, row, boxes)}
    for box in boxes:
        if is_upright(at(rows, row, box.right), ascii_=box.ascii) or box.right in gaps:
            continue
        inside = row not in {box.top, box.bottom}
        if inside and at(rows, row, box.right) != " ":
            message = "text is wider than its box"
            yield _problem(grid, Cell(row, box.right), ProblemKind.TEXT, message, _BY_HAND)
        else:
            message = f"a box has no right wall in column {box.right + 1}, where its other rows have it"
            yield _problem(grid, Cell(row, box.right), ProblemKind.WALL, message, _BY_HAND)


def _find_misplaced(
    grid: Grid, rows: Rows, row: int, match: Match, boxes: list[Outline]
) -> Iterator[Problem]:
    """Report each wall that is out of line, but for those that an earlier one of the row pushed along."""
    before = (-1, -1)
    for found, expected in zip(match.found, match.expected, strict=True):
        off = found - expected
        if off not in {0, before[0] - before[1]}:
            kind, message = ProblemKind.WALL, _say_off(row, expected, off, boxes)
            between = rows[row][before[0] + 1 : found]
            pairs = {pair for box in boxes if box.top < row < box.bottom for pair in pairwise(box.bounds)}
            if (before[1], expected) in pairs and least(between) > expected - before[1] - 1:
                kind, message = ProblemKind.TEXT, f"text is {_count(off)} wider than its box"
            yield _problem(
                grid, Cell(row, found), kind, message, f"the other rows have it in column {expected + 1}"
            )
        before = (found, expected)


def _say_off(row: int, expected: int, off: int, boxes: list[Outline]) -> str:
    if any(row in {box.top, box.bottom} and expected == box.right for box in boxes):
        return f"this rule is {_count(abs(off))} too {'long' if off > 0 else 'short'} for its box"
    return f"this wall stands {_count(abs(off))} too far to the {'right' if off > 0 else 'left'}"


def _count(columns: int) -> str:
    return f"{columns} column{'s' if columns != 1 else ''}"


def _problem(grid: Grid, cell: Cell, kind: ProblemKind, message: str, help_: str) -> Problem:
    return Problem(kind, cell.row + 1, grid.origin(*cell) + 1, 1, message, help_)


def _mend(text: str) -> str:
    """Mend what can be in one pass: first borders, then where walls stand."""
    _, rows, outlines = _read(text)
    changed = {}
    for row in range(len(rows)):
        boxes = covering(outlines, row)
        for column, glyph in find_corners(rows, row, boxes):
            rows[row][column] = glyph
            changed[row] = rows[row]
        for start, end, glyph in find_gaps(rows, row, boxes):
            rows[row] += " " * (end - len(rows[row]))
            rows[row][start:end] = [glyph] * (end - start)
            changed[row] = rows[row]
    return _write(text, changed or dict(_move(rows, outlines)))


def _move(rows: Rows, outlines: list[Outline]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows whose walls move, anew. A box moves as a whole or not at all."""
    matches = {row: match_row(outlines, row) for row in range(len(rows)) if covering(outlines, row)}
    sure = {row: match for row, match in matches.items() if match is not None}
    goals = find_goals(rows, outlines, sure)
    moved: dict[int, list[str] | None] = {
        row: _move_row(rows, row, outlines, goals, match) for row, match in sure.items()
    }
    for group in _groups(outlines):
        span = range(min(box.top for box in group), max(box.bottom for box in group) + 1)
        if all(moved.get(row) is not None for row in span):
            yield from (
                (row, cells) for row in span if (cells := moved[row]) is not None and cells != rows[row]
            )


def _move_row(
    rows: Rows, row: int, outlines: list[Outline], goals: list[list[int]], match: Match
) -> list[str] | None:
    target = {column: column for column in match.expected}
    for box, goal in zip(outlines, goals, strict=True):
        if box.top <= row <= box.bottom:
            for bound, aim in zip(box.bounds, goal, strict=True):
                if target.get(bound, bound) not in {bound, aim}:
                    return None  # a wall that two boxes share would have to be in two places
                if aim != bound or bound not in target:
                    target[bound] = aim
    new = [target[column] for column in match.expected]
    ascii_ = any(box.ascii for box in covering(outlines, row))
    return move_walls(rows[row], match.found, new, ascii_=ascii_)


def _groups(outlines: list[Outline]) -> list[list[Outline]]:
    """Put boxes together that share rows."""
    groups: list[list[Outline]] = []
    for box in sorted(outlines, key=lambda box: box.top):
        if groups and box.top <= max(other.bottom for other in groups[-1]):
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups


def _write(text: str, changed: dict[int, list[str]]) -> str:
    """Put rows back into the text; all else stays as it was."""
    parts = re.split(r"(\r\n|\r|\n)", text)
    for row, cells in changed.items():
        mark = "\ufeff" if row == 0 and text.startswith("\ufeff") else ""
        parts[2 * row] = mark + "".join(cells).rstrip(" ")
    return "".join(parts)
