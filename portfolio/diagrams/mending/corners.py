"""Borders with a wrong corner or a small gap, where it is certain what belongs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import Arms, Direction
from portfolio.diagrams.reading.outlines import MAX_GAP, Rows, arms_of, at, is_rule, is_upright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.shapes import Outline

_STYLES = ("┌┐└┘", "╭╮╰╯", "┏┓┗┛", "╔╗╚╝")
"""The corners that belong together: top left, top right, bottom left, bottom right."""


def find_corners(rows: Rows, row: int, boxes: list[Outline]) -> Iterator[tuple[int, str]]:
    """Give the right corners of a row that are some other line's character, and what they should be."""
    for box in boxes:
        if row not in {box.top, box.bottom} or box.ascii:
            continue
        style = next((style for style in _STYLES if at(rows, box.top, box.left) == style[0]), None)
        found = at(rows, row, box.right)
        arms = arms_of(found, ascii_=False)
        needed = (Direction.LEFT, Direction.DOWN if row == box.top else Direction.UP)
        if style is None or not any(arms) or all(arms.reaches(side) for side in needed):
            continue
        others = [bound for other in boxes if other is not box for bound in other.bounds]
        if found in "".join(_STYLES) and box.right not in others and _ends(rows, row, box):
            yield box.right, style[1 if row == box.top else 3]


def _ends(rows: Rows, row: int, box: Outline) -> bool:
    """Say whether a rule leads to the corner and the wall meets it."""
    beside = at(rows, row + (1 if row == box.top else -1), box.right)
    return is_rule(at(rows, row, box.right - 1), ascii_=False) and is_upright(beside, ascii_=False)


def find_gaps(rows: Rows, row: int, boxes: list[Outline]) -> Iterator[tuple[int, int, str]]:
    """Give the gaps in the borders of a row: from, up to, not including, and with what to fill them."""
    for box in boxes:
        if row in {box.top, box.bottom}:
            yield from _rule_gaps(rows, row, box)
        elif at(rows, row, box.right) == " ":
            yield from _wall_gaps(rows, row, box)


def _rule_gaps(rows: Rows, row: int, box: Outline) -> Iterator[tuple[int, int, str]]:
    """Give the only gap of a rule, if it is small and stands between two of its own characters."""
    cells = [at(rows, row, column) for column in range(box.left, box.right + 1)]
    blanks = [place for place, cell in enumerate(cells) if cell == " "]
    if not blanks or blanks[-1] - blanks[0] >= len(blanks) or len(blanks) > MAX_GAP or cells[-1] == " ":
        return
    before, behind = cells[blanks[0] - 1], cells[blanks[-1] + 1]
    if before == behind and is_rule(before, ascii_=box.ascii):
        yield box.left + blanks[0], box.left + blanks[-1] + 1, before


def _wall_gaps(rows: Rows, row: int, box: Outline) -> Iterator[tuple[int, int, str]]:
    """Give a gap in a right wall, if nothing in the row could be the wall and all rows around it have it."""
    first = last = row
    while at(rows, first - 1, box.right) == " " and first > box.top:
        first -= 1
    while at(rows, last + 1, box.right) == " " and last < box.bottom:
        last += 1
    above, below = at(rows, first - 1, box.right), at(rows, last + 1, box.right)
    meets = _reaches(above, Direction.DOWN, box) and _reaches(below, Direction.UP, box)
    alone = not any(is_upright(cell, ascii_=box.ascii) for cell in rows[row][box.left + 1 : box.right + 8])
    if last - first < MAX_GAP and meets and alone:
        yield box.right, box.right + 1, at(rows, row, box.left)


def _reaches(character: str, side: Direction, box: Outline) -> bool:
    arms: Arms = arms_of(character, ascii_=box.ascii)
    return arms.reaches(side)
