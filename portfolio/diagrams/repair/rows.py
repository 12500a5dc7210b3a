"""One row's walls moved to where they belong, by blanks and the characters of lines alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import HEADS, is_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

Cells = list[str]
"""Characters by column; `""` behind a wide one."""


def move_walls(
    cells: Sequence[str], old: Sequence[int], new: Sequence[int], *, is_ascii: bool
) -> Cells | None:
    """Move what is at some columns to others, and stretch or shrink what is between; None if text is in the way.

    What follows the last of them stays in its column if blanks allow it, else it moves along.
    """
    row: Cells = []
    start, place = 0, 0
    for column, target in zip(old, new, strict=True):
        between = fit(cells[start:column], target - place, is_ascii=is_ascii)
        if between is None:
            return None
        row += [*between, cells[column]]
        start, place = column + 1, target + 1
    tail = list(cells[start:])
    kept = fit(tail, len(cells) - place, is_ascii=is_ascii) if tail[:1] == [" "] else None
    return row + (_indent(tail, len(cells) - place) if kept is not None else tail)


def _indent(tail: Cells, width: int) -> Cells:
    """Make a row's rest wider or narrower at its beginning, where at least one blank stays."""
    blanks = next((place for place, cell in enumerate(tail) if cell != " "), len(tail))
    spare = max(blanks - 1, 0)
    change = width - len(tail)
    return [" "] * change + tail if change >= 0 else tail[min(-change, spare) :]


def fit(between: Sequence[str], width: int, *, is_ascii: bool) -> Cells | None:
    """Make what is between two walls so many columns wide; None if its text does not allow it.

    Blanks behind the text give way before those in front of it; a rule grows and shrinks at its end.
    """
    cells = list(between)
    change = width - len(cells)
    if width < 0:
        return None
    if change == 0:
        return cells
    if all(cell == " " for cell in cells):
        return [" "] * width
    if is_rule(cells[0], is_ascii=is_ascii) and is_rule(cells[-1], is_ascii=is_ascii):
        return _fit_rule(cells, change, is_ascii=is_ascii)
    return (
        _grow(cells, change, is_ascii=is_ascii) if change > 0 else _shrink(cells, -change, is_ascii=is_ascii)
    )


def _fit_rule(cells: Cells, change: int, *, is_ascii: bool) -> Cells | None:
    """Make a rule longer or shorter at its end; its tees and its title stay where they are."""
    if is_ascii and not all(is_rule(cell, is_ascii=True) for cell in cells):
        return None  # `--` may be a word
    if change > 0:
        return cells + [cells[-1]] * change
    run = 1
    while run < len(cells) and cells[-run - 1] == cells[-1]:
        run += 1
    return cells[:change] if run > -change and is_rule(cells[-1], is_ascii=is_ascii) else None


def _grow(cells: Cells, change: int, *, is_ascii: bool) -> Cells:
    run = _longest_rule(cells, is_ascii=is_ascii)
    if cells[-1] not in {" ", ""} and " " not in cells and run[1] > run[0]:
        return cells[: run[1]] + [cells[run[0]]] * change + cells[run[1] :]
    return cells + [" "] * change


def _shrink(cells: Cells, change: int, *, is_ascii: bool) -> Cells | None:
    """Take blanks away: behind the text but for one, in front of it but for one, then shafts, then the last blank."""
    text = "".join(cell or "\0" for cell in cells)
    behind = len(text) - len(text.rstrip(" "))
    front = len(text) - len(text.lstrip(" "))
    pad = 1 if front else 0
    from_behind = min(change, max(behind - pad, 0))
    cells = cells[: len(cells) - from_behind]
    change -= from_behind
    from_front = min(change, max(front - 1, 0))
    cells = cells[from_front:]
    change -= from_front
    if not change:
        return cells
    start, end = _longest_rule(cells, is_ascii=is_ascii)
    if end - start > change:
        return cells[:start] + cells[start + change :]
    return None


def _longest_rule(cells: Cells, *, is_ascii: bool) -> tuple[int, int]:
    """Find the longest run of one rule character, at least two of them, from and up to, not including."""
    if any(
        cell not in HEADS and cell not in " <>" and not is_rule(cell, is_ascii=is_ascii) for cell in cells
    ):
        return 0, 0  # with words between the walls, a run of `--` may be one of them
    best = (0, 0)
    start = 0
    for place in range(1, len(cells) + 1):
        if place < len(cells) and cells[place] == cells[start]:
            continue
        if is_rule(cells[start], is_ascii=is_ascii) and place - start > max(best[1] - best[0], 1):
            best = (start, place)
        start = place
    return best


def least(between: Sequence[str]) -> int:
    """Give the columns that a box's row of text needs between its walls."""
    text = "".join(cell or "\0" for cell in between)
    return len(text.strip(" ")) + (2 if text[:1] == " " else 0) if text.strip(" ") else 0
