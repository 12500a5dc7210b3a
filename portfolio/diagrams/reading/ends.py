"""Arrow heads -> what they come from and what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import DOWN, LEFT, RIGHT, UP, Direction
from portfolio.diagrams.reading.paths import End, Network, Place

if TYPE_CHECKING:
    from portfolio.diagrams.grid import Cell
    from portfolio.diagrams.reading.labels import BoxIndex, Piece
    from portfolio.diagrams.reading.notes import Notes
    from portfolio.diagrams.reading.paths import Paths
    from portfolio.diagrams.shapes import Drawing

_AHEAD = {True: 8, False: 2}
"""The blanks that may be between an arrow and its target, along a row and along a column.

    orders ──▶      queue
           ──▶ worker
"""
_BEHIND = 1
"""Those between an arrow without a shaft and its source: `orders → queue`."""
_INDENT = 4
"""How far an arrow may be from a label that is too short to reach it, in a left-aligned column.

    S3
       ↓
    Users
"""
_ROWS = 40
"""How far above an arrow that begins its row its source may be: the rows of a long list of arrows."""
_TEETH = 2
"""The heads that make a comb, whose other ends are targets too.

    A ──┬──▶ B
        ├──▶ C
        └─── D
"""


class Ends:
    """Finds the sources and targets of arrows."""

    def __init__(
        self, drawing: Drawing, boxes: BoxIndex, pieces: list[Piece], notes: Notes, paths: Paths
    ) -> None:
        self._drawing = drawing
        self._boxes = boxes
        self._pieces = pieces
        self._notes = notes
        self._paths = paths
        self.network_of = {head: network for network in paths.networks for head, _ in network.heads}
        """The lines at whose end a head is."""
        self._entered = {head: network for network in paths.networks for head in network.entries}
        self._sources: dict[Cell, list[Place]] = {}
        self._targets: dict[Cell, list[Place]] = {}
        self.ambiguous: set[Cell] = set()
        """Heads of arrows that can be read in two ways, so that nothing is said of them."""
        self.is_sequence = False
        """Whether an arrow points at a line: then this is a sequence, and no flow."""

    def sources(self, head: Cell) -> list[Place]:
        """Find what an arrow comes from."""
        if head not in self._sources:
            self._sources[head] = []  # a cycle that comes back to it finds none
            self._sources[head] = self._find_sources(head)
        return self._sources[head]

    def _find_sources(self, head: Cell) -> list[Place]:
        way = self._drawing.heads[head]
        network = self.network_of.get(head)
        if network is not None:
            return self.network_sources(network, head)
        back = head.step(way.opposite)
        if self._drawing.heads.get(back) is way.opposite:
            return self.targets(back)  # back to back, as in `←→`
        near = self._near(head, way.opposite, _BEHIND)
        return [self._notes.resolve(near)] if near else self._hanging_sources(head, head, way)

    def network_sources(self, network: Network, head: Cell) -> list[Place]:
        """Find what the arrows at the ends of some lines come from."""
        teeth = self.teeth(network)
        found = [self._notes.resolve(end.place) for end in network.sources if end.place and end not in teeth]
        for end in network.ends:
            if end.branch is not None:
                found += self.sources(end.branch)
        for entry in network.entries:
            found += self.sources(entry)
        if not found and len(network.heads) > 1:
            found = self._beside_trunk(network)
        elif not found and len(network.ends) == 1:
            found = self._hanging_sources(head, network.ends[0].spot.cell, self._drawing.heads[head])
        return list(dict.fromkeys(found))

    def teeth(self, network: Network) -> list[End]:
        """Give the ends that lie where the heads of a comb lie: they lead there, too.

        A ──┬──▶ B
            └─── C
        """
        ways = {self._drawing.heads[head] for head, _ in network.heads}
        found = [end for end in network.sources if end.side in ways]
        return found if len(ways) == 1 and len(network.heads) >= _TEETH else []

    def _beside_trunk(self, network: Network) -> list[Place]:
        """Find the one label or box that is beside a trunk on the side away from its heads."""
        way = self._drawing.heads[network.heads[0][0]]
        found = {
            self._notes.resolve(place)
            for spot in network.spots
            if way.is_horizontal and (place := self._near(spot.cell, way.opposite, 1))
        }
        return list(found) if len(found) == 1 else []

    def targets(self, head: Cell) -> list[Place]:
        """Find what an arrow leads to."""
        if head not in self._targets:
            self._targets[head] = []
            self._targets[head] = self._find_targets(head)
        return self._targets[head]

    def _find_targets(self, head: Cell) -> list[Place]:
        way = self._drawing.heads[head]
        if head in self._boxes.walls:
            return [Place(None, self._boxes.at_wall(head, head.step(way.opposite)))]
        entered = self._entered.get(head)
        if entered is not None:
            found = [self._notes.resolve(end.place) for end in entered.sources if end.place is not None]
            if entered.heads:
                found = [place for other, _ in entered.heads for place in self.targets(other)]
            return list(dict.fromkeys(found))
        near = self._near(head, way, _AHEAD[way.is_horizontal])
        if near is not None:
            return [self._notes.resolve(near)]
        for gap in (1, 2) if way.is_horizontal else ():
            after = head.step(way, gap)
            self.is_sequence |= self._paths.reaches(after, UP) or self._paths.reaches(after, DOWN)
        after = head.step(way)
        if not way.is_horizontal and self._paths.is_free(after):
            joined = self._paths.of_spot[self._paths.spots_at(after)[0]]
            return list(dict.fromkeys(place for other, _ in joined.heads for place in self.targets(other)))
        return self._hanging_targets(head, way)

    def _hanging_targets(self, head: Cell, way: Direction) -> list[Place]:
        """Find the target of an arrow with nothing close before it: as for the sources, the other way round."""
        if way is LEFT:
            above = self._arrow_above(head)
            return self.targets(above) if above else []
        network = self.network_of.get(head)
        cells = [head, *(spot.cell for spot in network.spots)] if network else [head]
        if way.is_horizontal or any(cell.column != head.column for cell in cells):
            return []
        pair = self._aligned(min(cells), max(cells))
        return [self._notes.resolve(pair[way is DOWN])] if pair else []

    def _near(self, head: Cell, side: Direction, reach: int) -> Place | None:
        """Find what is beside a head, over some blanks at most; heads in a row, as in `a → → b`, are one arrow."""
        for gap in range(reach + 1):
            cell = head.step(side, gap + 1)
            place = self._paths.place_at(cell, head)
            if place is not None:
                return None if gap and self._paths.is_around(place, head) else place
            if cell in self._drawing.heads:
                is_same = self._drawing.heads[cell] is self._drawing.heads.get(head)
                return self._near(cell, side, reach) if is_same and gap <= side.is_horizontal else None
            if self._paths.is_free(cell):
                break
        return None

    def _hanging_sources(self, head: Cell, tail: Cell, way: Direction) -> list[Place]:
        """Find the source of an arrow with nothing close behind it.

        That is the label on the same row, unless it is a note; else the last label of the row above, the arrow straight
        above, or the label straight above. An upright arrow in a left-aligned column may miss a short label.
        """
        if not way.is_horizontal:
            pair = self._aligned(min(head, tail), max(head, tail))
            return [self._notes.resolve(pair[way is UP])] if pair else []
        found = far = self._near(tail, way.opposite, self._drawing.grid.width)
        is_note = far is not None and far.piece is not None and self._pieces[far.piece].is_note
        if way is RIGHT and (far is None or is_note):
            found = self._last_above(tail) if far is None else None
            above = self._arrow_above(head)
            if found is None and above is not None:
                if not self._is_wrapped_or_fanned(head, above):
                    return self.sources(above)
                self.ambiguous.add(head)
                return []
            found = found or far or self._label_above(tail)
        return [self._notes.resolve(found)] if found else []

    def _arrow_above(self, head: Cell) -> Cell | None:
        """Find the arrow straight above one, or a column beside."""
        way = self._drawing.heads[head]
        for steps in range(1, _ROWS):
            cell = head.step(UP, steps)
            if cell in self._drawing.heads:
                return cell if self._drawing.heads[cell] is way else None
            beside = [
                other for side in (LEFT, RIGHT) if self._drawing.heads.get(other := cell.step(side)) is way
            ]
            if beside:
                return beside[0]
            if self._drawing.grid.at(*cell) != " " or cell.row < 0 or not self._drawing.grid.rows[cell.row]:
                return None
        return None

    def _is_wrapped_or_fanned(self, head: Cell, above: Cell) -> bool:
        """Say whether a long row under a long row may go on with it or branch off its first label.

        a → b → c → d
          → e → f
        """
        upper, lower = (
            [cell for cell in self._drawing.heads if cell.row == row] for row in (above.row, head.row)
        )
        return len(upper) > len(lower) > 1 and above == min(upper) and head == min(lower)

    def _last_above(self, tail: Cell) -> Place | None:
        """Find the last label of the row above if an arrow begins a row at or left of its first one.

        fetch → parse
        → store
        """
        pieces = self._notes.rows.get(tail.row - 1, [])
        heads = [head.column for head in self._drawing.heads if head.row == tail.row - 1]
        is_wrapped = pieces and heads and tail.column <= self._pieces[pieces[0]].start < min(heads)
        return Place(pieces[-1], None) if is_wrapped else None

    def _label_above(self, tail: Cell) -> Place | None:
        for steps in range(1, _ROWS):
            cell = tail.step(UP, steps)
            place = self._paths.place_at(cell, tail)
            if place is not None:
                return place if place.piece is not None or steps == 1 else None
            if self._drawing.grid.at(*cell) != " " or cell.row < 0 or not self._drawing.grid.rows[cell.row]:
                break
            pieces = self._notes.rows.get(cell.row, [])
            if len(pieces) == 1 and 0 <= tail.column - self._pieces[pieces[0]].end <= _INDENT:
                return Place(pieces[0], None)  # a short label, with its arrow indented below it
        return None

    def _aligned(self, top: Cell, bottom: Cell) -> tuple[Place, Place] | None:
        """Find the words above and below an upright arrow that begins its rows, be they beside its column."""
        for row in range(top.row, bottom.row + 1):
            line = self._drawing.grid.text(row, 0, top.column)
            if line.strip() or any(
                cell.row == row and cell.column > top.column for cell in self._drawing.lines
            ):
                return None
        found = []
        for row in (top.row - 1, bottom.row + 1):
            far = {
                max(self._start(index) - top.column, top.column + 1 - self._pieces[index].end, 0): index
                for index in reversed(self._notes.rows.get(row, []))
            }
            nearest = min(far, default=_INDENT + 1)
            if nearest > _INDENT or any(cell.row == row for cell in self._drawing.lines):
                return None
            found.append(Place(far[nearest], None))
        return found[0], found[1]

    def _start(self, index: int) -> int:
        """Return where a label begins; its further lines may begin further right."""
        return min(self._pieces[index].start, self._pieces[self._notes.owner(index)].start)
