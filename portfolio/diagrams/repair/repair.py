"""Walls out of line: what to report, and what to repair where it is certain. Never changes a letter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import box_glyphs, is_rule
from portfolio.diagrams.grid import MOST_CELLS, Grid, parse_grid
from portfolio.diagrams.reading.arms import follow_lines, read_arms
from portfolio.diagrams.reading.boxes import find_boxes
from portfolio.diagrams.repair.problems import covering, find_fixes, find_problems, match_row
from portfolio.diagrams.repair.rows import least, move_walls
from portfolio.diagrams.shapes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.diagrams.shapes import Box

PASSES = 6
"""To repair one wall can show the next; a drawing that is not settled after so many passes is left unchanged."""


class Repair(Struct, frozen=True):
    """A drawing's text, repaired where that is certain."""

    text: str
    """The same text, byte for byte, where nothing was repaired."""
    problems: tuple[Problem, ...] = ()
    """What was wrong before, in reading order, with places in the text before."""


def check_walls(text: str) -> tuple[Problem, ...]:
    """Report walls out of line, rules too short or too long, gaps in a border, and text wider than its box."""
    return tuple(find_problems(*_read(text)))


def repair(text: str) -> Repair:
    """Move walls, extend rules and close small gaps, if nothing else could have been meant.

    Only blanks and the characters of lines are added and removed. What cannot be repaired with certainty is reported
    and left. To repair twice is to repair once.
    """
    problems = check_walls(text)
    if not problems:
        return Repair(text)
    repaired = text
    for _ in range(PASSES):
        before, repaired = repaired, _repair_once(repaired)
        if repaired == before:
            break
    else:
        repaired = text
    if _letters(repaired) != _letters(text) or len(check_walls(repaired)) >= len(problems):
        repaired = text
    return Repair(repaired, problems)


def _letters(text: str) -> list[str]:
    """Give each line's characters that are neither blank nor part of a line."""
    lines = re.split(r"\r\n|\r|\n", text)
    return ["".join(c for c in line if c not in " \t+-|=" and c not in box_glyphs()) for line in lines]


def _read(text: str) -> tuple[Grid, tuple[Box, ...]]:
    grid = parse_grid(text)
    if sum(map(len, grid.rows)) > MOST_CELLS:
        return grid, ()
    return grid, find_boxes(grid, follow_lines(grid, read_arms(grid)))


def _repair_once(text: str) -> str:
    """Repair what can be in one pass: first borders, then where walls are."""
    grid, boxes = _read(text)
    fixed: dict[int, list[str]] = {}
    for fix in (fix for row in range(len(grid.rows)) for fix in find_fixes(grid, boxes, row)):
        cells = fixed.setdefault(fix.row, list(grid.rows[fix.row]))
        cells += " " * (fix.end - len(cells))
        cells[fix.start : fix.end] = [fix.glyph] * (fix.end - fix.start)
    return _write(text, fixed or dict(_move(grid, boxes)))


def _move(grid: Grid, boxes: Sequence[Box]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows whose walls move, anew. A box moves as a whole or not at all."""
    matches = {
        row: pairs
        for row in range(len(grid.rows))
        if covering(boxes, row) and (pairs := match_row(boxes, row)) is not None
    }
    goals = {box: _find_goal(grid, box, matches) for box in boxes}
    moved = {row: _move_row(grid, row, covering(boxes, row), goals, pairs) for row, pairs in matches.items()}
    for group in _groups(boxes):
        span = range(min(box.top for box in group), max(box.bottom for box in group) + 1)
        if all(moved.get(row) is not None for row in span):
            yield from (
                (row, cells)
                for row in span
                if (cells := moved[row]) is not None and cells != [*grid.rows[row]]
            )


def _find_goal(grid: Grid, box: Box, matches: dict[int, dict[int, int]]) -> list[int]:
    """Give a box's bounds, moved apart where its text needs more room than it has."""
    bounds = list(box.bounds)
    for place, (left, right) in enumerate(pairwise(box.bounds)):
        between = (
            grid.rows[row][pairs[left] + 1 : pairs[right]]
            for row, pairs in matches.items()
            if box.top < row < box.bottom and _are_neighbours(left, right, pairs)
        )
        need = max((least(cells) for cells in between if not _is_drawn(cells, box)), default=0)
        wider = max(need - (right - left - 1), 0)
        bounds[place + 1 :] = [bound + wider for bound in bounds[place + 1 :]]
    return bounds


def _are_neighbours(left: int, right: int, pairs: dict[int, int]) -> bool:
    return not any(left < column < right for column in pairs)


def _is_drawn(cells: Sequence[str], box: Box) -> bool:
    """Say whether a rule is between two walls."""
    return bool(cells) and all(is_rule(mark, is_ascii=box.is_ascii) for mark in (cells[0], cells[-1]))


def _move_row(
    grid: Grid, row: int, boxes: list[Box], goals: dict[Box, list[int]], pairs: dict[int, int]
) -> list[str] | None:
    target = {column: column for column in pairs}
    for box in boxes:
        for bound, aim in zip(box.bounds, goals[box], strict=True):
            if target[bound] not in {bound, aim}:
                return None  # a wall that two boxes share would have to be in two places
            target[bound] = aim if aim != bound else target[bound]
    is_ascii = any(box.is_ascii for box in boxes)
    return move_walls(grid.rows[row], [*pairs.values()], [*target.values()], is_ascii=is_ascii)


def _groups(boxes: Sequence[Box]) -> list[list[Box]]:
    """Put boxes together that share rows."""
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.top):
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
