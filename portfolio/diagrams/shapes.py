"""What is found in a drawing: the records that tracing gives, and that graph, picture and repair read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import TWO_WAY, Arms, Direction
from portfolio.diagrams.graph import Graph, Table, TreeItem
from portfolio.diagrams.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What a drawing is as a whole."""

    FLOW = "flow"
    """Boxes or labels joined by arrows."""
    TREE = "tree"
    TABLE = "table"
    TEXT = "text"
    """None of these, or unclear: shown character for character."""


class ProblemKind(StrEnum):
    """What can be wrong with a drawing; each is a diagnostic's code behind `diagram-`."""

    ARROW = "arrow"
    """An arrow without a source or without a target."""
    BOX = "box"
    """A box with an open side or a broken corner."""
    WALL = "wall"
    """A wall that is out of line with its corners, or rows of one box with different widths."""
    TEXT = "text"
    """Text that is wider than its box."""
    TAB = "tab"
    CONTROL = "control"
    """A control character."""
    WIDTH = "width"
    """More columns than a page shows."""
    EMPTY = "empty"
    NOTATION = "notation"
    """A `flow` fence that cannot be read."""


class Problem(Struct, frozen=True):
    """Something wrong with a drawing, with its place in the drawing's own text."""

    kind: ProblemKind
    line: int
    """From 1."""
    column: int
    """From 1, in characters of the source line."""
    length: int
    """In characters; at least 1."""
    message: str
    """Lower case, no full stop, the drawing's own words in backticks."""
    help: str = ""


class Box(Struct, frozen=True):
    """A closed rectangle, its walls included, in cells."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, cell: Cell) -> bool:
        """Say whether a cell lies within the walls."""
        return self.top < cell.row < self.bottom and self.left < cell.column < self.right

    def covers(self, cell: Cell) -> bool:
        """Say whether a cell lies within the box or on its walls."""
        return self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right

    def inside(self) -> Iterator[Cell]:
        """Give the cells within the walls, row by row."""
        for row in range(self.top + 1, self.bottom):
            for column in range(self.left + 1, self.right):
                yield Cell(row, column)

    def walls(self) -> list[Cell]:
        """Return the cells of the outline, clockwise from the upper left corner."""
        across, along = range(self.left, self.right), range(self.top, self.bottom)
        return [
            *(Cell(self.top, column) for column in across),
            *(Cell(row, self.right) for row in along),
            *(Cell(self.bottom, column + 1) for column in reversed(across)),
            *(Cell(row + 1, self.left) for row in reversed(along)),
        ]


class Drawing(Struct, frozen=True):
    """A grid whose cells have a meaning. Each cell that is no blank is a line, a head, or text."""

    grid: Grid
    lines: dict[Cell, Arms]
    """Cells that are drawn as lines, ASCII lines too; the shaft of an arrow is one."""
    heads: dict[Cell, Direction]
    """Cells that are drawn as an arrow head, by where it points; `↔` points to the right, `↕` down, and back too."""
    boxes: tuple[Box, ...]
    """Outermost first, else in reading order."""
    problems: tuple[Problem, ...] = ()

    def is_two_way(self, head: Cell) -> bool:
        """Say whether a head is an arrow of one character that points both ways."""
        return self.grid.at(*head) in TWO_WAY

    def is_text(self, cell: Cell) -> bool:
        """Say whether a cell holds a character that is read, blanks not among them."""
        return self.grid.at(*cell) not in {"", " "} and cell not in self.lines and cell not in self.heads


class Diagram(Struct, frozen=True):
    """All that was read out of a drawing."""

    kind: Kind
    drawing: Drawing
    graph: Graph = Graph()
    """Empty unless the drawing is a flow."""
    tree: tuple[TreeItem, ...] = ()
    table: Table | None = None
    problems: tuple[Problem, ...] = ()
    """By place; those of the drawing's lines among them."""
