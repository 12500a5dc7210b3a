"""Lines -> networks: lines that hang together, and what each leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import DOWN, LEFT, RIGHT, SIDES, UP, Direction
from portfolio.diagrams.grid import find_connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.grid import Cell
    from portfolio.diagrams.reading.labels import BoxIndex
    from portfolio.diagrams.shapes import Drawing

_GAP = {True: 2, False: 1}
"""The blanks that may be between the end of a line and what it leads to, along a row and along a column.

    api  ───▶ queue
              │

              ▼
"""

_FAR = 10
"""How far left of its line a label may be in a column of labels of different lengths.

    orders      ──▶ queue
    invoices    ──▶ archive
    mail        ──▶ smtp
"""


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
    course: tuple[Cell, ...] = ()
    """Its way from wall to wall, if one line leads along it."""


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


class Paths:
    """All networks of a drawing."""

    def __init__(self, drawing: Drawing, boxes: BoxIndex, pieces: dict[Cell, int]) -> None:
        self._drawing = drawing
        self._boxes = boxes
        self._pieces = pieces
        self._free = {
            cell: arms
            for cell, arms in drawing.lines.items()
            if cell not in boxes.walls and cell not in drawing.rules
        }
        self.near: dict[Spot, list[Spot]] = {}
        self.unclear: set[Spot] = set()
        """Where a line leads to something that is not understood."""
        self._ends: dict[Spot, list[End]] = {}
        self._heads: dict[Spot, list[Cell]] = {}
        self._entries: dict[Spot, list[Cell]] = {}
        for spot in (spot for cell in self._free for spot in self.spots_at(cell)):
            self.near.setdefault(spot, [])
            for side in self._sides(spot):
                self._follow(spot, side)
        self.networks = self._collect()
        if self._join_combs():
            self.networks = self._collect()
        self.of_spot = {spot: network for network in self.networks for spot in network.spots}

    def is_free(self, cell: Cell) -> bool:
        """Say whether a cell is a line that is no part of a box."""
        return cell in self._free

    def spots_at(self, cell: Cell) -> list[Spot]:
        """Return the spots of a cell; two at a crossing."""
        if cell not in self._free:
            return []
        if all(self._free[cell]):
            return [Spot(cell, upright=True), Spot(cell, upright=False)]
        return [Spot(cell, None)]

    def reaches(self, cell: Cell, side: Direction) -> bool:
        """Say whether a free line leads to a side of its cell."""
        return cell in self._free and self._free[cell].reaches(side)

    def link(self, first: Spot, second: Spot) -> None:
        """Join two spots, for instance across the gap in which a line's label is."""
        self.near[first].append(second)
        self.near[second].append(first)

    def _sides(self, spot: Spot) -> Iterator[Direction]:
        arms = self._free[spot.cell]
        for side in SIDES:
            if arms.reaches(side) and spot.upright is not side.is_horizontal:  # None, unless it is a crossing
                yield side

    def _spot(self, cell: Cell, side: Direction) -> Spot:
        """Return the spot that a line meets when it comes to a cell."""
        return Spot(cell, None if not all(self._free[cell]) else not side.is_horizontal)

    def _follow(self, spot: Spot, side: Direction) -> None:
        after = spot.cell.step(side)
        if after in self._drawing.heads:
            self._meet_head(spot, side, after)
        elif after in self._free:
            self._meet_line(spot, side, after)
        else:
            self._meet_end(spot, side, after)

    def _meet_line(self, spot: Spot, side: Direction, after: Cell) -> None:
        if self._free[after].reaches(side.opposite):
            self.near[spot].append(self._spot(after, side))
            return
        beyond = after.step(side)
        if self.reaches(beyond, side.opposite):
            self.near[spot].append(self._spot(beyond, side))  # straight over a line that is drawn across
        elif self._drawing.heads.get(beyond) is side:
            self._heads.setdefault(spot, []).append(beyond)
        else:
            other = self._spot(after, side)
            self.near[spot].append(other)
            self.near.setdefault(other, []).append(spot)

    def _meet_head(self, spot: Spot, side: Direction, after: Cell) -> None:
        way = self._drawing.heads[after]
        behind = after.step(way.opposite)
        if way is side:
            self._heads.setdefault(spot, []).append(after)
        elif way is side.opposite:
            self._entries.setdefault(spot, []).append(after)
        elif self.reaches(behind, way) or self.place_at(behind.step(way.opposite), after):
            self._ends.setdefault(spot, []).append(End(spot, side, None, 0, after))
        else:
            self._heads.setdefault(spot, []).append(after)  # a head in place of the corner

    def _meet_end(self, spot: Spot, side: Direction, after: Cell) -> None:
        """Follow a line to where it ends: at a wall, in a line, or before something."""
        beyond = after.step(side)
        if self._passes(after, side):
            if self.reaches(beyond, side.opposite):
                self.near[spot].append(self._spot(beyond, side))
                return
            if self._drawing.heads.get(beyond) is side:
                self._heads.setdefault(spot, []).append(beyond)
                return
            arms = self._drawing.lines.get(beyond)
            if arms and arms.reaches(side.opposite) and beyond in self._boxes.walls:
                after = beyond  # through the wall of the box around, to the one on it
        beside = self._step_aside(side, after)
        if beside in self._drawing.heads:
            self._heads.setdefault(spot, []).append(beside)
        elif beside is not None:
            self.near[spot].append(self._spot(beside, side))
        else:
            self._ends.setdefault(spot, []).append(self._end(spot, side, after))

    def _end(self, spot: Spot, side: Direction, after: Cell) -> End:
        """Find what is where a line ends, a few blanks away at most."""
        for gap in range(_FAR if side is LEFT else _GAP[side.is_horizontal] + 1):
            place = self.place_at(after.step(side, gap), spot.cell)
            if place is not None and not (place.box is not None and gap > _GAP[True]):
                return End(spot, side, None if gap and self.is_around(place, spot.cell) else place, gap)
            if self._drawing.grid.at(*after.step(side, gap)) != " ":
                break
        return End(spot, side, None, 0)

    def _step_aside(self, side: Direction, after: Cell) -> Cell | None:
        """Find the line that a line without an end goes on with: one that it runs into, or a column beside.

        │            │                 A ──┐
        └──┐ into  ──│▶ B     and        B │   where an upright line is one column out of line
        """
        if self.is_free(after):
            return after if self.reaches(after, RIGHT) != self.reaches(after, UP) else None
        if side.is_horizontal:
            return None
        found = [
            cell
            for cell in (after.step(LEFT), after.step(RIGHT))
            if (self._drawing.heads.get(cell) is side or self.reaches(cell, side.opposite))
            and not self.reaches(cell.step(side.opposite), side)
        ]
        return found[0] if len(found) == 1 else None

    def is_around(self, place: Place, cell: Cell) -> bool:
        """Say whether a place is the box around a cell."""
        return place.box is not None and self._boxes.boxes[place.box].holds(cell)

    def _passes(self, wall: Cell, side: Direction) -> bool:
        """Say whether a line may run straight through a wall: a crossing, or a wall drawn over the line."""
        arms = self._drawing.lines.get(wall)
        return arms is not None and arms.reaches(side) == arms.reaches(side.opposite)

    def place_at(self, cell: Cell, seen_from: Cell) -> Place | None:
        """Find what is in a cell: a piece of text, or a wall of the box that is met from another cell."""
        if cell in self._boxes.walls:
            return Place(None, self._boxes.at_wall(cell, seen_from))
        piece = self._pieces.get(cell)
        return None if piece is None else Place(piece, None)

    def _collect(self) -> list[Network]:
        for spot, others in list(self.near.items()):
            for other in others:
                if spot not in self.near[other]:
                    self.near[other].append(spot)
        networks = []
        for spots in find_connected(self.near, self.near.__getitem__):
            network = Network()
            network.spots = spots
            for spot in spots:
                network.ends += self._ends.get(spot, [])
                network.heads += [(head, spot) for head in self._heads.get(spot, [])]
                network.entries += self._entries.get(spot, [])
            network.heads.sort()
            network.ends.sort(key=lambda end: end.spot.cell)
            networks.append(network)
        return networks

    def _join_combs(self) -> bool:
        """Read a crossing as a junction where the line across would lead nowhere: the middle of `┌─┼─┐`.

        Both ends of the line turn to the same side there, and it has only sources or only heads.
        """
        of_spot = {spot: network for network in self.networks for spot in network.spots}
        ends: dict[tuple[Cell, Direction], Cell] = {}
        joined = False
        for cell in [cell for cell, arms in self._free.items() if all(arms)]:
            for upright in (False, True):
                network = of_spot[Spot(cell, upright)]
                sources, heads = bool(network.sources), bool(network.heads)
                if sources == heads or not self._is_comb(cell, upright=upright, ends=ends):
                    continue
                self.link(Spot(cell, upright=True), Spot(cell, upright=False))
                joined = True
                break
        return joined

    def _is_comb(self, cell: Cell, *, upright: bool, ends: dict[tuple[Cell, Direction], Cell]) -> bool:
        first, last = (UP, DOWN) if upright else (LEFT, RIGHT)
        turns = []
        for side in (first, last):
            end = self._last(cell, side, ends)
            arms = self._free[end]
            turns.append({turn for turn in Direction if arms.reaches(turn) and turn is not side.opposite})
            if arms.reaches(side):
                return False
        return turns[0] == turns[1] and len(turns[0]) == 1

    def _last(self, cell: Cell, side: Direction, ends: dict[tuple[Cell, Direction], Cell]) -> Cell:
        """Return the last cell of a straight line."""
        passed = []
        while (cell, side) not in ends:
            passed.append(cell)
            after = cell.step(side)
            if not (self._free[cell].reaches(side) and self.reaches(after, side.opposite)):
                ends[cell, side] = cell
                break
            cell = after
        end = ends[cell, side]
        ends.update(dict.fromkeys(((other, side) for other in passed), end))
        return end
