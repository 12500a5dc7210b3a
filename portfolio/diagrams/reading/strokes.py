"""Which of the characters `- = | +` are lines: those whose surroundings say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import (
    ASCII_HEADS,
    ASCII_LINES,
    DOWN,
    HEADS,
    LEFT,
    RIGHT,
    SIDES,
    UP,
    Arms,
    Direction,
    Weight,
)
from portfolio.diagrams.grid import find_connected
from portfolio.diagrams.reading.arms import arm_towards

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from portfolio.diagrams.grid import Cell, Grid

_LONGEST_LABEL = 60
"""The columns of a label in a shaft: `a -- order accepted --> b`."""
_SHORTEST_LINK = 4
"""A line without a head between two words is a dash unless it is this long: `yes -- no`, `api ---- web`."""


_ARROW = re.compile(r"<-+|-+>")


class Stroke(NamedTuple):
    """ASCII lines that hang together, and what is at their ends."""

    cells: tuple[Cell, ...]
    ends: tuple[tuple[Cell, Direction], ...]
    """The cells whose line leads out of the stroke, and the side on which it does."""


class Strokes:
    """Decides over the ASCII lines that are no part of a box."""

    def __init__(
        self, grid: Grid, arms: Mapping[Cell, Arms], lines: Mapping[Cell, Arms], prose: Collection[int]
    ) -> None:
        self._grid = grid
        self._lines = lines
        self._prose = prose
        self._free = {
            cell: arms[cell] for cell in arms if cell not in lines and grid.at(*cell) in ASCII_LINES
        }
        self._joints: dict[Cell, set[Direction]] = {}

    def accept(self) -> dict[Cell, Arms]:
        """Return the lines among the characters."""
        strokes = list(self._strokes())
        owner = {cell: index for index, stroke in enumerate(strokes) for cell in stroke.cells}
        labelled = self._labelled(strokes, owner)
        headed = [any(self.head_at(*end) for end in stroke.ends) for stroke in strokes]
        for cell, other in labelled.items():
            headed[owner[cell]] |= headed[owner[other]]
        return {
            cell: self._arms(cell)
            for stroke, has_head in zip(strokes, headed, strict=True)
            if all(self._is_good_end(end, labelled) for end in stroke.ends)
            and self._is_drawn(stroke)
            and (has_head or self._joins(stroke))
            for cell in stroke.cells
        }

    def _arms(self, cell: Cell) -> Arms:
        """Return a cell's arms with those to the shafts that touch it."""
        sides = list(self._free[cell])
        for side in self._joints.get(cell, ()):
            sides[side.number] = Weight.LIGHT
        return Arms(*sides)

    def _strokes(self) -> Iterator[Stroke]:
        touching = self._touching()
        for cells in find_connected(
            self._free, lambda cell: (*touching.get(cell, ()), *self._going_on(cell))
        ):
            ends = [
                (cell, side)
                for cell in cells
                for side in SIDES
                if self._free[cell].reaches(side)
                and cell.step(side) not in touching.get(cell, ())
                and not arm_towards(self._free, cell, side)
            ]
            yield Stroke(tuple(cells), tuple(ends))

    def _going_on(self, cell: Cell) -> Iterator[Cell]:
        for side in SIDES:
            if self._free[cell].reaches(side) and arm_towards(self._free, cell, side):
                yield cell.step(side)

    def _touching(self) -> dict[Cell, list[Cell]]:
        """Join the shafts that end at the side of a free `|`, such as `|-->`; across it where they go on."""
        touching: dict[Cell, list[Cell]] = {}
        for cell in self._free:
            if self._grid.at(*cell) != "|":
                continue
            sides = [side for side in (LEFT, RIGHT) if arm_towards(self._free, cell, side)]
            if len(sides) == 1:
                other = cell.step(sides[0])
                self._joints.setdefault(cell, set()).add(sides[0])
                touching.setdefault(cell, []).append(other)
                touching.setdefault(other, []).append(cell)
        return touching

    def head_at(self, cell: Cell, side: Direction) -> Cell | None:
        """Find the arrow head at the end of a line."""
        after = cell.step(side)
        mark = self._grid.at(*after)
        if HEADS.get(mark) is side:
            return after
        if ASCII_HEADS.get(mark) is not side:
            return None
        if side.is_horizontal:
            beyond = after.step(side)
            is_free = self._is_blank(beyond) or beyond in self._lines or beyond in self._free
            long = self._is_long(cell)
            if side is LEFT and not long and self._grid.at(*cell.step(RIGHT)) != ">":
                line = "".join(self._grid.rows[cell.row])
                if len(_ARROW.findall(line)) == 1:
                    return None  # `x <- 1` alone is code; `a <-> b` is an arrow
            word = self._grid.at(*beyond)[:1]
            return after if is_free or (long and (word.isalpha() or word == "(")) else None
        beside = self._grid.at(*after.step(LEFT)) + self._grid.at(*after.step(RIGHT))
        return None if any(letter.isalnum() or letter in "_." for letter in beside) else after

    def _is_blank(self, cell: Cell) -> bool:
        return self._grid.at(*cell) == " "

    def _is_long(self, cell: Cell) -> bool:
        """Say whether a cell belongs to a line of two or more cells, as a single hyphen does not."""
        mark = self._grid.at(*cell)
        return (
            any(self._grid.at(*cell.step(side)) in {mark, "+"} for side in (LEFT, RIGHT)) or mark not in "-="
        )

    def _is_good_end(self, end: tuple[Cell, Direction], labelled: Mapping[Cell, Cell]) -> bool:
        cell, side = end
        after = cell.step(side)
        if self._is_blank(after) or after in self._lines or self.head_at(cell, side):
            return True
        mark = self._grid.at(*after)
        if HEADS.get(mark) is side.opposite or ASCII_HEADS.get(mark) is side.opposite:
            return True
        if not side.is_horizontal:
            return True  # a label may be directly over a shaft or under it
        return cell in labelled or (mark == "|" and after in self._free)

    def _labelled(self, strokes: list[Stroke], owner: Mapping[Cell, int]) -> dict[Cell, Cell]:
        """Pair the lines on both sides of a label: `--label-->` or `-- label -->`, alike on either side."""
        pairs: dict[Cell, Cell] = {}
        for stroke in strokes:
            for cell, side in stroke.ends:
                if side is not RIGHT or not self._is_long(cell):
                    continue
                other = self._behind_label(cell)
                if other is not None and other in owner and self._is_long(other):
                    pairs |= {cell: other, other: cell}
        return pairs

    def _behind_label(self, cell: Cell) -> Cell | None:
        mark = self._grid.at(*cell)
        start = cell.step(RIGHT)
        spaced = self._is_blank(start)
        words = ""
        for step in range(_LONGEST_LABEL):
            after = start.step(RIGHT, step)
            found = self._grid.at(*after)
            if found == mark and after in self._free and self._grid.at(*after.step(RIGHT)) in {mark, ">"}:
                return after if words.strip() and words.endswith(" ") == spaced else None
            words += found
            if words.endswith("  ") or after in self._lines or found in HEADS:
                return None
        return None

    def _is_drawn(self, stroke: Stroke) -> bool:
        """Say whether nothing speaks against a stroke: a sentence around it, a letter beside a single `|`."""
        for cell in stroke.cells:
            if self._grid.at(*cell) == "|":
                single = not any(self._grid.at(*cell.step(side)) in {"|", "+"} for side in (UP, DOWN))
                beside = (self._grid.at(*cell.step(LEFT)), self._grid.at(*cell.step(RIGHT)))
                if single and any(mark.isalnum() for mark in beside):
                    return False
            elif cell.row in self._prose:
                return False
        return True

    def _joins(self, stroke: Stroke) -> bool:
        """Say whether a stroke without a head joins two labels or boxes."""
        walls = words = touched = 0
        for cell, side in stroke.ends:
            after, beyond = cell.step(side), cell.step(side, 2)
            if after in self._lines or (self._is_blank(after) and beyond in self._lines):
                walls += 1
                touched += after in self._lines
            elif not self._is_blank(after) or not self._is_blank(beyond):
                words += 1
        is_upright = all(self._grid.at(*cell) not in "-=" for cell in stroke.cells)
        if walls > 1 and (is_upright or touched > 1 or len(stroke.cells) > 1):
            return True
        if walls and words:
            return is_upright or (bool(touched) and len(stroke.cells) >= _SHORTEST_LINK - 1)
        if words < 2 or len(stroke.ends) != words:  # noqa: PLR2004
            return False
        marks = {self._grid.at(*cell) for cell in stroke.cells}
        if "+" in marks:
            return marks == {"+", "-", "|"}
        if marks == {"|"}:
            return all(set(self._grid.rows[cell.row]) <= {"|", " "} for cell in stroke.cells)
        return marks == {"-"} and len(stroke.cells) >= _SHORTEST_LINK and bool(self._lines)
