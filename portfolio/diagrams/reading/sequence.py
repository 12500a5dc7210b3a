r"""A drawing -> a sequence: the names in the first row, and what each sends to another, from top to bottom.

Client      Server           Client        Server
  │            │                -- hello ---->
  │── hello ──▶│                <--- hi ------
  │◀─── hi ────│
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import Arms, Direction, Weight
from portfolio.diagrams.graph import Edge, Graph, Node
from portfolio.diagrams.grid import Cell
from portfolio.diagrams.reading.labels import BoxIndex, Piece, split_note
from portfolio.diagrams.reading.messages import LEFT_HEADS, RIGHT_HEADS, SHAFT, draw_message, read_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.shapes import Drawing, Message

_UPRIGHT = frozenset("│┃║|╎┆┊├┤┼┬┴+╪╫╞╡")
_THROUGH = frozenset("┼|│+╫")
"""What a shaft may run across."""
_PART = 0.6
"""A lifeline is there in at least this part of its rows; words may be on it.

    │            │
    │  validates the order
    │            │
"""
_BLANKS = 3
"""The blanks between an arrow and a lifeline: `│   hello ──▶   │`."""
_NEAR = 2
"""How far beside its name a lifeline may begin, and how many rows below.

    API    Queue

      │      │
"""


class Sequence(NamedTuple):
    """A sequence, and the cells of its lines and heads."""

    graph: Graph
    lines: dict[Cell, Arms]
    heads: dict[Cell, Direction]


class _Line(NamedTuple):
    column: int
    top: int
    name: str
    note: str
    cells: dict[int, int]
    """Its column in each row that has it."""


class _Text(NamedTuple):
    row: int
    column: int
    gap: int
    words: str


def read_sequence(drawing: Drawing, boxes: BoxIndex, pieces: list[Piece]) -> Sequence | None:
    """Read a sequence; None if the drawing is another kind."""
    free = {
        Cell(row, column)
        for row, cells in enumerate(drawing.grid.rows)
        for column, mark in enumerate(cells)
        if mark in _UPRIGHT and Cell(row, column) not in boxes.walls
    }
    columns = Counter(cell.column for cell in free)
    may_have_lines = sum(count > 1 for count in columns.values()) > 1
    if not may_have_lines and boxes.boxes:
        return None
    lines = _lifelines(drawing, free, boxes, pieces) if may_have_lines else []
    return _Reader(drawing, lines).read() if lines else _read_bare(drawing, pieces)


def _lifelines(drawing: Drawing, free: set[Cell], boxes: BoxIndex, pieces: list[Piece]) -> list[_Line]:
    """Find the lines under the first row of names, from the left."""
    found: list[_Line] = []
    for top in sorted(free):
        if found and top.row > found[0].top + 1:
            break
        name = _name_above(boxes, pieces, top)
        if not name or any(line.cells.get(top.row) == top.column for line in found):
            continue
        cells = _follow_down(free, top, len(drawing.grid.rows))
        bottom = max(cells)
        below = Cell(bottom + 1, cells[bottom])
        ends = below in drawing.heads or any(
            _words_in(boxes, pieces, box) != name for box in boxes.walls.get(below, ())
        )
        if not ends and len(cells) >= max(_NEAR, _PART * (bottom - top.row + 1)):
            found.append(_Line(top.column, top.row, *split_note(name), cells))
    names = {line.name for line in found}
    return sorted(found, key=lambda line: line.column) if len(found) > 1 and len(names) == len(found) else []


def _follow_down(free: set[Cell], top: Cell, rows: int) -> dict[int, int]:
    """Give the column of a lifeline for each row that has it; it may be a little aside, as a wall may."""
    steps = sorted(range(-_NEAR, _NEAR + 1), key=abs)
    cells = {}
    for row in range(top.row, rows):
        here = [top.column + step for step in steps if (row, top.column + step) in free]
        if here:
            cells[row] = here[0]
    return cells


def _name_above(boxes: BoxIndex, pieces: list[Piece], top: Cell) -> str:
    for row in (top.row - 1, top.row - 2):
        for index in boxes.walls.get(Cell(row, top.column), ()):
            if boxes.boxes[index].bottom == row:
                return _words_in(boxes, pieces, index)
        near = [
            piece
            for piece in pieces
            if piece.row == row and piece.start - _NEAR <= top.column < piece.end + _NEAR
        ]
        if near:
            return min(near, key=lambda piece: abs(piece.start + piece.end - 2 * top.column)).text
    return ""


def _words_in(boxes: BoxIndex, pieces: list[Piece], index: int) -> str:
    return " ".join(piece.text for piece in pieces if boxes.boxes[index].holds(Cell(piece.row, piece.start)))


class _Reader:
    """Reads the rows between lifelines."""

    def __init__(self, drawing: Drawing, lines: list[_Line]) -> None:
        self._drawing = drawing
        self._lines = lines
        self._cells: dict[Cell, Arms] = {}
        self._heads: dict[Cell, Direction] = {}
        self._messages: list[tuple[int, int, int, Message]] = []
        self._texts: list[_Text] = []
        self._unread = 0

    def read(self) -> Sequence | None:
        top = min(line.top for line in self._lines)
        for row in range(top, len(self._drawing.grid.rows)):
            self._read_row(row)
        if not self._messages or 3 * self._unread > len(self._messages):
            return None
        return Sequence(self._graph(top), self._cells, self._heads)

    def _read_row(self, row: int) -> None:
        grid = self._drawing.grid
        here = [number for number, line in enumerate(self._lines) if row in line.cells]
        for number in here:
            cell = Cell(row, self._lines[number].cells[row])
            if grid.at(*cell).isascii():
                self._cells[cell] = Arms(up=Weight.LIGHT, down=Weight.LIGHT)
        start = 0
        while start < len(here):
            reach = next(
                (
                    end
                    for end in range(start + 1, len(here))
                    if self._message(row, here[start], here[end], here)
                ),
                None,
            )
            if reach is None and start + 1 < len(here):
                self._text(row, here[start], here[start + 1])
            start = reach or start + 1
        if here:
            self._outside(row, 0, self._lines[here[0]].cells[row], -1)
            self._outside(row, self._lines[here[-1]].cells[row] + 1, len(grid.rows[row]), here[-1])
        else:
            self._outside(row, 0, len(grid.rows[row]), 0)

    def _between(self, row: int, first: int, last: int) -> str:
        """Return what is between two lifelines; those that a shaft crosses are a part of it."""
        left, right = self._lines[first].cells[row], self._lines[last].cells[row]
        crossed = {line.cells.get(row) for line in self._lines[first + 1 : last]}
        cells = self._drawing.grid.rows[row]
        return "".join(
            "─" if column in crossed and cells[column] in _THROUGH else cells[column] or "\0"
            for column in range(left + 1, right)
        )

    def _message(self, row: int, first: int, last: int, here: list[int]) -> bool:
        between = self._between(row, first, last)
        crossed = [self._lines[number].cells[row] for number in here if first < number < last]
        offset = self._lines[first].cells[row] + 1
        if any(not _touches(between, column - offset) for column in crossed):
            return False
        start, end = len(between) - len(between.lstrip()), len(between) - len(between.rstrip())
        message = read_message(between.strip()) if max(start, end) <= _BLANKS else None
        if message is None or self._goes_on(row, last):
            return False
        self._messages.append((row, first, last, message))
        lines, heads = draw_message(between, Cell(row, offset), message)
        self._cells |= {cell: arms for cell, arms in lines.items() if self._drawing.grid.at(*cell) in SHAFT}
        self._heads |= heads
        return True

    def _goes_on(self, row: int, last: int) -> bool:
        """Say whether a shaft crosses the lifeline at which a message would end."""
        column, cells = self._lines[last].cells[row], self._drawing.grid.rows[row]
        beside = (*cells, " ")[column + 1]
        return cells[column] in _THROUGH and cells[column - 1] in SHAFT and beside in SHAFT

    def _text(self, row: int, first: int, last: int) -> None:
        between = self._between(row, first, last)
        words = between.strip().strip(SHAFT).strip()
        if words:
            column = self._lines[first].cells[row] + 1
            self._texts.append(_Text(row, column, first, words.replace("\0", "")))
        self._unread += bool(re.search(rf"[{SHAFT}][{RIGHT_HEADS}]\s?$|^\s?[{LEFT_HEADS}][{SHAFT}]", between))

    def _outside(self, row: int, start: int, end: int, gap: int) -> None:
        words = self._drawing.grid.text(row, start, end).strip().lstrip(SHAFT).strip()
        if words:
            self._texts.append(_Text(row, start, gap if start else -1, words))

    def _graph(self, top: int) -> Graph:
        nodes = tuple(Node(line.name, line.note) for line in self._lines)
        edges: list[Edge] = []
        used: set[_Text] = set()
        for number, (row, first, last, message) in enumerate(self._messages):
            label = message.label
            if not label:
                texts = self._label(number, row, first, last)
                used.update(texts)
                label = " ".join(text.words for text in texts)
            if message.to_right:
                edges.append(Edge(first, last, label))
            if message.to_left:
                edges.append(Edge(last, first, label))
        remarks = [text.words for text in self._texts if text not in used]
        remarks = [*_above(self._drawing, top, self._lines), *remarks]
        is_partial = bool(self._unread)
        return Graph(nodes, tuple(edges), (), tuple(remarks), is_sequence=True, is_partial=is_partial)

    def _label(self, number: int, row: int, first: int, last: int) -> list[_Text]:
        """Find the words directly over an arrow, else those directly under it that are over no other."""
        mine = {text.row: text for text in self._texts if first <= text.gap < last}
        taken = {other for other, start, end, _ in self._messages if start < last and first < end}
        over: list[_Text] = []
        for above in range(row - 1, -1, -1):
            if above not in mine or above in taken:
                break
            over.insert(0, mine[above])
        previous = [
            other for other, start, end, message in self._messages[:number] if (start, end) == (first, last)
        ]
        if over and previous and over[0].row == previous[-1] + 1 and len(over) > 1:
            over = over[-1:]
        if over:
            return over
        under: list[_Text] = []
        for below in range(row + 1, len(self._drawing.grid.rows)):
            if below in taken:
                return []
            if below not in mine:
                return under
            under.append(mine[below])
        return under


def _touches(between: str, place: int) -> bool:
    return 0 < place < len(between) - 1 and between[place - 1] in SHAFT and between[place + 1] in SHAFT


def _above(drawing: Drawing, top: int, lines: list[_Line]) -> Iterator[str]:
    """Give the words above the names."""
    names = " ".join(f"{line.name} ({line.note})" if line.note else line.name for line in lines)
    for row in range(top):
        cells = drawing.grid.rows[row]
        is_text = (drawing.is_text(Cell(row, column)) or not cell for column, cell in enumerate(cells))
        words = "".join(cell if kept else " " for cell, kept in zip(cells, is_text, strict=True)).split()
        if not all(word in names for word in words):
            yield " ".join(words)


def _read_bare(drawing: Drawing, pieces: list[Piece]) -> Sequence | None:
    """Read a sequence of two without lifelines: both names in the first row, and an arrow in every other row."""
    rows = [row for row, cells in enumerate(drawing.grid.rows) if any(cell != " " for cell in cells)]
    names = [piece for piece in pieces if piece.row == rows[0]] if rows else []
    if len(names) != 2 or drawing.boxes or len(rows) < 1 + _NEAR:  # noqa: PLR2004
        return None
    edges: list[Edge] = []
    remarks: list[str] = []
    cells: dict[Cell, Arms] = {}
    heads: dict[Cell, Direction] = {}
    for row in rows[1:]:
        line = "".join(cell or "\0" for cell in drawing.grid.rows[row])
        message, end = None, len(line.rstrip())
        for end in (len(line.rstrip()), *(found.start() for found in re.finditer(r"\s+\S+$", line.rstrip()))):
            message = read_message(line[:end].strip())
            if message:
                break
        if message is None or line[:end].strip()[0] not in SHAFT + LEFT_HEADS:
            return None
        start = len(line) - len(line.lstrip())
        if start > names[0].end + _NEAR or end < names[1].start - _NEAR:
            return None
        if line[end:].strip():
            remarks.append(line[end:].strip())
        label = message.label
        edges += [Edge(0, 1, label)] * message.to_right + [Edge(1, 0, label)] * message.to_left
        lines, points = draw_message(line[start:end], Cell(row, start), message)
        cells |= lines
        heads |= points
    nodes = tuple(Node(*split_note(piece.text)) for piece in names)
    return Sequence(Graph(nodes, tuple(edges), (), tuple(remarks), is_sequence=True), cells, heads)
