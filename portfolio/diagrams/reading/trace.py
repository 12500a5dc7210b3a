"""A grid -> its drawing: which cells are lines, arrow heads and boxes. Everything else is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.diagrams.glyphs import (
    ASCII_HEADS,
    ASCII_LINES,
    DOWN,
    HEADS,
    LEFT,
    RIGHT,
    SIDES,
    TWO_WAY,
    UP,
    Arms,
    Direction,
    Weight,
)
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.reading.arms import follow_lines, read_arms
from portfolio.diagrams.reading.boxes import find_boxes, find_open, find_rules
from portfolio.diagrams.reading.items import find_items
from portfolio.diagrams.reading.labels import BoxIndex
from portfolio.diagrams.reading.messages import find_messages
from portfolio.diagrams.reading.sentences import is_code, is_prose
from portfolio.diagrams.reading.strokes import Strokes
from portfolio.diagrams.shapes import Box, Drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIANGLES = frozenset("▲△▶▷►▼▽◀◁◄")
_ANY_HEAD = re.compile(r"[-=]>|<[-=]|[" + "".join([*HEADS, *TWO_WAY]) + "]")
_HEADS = {**HEADS, **TWO_WAY, **ASCII_HEADS}
UPRIGHT = Arms(up=Weight.LIGHT, down=Weight.LIGHT)
BRANCH = Arms(up=Weight.LIGHT, right=Weight.LIGHT)
_WALLS = ASCII_LINES - {"+"}
_NEAR = 2
"""The blanks between an arrow without a shaft and the words it belongs to, or between a sign and its words.

    latency ↓ 40 %          a sign
    orders
       ↓                    an arrow
