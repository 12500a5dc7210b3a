"""What is found in a drawing: the records that tracing gives, and that graph, picture and repair read."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from portfolio.diagrams.glyphs import Arms, Direction
from portfolio.diagrams.grid import Cell, Grid


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


class Drawing(Struct, frozen=True):
    """A grid whose cells have a meaning. Each cell that is no blank is a line, a head, or text."""

    grid: Grid
    lines: dict[Cell, Arms]
    """Cells that are drawn as lines, ASCII lines too; the shaft of an arrow is one."""
    heads: dict[Cell, Direction]
    """Cells that are drawn as an arrow head, by where it points."""
    boxes: tuple[Box, ...]
    """Outermost first, else in reading order."""
    problems: tuple[Problem, ...] = ()

    def is_text(self, cell: Cell) -> bool:
        """Say whether a cell holds a character that is read, blanks not among them."""
        return self.grid.at(*cell) not in {"", " "} and cell not in self.lines and cell not in self.heads
