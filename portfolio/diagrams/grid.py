"""Text -> a grid of cells: what is in which column, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from portfolio.width import is_narrow, measure_text, split_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from portfolio.diagrams.glyphs import Direction

TAB_STOP = 8
"""The column after which a tab ends is a multiple of this."""


MOST_CELLS = 20_000
"""A text with more characters than this is shown as it is, and not repaired: reading takes time for every one."""

_Thing = TypeVar("_Thing", bound=Hashable)


def find_connected(
    things: Iterable[_Thing], near: Callable[[_Thing], Iterable[_Thing]]
) -> Iterator[list[_Thing]]:
    """Put together what hangs together, in the order of the first of each."""
    seen: set[_Thing] = set()
    for first in things:
        if first not in seen:
            seen.add(first)
            found, waiting = [], [first]
            while waiting:
                found.append(waiting.pop())
                for other in near(found[-1]):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
            yield found


class Cell(NamedTuple):
    """A place of the grid, zero-based: the row first, as text is read."""

    row: int
    column: int

    def step(self, direction: Direction, steps: int = 1) -> Cell:
        """Return the cell that lies some steps away; it may lie outside of the grid."""
        return Cell(self.row + direction.rows * steps, self.column + direction.columns * steps)


class Grid(Struct, frozen=True):
    """A drawing by display columns. Rows differ in length; what lies beyond a row's end is blank."""

    rows: tuple[tuple[str, ...], ...]
    """Each cell's character with all that joins it (accents, emoji sequences); `""` behind a wide character."""
    origins: tuple[tuple[int, ...], ...]
    """For each cell the offset of its character in the source line, so that a problem can be pointed at."""

    @property
    def width(self) -> int:
        """The columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> str:
        """Return what is in a cell: a blank beyond the ends, `""` in the second half of a wide character."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return " "

    def without(self, cells: Collection[tuple[int, int]]) -> Grid:
        """Return a grid whose cells are blank where some cells of this one are."""
        rows = (
            tuple(" " if (row, column) in cells else mark for column, mark in enumerate(marks))
            for row, marks in enumerate(self.rows)
        )
        return Grid(tuple(rows), self.origins)

    def text(self, row: int, start: int, end: int) -> str:
        """Return the characters of a row from one column up to, not including, another."""
        return "".join(self.rows[row][start:end])

    def line(self, row: int) -> str:
        """Return a row with one character for each column, for patterns: a NUL for the second half of a wide one."""
        return "".join(mark[:1] or "\0" for mark in self.rows[row])

    def origin(self, row: int, column: int) -> int:
        """Return the offset in the source line; beyond the row's end the offset after its last character."""
        origins = self.origins[row] if 0 <= row < len(self.origins) else ()
        if column < len(origins):
            return origins[max(column, 0)]
        return origins[-1] + len(self.rows[row][-1] or " ") if origins else 0


def split_lines(text: str) -> list[str]:
    """Split a text at its ends of lines, whatever they are; a byte-order mark is removed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_grid(text: str) -> Grid:
    """Lay text out in columns. A byte-order mark and carriage returns are removed, trailing blanks dropped.

    Tabs become blanks up to the next stop. East Asian wide characters and emoji fill two cells; characters of
    ambiguous width (`·`, `→`, `─`) fill one; what has no width of its own joins the character before it.
    """
    rows, origins = [], []
    for line in split_lines(text):
        cells, offsets = _lay_out(line)
        while cells and cells[-1] == " ":
            cells.pop()
            offsets.pop()
        rows.append(tuple(cells))
        origins.append(tuple(offsets))
    while rows and not rows[-1]:
        rows.pop()
        origins.pop()
    return Grid(tuple(rows), tuple(origins))


def _lay_out(line: str) -> tuple[list[str], list[int]]:
    if is_narrow(line):
        return list(line), list(range(len(line)))
    cells: list[str] = []
    offsets: list[int] = []
    offset = 0
    for cluster in split_text(line):
        if cluster == "\t":
            width, filled = TAB_STOP - len(cells) % TAB_STOP, [" "] * TAB_STOP
        else:
            width, filled = abs(measure_text(cluster)), [cluster, ""]  # -1 is a control character: one cell
        if not cells:
            width = max(width, 1)  # an accent with nothing before it
        if width:
            cells += filled[:width]
        else:
            last = max(index for index, cell in enumerate(cells) if cell)
            cells[last] += cluster
        offsets += [offset] * width
        offset += len(cluster)
    return cells, offsets
