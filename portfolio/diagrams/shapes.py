"""What is found in a drawing: the records that tracing gives, and that graph, picture and repair read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.diagrams.glyphs import TWO_WAY, Arms, Direction
from portfolio.diagrams.graph import Graph, Table, TreeItem
from portfolio.diagrams.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


class Kind(StrEnum):
    """What a drawing is as a whole."""

    FLOW = "flow"
    """Boxes or labels joined by arrows."""
    SEQUENCE = "sequence"
    """Messages between the names in the first row, in their order."""
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


def problem_at(grid: Grid, cell: Cell, kind: ProblemKind, message: str, help_: str) -> Problem:
    """Return a problem of the character in a cell."""
    return Problem(kind, cell.row + 1, grid.origin(*cell) + 1, max(len(grid.at(*cell)), 1), message, help_)


class Box(Struct, frozen=True):
    """A box that is meant, its walls included, in cells."""

    top: int
    left: int
    bottom: int
    right: int
    """Where its walls are, or most of them."""
    inner: tuple[int, ...] = ()
    """The columns of a table's inner walls."""
    found: tuple[tuple[int | None, ...], ...] = ()
    """Where the walls of each row are, from the top, if any is out of line; None where a row has no such wall."""
    is_ascii: bool = False
    is_closed: bool = True
    """Whether lines lead all the way round."""

    @property
    def bounds(self) -> tuple[int, ...]:
        """The columns where its walls should be: left, those of a table's columns, right."""
        return self.left, *self.inner, self.right

    @property
    def area(self) -> int:
        """How large it is."""
        return (self.bottom - self.top) * (self.right - self.left)

    @property
    def is_straight(self) -> bool:
        """Whether there is nothing to repair."""
        return self.is_closed and not self.found

    def walls_of(self, row: int) -> tuple[int | None, ...]:
        """Return the columns of all walls of a row."""
        return self.found[row - self.top] if self.found else self.bounds

    def side(self, row: int) -> tuple[int, int]:
        """Return the columns of a row's outer walls; those of the nearest row outside of the box."""
        if not self.found:
            return self.left, self.right
        walls = self.found[min(max(row - self.top, 0), len(self.found) - 1)]
        left, right = walls[0], walls[-1]
        return self.left if left is None else left, self.right if right is None else right

    def holds(self, cell: Cell) -> bool:
        """Say whether a cell lies within the walls."""
        if not self.top < cell.row < self.bottom:
            return False
        left, right = self.side(cell.row)
        return left < cell.column < right

    def covers(self, cell: Cell) -> bool:
        """Say whether a cell lies within the box or on its walls."""
        if not self.top <= cell.row <= self.bottom:
            return False
        left, right = self.side(cell.row)
        return left <= cell.column <= right

    def inside(self) -> Iterator[Cell]:
        """Give the cells within the walls, row by row."""
        for row in range(self.top + 1, self.bottom):
            left, right = self.side(row)
            for column in range(left + 1, right):
                yield Cell(row, column)

    def walls(self) -> list[Cell]:
        """Return the cells of the outline, clockwise from the upper left corner."""
        (first, last), (low, far) = self.side(self.top), self.side(self.bottom)
        rows = range(self.top + 1, self.bottom)
        cells = [
            *(Cell(self.top, column) for column in range(first, last + 1)),
            *(Cell(row, self.side(row)[1]) for row in rows),
            *(Cell(self.bottom, column) for column in range(far, low - 1, -1)),
            *(Cell(row, self.side(row)[0]) for row in reversed(rows)),
        ]
        lacking = {
            Cell(row, bound)
            for row, walls in enumerate(self.found, self.top)
            for wall, bound in ((walls[0], self.left), (walls[-1], self.right))
            if wall is None
        }
        return [cell for cell in cells if cell not in lacking] if lacking else cells


class Message(NamedTuple):
    """What is between two uprights of a row, read as an arrow."""

    label: str
    to_right: bool
    to_left: bool


class Between(NamedTuple):
    """An arrow with words in it from the wall of one box to that of another, by their indexes."""

    left: int
    right: int
    message: Message
    cells: tuple[Cell, ...]
    """Its cells, and those of the words over and under it."""
    lines: dict[Cell, Arms]
    heads: dict[Cell, Direction]


class Item(NamedTuple):
    """A line of words that hangs on a line."""

    row: int
    column: int
    """Where its branch leaves the line."""
    start: int
    end: int
    """The column after its last character."""
    goes_on: bool
    """Whether the line goes on below it."""

    @property
    def branch(self) -> Iterator[Cell]:
        """Give the cells of its branch, but for that where the line goes on."""
        return (Cell(self.row, column) for column in range(self.column + self.goes_on, self.start))

    @property
    def text(self) -> Iterator[Cell]:
        """Give the cells of its words."""
        return (Cell(self.row, column) for column in range(self.start, self.end))


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
    messages: tuple[Between, ...] = ()
    """The arrows with words in them between boxes; the cells of those words count as blank."""
    items: tuple[Item, ...] = ()
    quiet: dict[Cell, Arms] = {}
    """Lines that join nothing: the branches of items."""
    rules: frozenset[Cell] = frozenset()
    """Lines from wall to wall of a box."""

    def mask(self, row: int, quiet: Container[Cell] = ()) -> str:
        """Return what each cell of a row is: `x` for text, `-` the other half of a wide character, `|` drawn, or a blank."""
        cells, lines, heads = self.grid.rows[row], self.lines, self.heads
        places = [(row, column) for column in range(len(cells))]
        return "".join(
            " "
            if mark == " "
            else "|"
            if place in lines or place in heads or place in quiet
            else "x"
            if mark
            else "-"
            for mark, place in zip(cells, places, strict=True)
        )

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
    courses: dict[tuple[int, int], tuple[Cell, ...]] = {}
    """The way of each arrow that can be followed, by the indexes of its nodes: from the wall of the one, along lines,
    over the head to the wall of the other; between words the arrow alone."""