"""
_NOTE = re.compile(r"\([^()│|]*\)")


def trace_drawing(grid: Grid) -> Drawing:
    """Find the lines, arrow heads and boxes of a drawing, and the boxes that were left open."""
    arms = read_arms(grid)
    straight = follow_lines(grid, arms)
    boxes = find_boxes(grid, straight)
    index = BoxIndex(boxes)
    problems, rules = tuple(find_open(grid, straight, index.walls)), find_rules(straight, boxes)
    messages = tuple(find_messages(grid, index))
    taken = {cell for between in messages for cell in between.cells}
    if taken:
        grid = grid.without(taken)
        arms = {cell: sides for cell, sides in arms.items() if cell not in taken}
    items = find_items(grid, index)
    words = {cell for item in items for cell in item.text} | set(_find_notes(grid))
    quiet = {}
    for item in items:
        for cell in item.branch:
            sides = arms.pop(cell, BRANCH if grid.at(*cell) == "+" else None)
            if sides and cell not in words:
                quiet[cell] = sides
        if item.goes_on and (cell := Cell(item.row, item.column)) in arms:
            arms[cell] = UPRIGHT
    arms = {cell: sides for cell, sides in arms.items() if cell not in words}
    quiet |= {cell: arms.pop(cell) for cell in [*arms] if _is_separator(grid, arms, index, cell)}
    lines = {cell: arms[cell] for cell in arms if grid.rows[cell.row][cell.column] not in ASCII_LINES}
    if len(lines) < len(arms):
        walls = {cell for box in boxes for cell in box.walls() if _is_wall(arms, box, cell)}
        lines |= {cell: arms[cell] for cell in walls | rules if cell in arms}
    prose = _prose_rows(grid, lines)
    strokes = Strokes(grid, arms, lines, prose)
    lines |= strokes.accept()
    drawn = frozenset(rules & lines.keys())
    drawing = Drawing(grid, lines, {}, boxes, problems, messages, tuple(items), quiet, drawn)
    heads = _Heads(drawing, index, prose, strokes).find()
    return replace(drawing, heads={cell: way for cell, way in heads.items() if cell not in words})


def _is_separator(grid: Grid, arms: dict[Cell, Arms], boxes: BoxIndex, cell: Cell) -> bool:
    """Say whether a `│` is only a sign between the words of a box: `Postgres │ Kafka`."""
    sides = arms[cell]
    if not (sides.up and sides.down) or sides.left or sides.right or cell in boxes.walls:
        return False
    for side in (UP, DOWN):
        other = cell.step(side)
        if grid.at(*other) in HEADS or (other in arms and arms[other].reaches(side.opposite)):
            return False
    near = [[cell.step(side, steps) for steps in range(1, _NEAR + 2)] for side in (LEFT, RIGHT)]
    is_between = all(any(grid.at(*other) != " " and other not in arms for other in beside) for beside in near)
    return is_between and boxes.around(cell) is not None


def _find_notes(grid: Grid) -> Iterator[Cell]:
    """Give the cells within parentheses that have an arrow among words: `(old → new)`."""
    for row in range(len(grid.rows)):
        line = grid.line(row)
        if "(" in line:
            for found in _NOTE.finditer(line):
                if _ANY_HEAD.search(found[0]):
                    yield from (Cell(row, column) for column in range(*found.span()))


def _is_wall(arms: dict[Cell, Arms], box: Box, cell: Cell) -> bool:
    """Say whether a character in a wall is of it: a hyphen in a title is not."""
    beside = (cell.step(LEFT), cell.step(RIGHT))
    return cell.column in {box.left, box.right} or any(other in arms for other in beside)


def _prose_rows(grid: Grid, lines: dict[Cell, Arms]) -> set[int]:
    """Give the rows whose arrows belong to a sentence or to code; a row with drawn lines is neither."""
    drawn = {cell.row for cell in lines}
    rows = set()
    for row in range(len(grid.rows)):
        line = "".join(grid.rows[row])
        if not _ANY_HEAD.search(line):
            continue
        if is_code(line) if row in drawn else is_prose(line):
            rows.add(row)
    return rows


class _Heads:
    """Decides which characters are arrow heads."""

    def __init__(self, drawing: Drawing, boxes: BoxIndex, prose: set[int], strokes: Strokes) -> None:
        self._grid, self._lines, self._rules = drawing.grid, drawing.lines, drawing.rules
        self._boxes, self._prose, self._strokes = boxes, prose, strokes
        self._frames: dict[Box, bool] = {}

    def find(self) -> dict[Cell, Direction]:
        """Give the heads in reading order, each by where it points."""
        return {
            cell: way
            for row, cells in enumerate(self._grid.rows)
            for column, mark in enumerate(cells)
            if (way := _HEADS.get(mark)) and self._is_head(cell := Cell(row, column), mark, way)
        }

    def _is_head(self, cell: Cell, mark: str, way: Direction) -> bool:
        if mark in ASCII_HEADS:
            behind = cell.step(way.opposite)
            shaft = self._lines.get(behind)
            if shaft is None or not shaft.reaches(way):
                return not way.is_horizontal and self._is_under_label(cell, way)
            is_wall = behind in self._boxes.walls and self._grid.at(*behind) in _WALLS
            return not is_wall and self._strokes.head_at(behind, way) is not None
        if mark in TWO_WAY:
            return self._boxes.walls.keys() >= self._lines_at(cell) and self._is_bare_head(cell, way)
        return self._has_shaft(cell, way) or self._is_bare_head(cell, way)

    def _is_under_label(self, cell: Cell, way: Direction) -> bool:
        """Say whether a `v` ends a shaft that a label interrupts.

         |
        yes
         v
        """
        shaft = self._lines.get(cell.step(way.opposite, 2))
        is_alone = all(self._grid.at(*cell.step(side)) == " " for side in (LEFT, RIGHT))
        return is_alone and bool(shaft and shaft.reaches(way)) and self._is_word(cell.step(way.opposite))

    def _has_shaft(self, cell: Cell, way: Direction) -> bool:
        behind = cell.step(way.opposite)
        return bool(self._lines_at(cell)) or (not way.is_horizontal and behind in self._boxes.walls)

    def _lines_at(self, cell: Cell) -> set[Cell]:
        """Give the cells beside one whose lines reach it."""
        return {
            other
            for side in SIDES
            if (arms := self._lines.get(other := cell.step(side))) and arms.reaches(side.opposite)
        }

    def _is_bare_head(self, cell: Cell, way: Direction) -> bool:
        if cell.row in self._prose or cell in self._boxes.walls:
            return False  # in words, or in a box's title
        before, after = cell.step(LEFT), cell.step(RIGHT)
        if way.is_horizontal:
            beside = self._grid.at(*before)[:1], self._grid.at(*after)[:1]
            if any(mark.isdigit() for mark in beside):
                return False
        elif self._is_between_words(cell):
            return False
        if self._grid.at(*cell) in _TRIANGLES and not self._is_between(cell, way):
            return False
        return self._may_flow(cell)

    def _is_between_words(self, cell: Cell) -> bool:
        """Say whether an upright head is a sign in a line of words, as in `latency ↓ 40 %`."""
        left = [self._is_word(cell.step(LEFT, steps)) for steps in range(1, _NEAR + 2)]
        right = [self._is_word(cell.step(RIGHT, steps)) for steps in range(1, _NEAR + 1)]
        goes_on = not any(right) and self._grid.at(*cell) == self._grid.at(*cell.step(UP))
        return (any(left[:_NEAR]) and not goes_on) or (any(left) and any(right))

    def _is_word(self, cell: Cell) -> bool:
        mark = self._grid.at(*cell)
        return mark != " " and mark not in HEADS and cell not in self._lines

    def _is_between(self, cell: Cell, way: Direction) -> bool:
        """Say whether something is before and behind: a triangle may be a bullet."""
        reach = 8 if way.is_horizontal else _NEAR
        return all(
            any(self._grid.at(*cell.step(side, steps)) != " " for steps in range(1, reach + 1))
            for side in (way, way.opposite)
        )

    def _may_flow(self, cell: Cell) -> bool:
        """Say whether arrows without a shaft are arrows here: in a box only if the box is a frame around a flow."""
        index = self._boxes.around(cell)
        if index is None:
            return True
        way, wall = _HEADS[self._grid.at(*cell)], self._boxes.boxes[index].side(cell.row)
        ahead = range(cell.column + 1, wall[1]) if way is RIGHT else range(wall[0] + 1, cell.column)
        if way.is_horizontal and all(self._grid.at(cell.row, column) == " " for column in ahead):
            return False  # as in `← back` on a button
        box = self._boxes.boxes[index]
        if self._is_cut(box):
            return False  # a cell of a table
        return self._is_frame(box)

    def _is_frame(self, box: Box) -> bool:
        """Say whether a box has a title in its wall, or lines or boxes of its own."""
        if box not in self._frames:
            self._frames[box] = any(
                cell not in self._lines and self._grid.at(*cell) not in HEADS for cell in box.walls()
            ) or any(cell in self._lines and cell not in self._rules for cell in box.inside())
        return self._frames[box]

    def _is_cut(self, box: Box) -> bool:
        """Say whether both rules and columns divide a box."""
        return any(
            arms.down and Cell(box.top + 1, cell.column) in self._rules
            for cell in box.walls()
            if cell.row == box.top and (arms := self._lines.get(cell))
        ) and any(
            arms.right and Cell(cell.row, box.left + 1) in self._rules
            for cell in box.walls()
            if cell.column == box.left and (arms := self._lines.get(cell))
        )
