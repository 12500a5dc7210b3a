"""Lines that hang together, what is at their ends, and the arrows that come of them. Records alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from portfolio.diagrams.glyphs import Direction
    from portfolio.diagrams.grid import Cell


class Spot(NamedTuple):
    """A line's cell; a crossing has two spots, one for each line."""

    cell: Cell
    upright: bool | None
    """None unless the cell is a crossing."""


class Place(NamedTuple):
    """What an arrow can start from or lead to."""

    piece: int | None
    box: int | None


class End(NamedTuple):
    """Where a line ends without a head."""

    spot: Spot
    side: Direction
    place: Place | None
    """None where the line leads to nothing."""
    gap: int
    """The blanks between."""
    branch: Cell | None = None
    """The head of the arrow from whose shaft this line branches off."""


class Arrow(NamedTuple):
    """An edge or a link before its ends are nodes."""

    source: Place
    target: Place
    cells: frozenset[Cell]
    """The cells of its lines and of its head."""
    head: Cell | None
    """None for a link."""
    inline: tuple[int, ...]
    """The pieces in gaps of its lines."""
    label: str = ""
    """Its words, if they are known."""


class Network:
    """Lines that hang together."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self.ends: list[End] = []
        self.heads: list[tuple[Cell, Spot]] = []
        """The heads at its ends, pointing away from it."""
        self.entries: list[Cell] = []
        """The heads that point into it."""

    @property
    def sources(self) -> list[End]:
        """The ends without a head at which something is."""
        return [end for end in self.ends if end.place is not None]
