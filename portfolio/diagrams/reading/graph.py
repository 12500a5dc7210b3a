"""A drawing -> what it means: the nodes, the arrows between them, and the arrows that lead nowhere."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.graph import Edge, Graph, Link
from portfolio.diagrams.grid import Cell
from portfolio.diagrams.reading.captions import find_captions, join_gaps
from portfolio.diagrams.reading.ends import Ends
from portfolio.diagrams.reading.labels import BoxIndex, find_pieces
from portfolio.diagrams.reading.networks import Arrow, Network, Place, Spot
from portfolio.diagrams.reading.nodes import NodeReader
from portfolio.diagrams.reading.notes import Notes
from portfolio.diagrams.reading.paths import Paths
from portfolio.diagrams.shapes import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.glyphs import Direction
    from portfolio.diagrams.shapes import Drawing

_MOST_PAIRS = 400
"""More arrows than this out of one network of lines are no drawing."""
_BOTH_WAYS = 2
_MARKS = re.compile(r"[●○◉◎•◦∙·◆◇■□*.…/\\\s]+")
"""Marks on a line, such as those of a time line, are no labels."""


class Reading(NamedTuple):
    """What a drawing means, and what is wrong with its arrows."""

    graph: Graph
    problems: tuple[Problem, ...] = ()
    is_sequence: bool = False
    """Whether its arrows point at lines, as in a sequence; the graph is empty then."""


def read_graph(drawing: Drawing) -> Reading:
    """Read the arrows of a drawing.

    Lines are followed from each head back to where they start; a tee splits them, a crossing does not. A line
    without a head is a link. An arrow without a source or a target is a problem, never a guess.
    """
    return _Reader(drawing).read()


_LIFELINES = frozenset({"|", "||", ":", "│", "┃", "║"})
"""What stands below the names of a sequence; no label of a flow is one of them."""


class _Reader:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._boxes = BoxIndex(drawing.boxes)
        self._pieces = find_pieces(drawing, self._boxes)
        words = {
            Cell(piece.row, column): index
            for index, piece in enumerate(self._pieces)
            if not _MARKS.fullmatch(piece.text)
            for column in range(piece.start, piece.end)
        }
        self._paths = Paths(drawing, self._boxes, words)
        self._gaps = join_gaps(drawing, self._pieces, self._paths)
        self._notes = Notes(drawing.grid, self._pieces)
        self._ends = Ends(drawing, self._boxes, self._pieces, self._notes, self._paths)
        self._problems: dict[Problem, None] = {}

    def read(self) -> Reading:
        arrows = list(self._arrows())
        if self._ends.is_sequence:
            return Reading(Graph(), (), is_sequence=True)
        used = {place for arrow in arrows for place in (arrow.source, arrow.target)}
        captions = find_captions(
            self._drawing,
            self._pieces,
            [arrow.cells for arrow in arrows],
            self._taken(used, arrows),
        )
        labels = {piece for pieces in captions.values() for piece in pieces}
        labels |= {piece for arrow in arrows for piece in arrow.inline}
        nodes, index = NodeReader(
            self._drawing, self._boxes, self._pieces, self._notes.owner, used, labels, arrows
        ).read()
        if any(nodes[index[place]].label in _LIFELINES for place in used):
            return Reading(Graph(), (), is_sequence=True)
        edges, links = set(), set()
        for number, arrow in enumerate(arrows):
            pieces = sorted({*arrow.inline, *captions.get(number, ())})
            label = " ".join(self._pieces[piece].text for piece in pieces)
            first, second = index[arrow.source], index[arrow.target]
            if arrow.head is not None:
                edges.add(Edge(first, second, label))
            else:
                links.add(Link(min(first, second), max(first, second), label))
        graph = Graph(
            nodes,
            tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.label))),
            tuple(sorted(links, key=lambda link: (link.first, link.second, link.label))),
        )
        return Reading(graph, tuple(self._problems))

    def _taken(self, used: set[Place], arrows: list[Arrow]) -> set[int]:
        """Return the pieces that are no captions: labels, their notes, and titles."""
        taken = {place.piece for place in used if place.piece is not None}
        taken |= {piece for arrow in arrows for piece in arrow.inline}
        notes = {
            index
            for index, piece in enumerate(self._pieces)
            if piece.is_note and self._notes.owner(index) in taken
        }
        return taken | notes | {index for index, piece in enumerate(self._pieces) if piece.is_title}

    def _arrows(self) -> Iterator[Arrow]:
        for network in self._paths.networks:
            if network.heads:
                yield from self._edges(network)
            elif not network.entries:
                yield from self._links(network)
        for head in self._drawing.heads:
            if self._ends.network_of(head) is None:
                yield from self._bare(head)

    def _bare(self, head: Cell) -> Iterator[Arrow]:
        sources, targets = self._ends.sources(head), self._ends.targets(head)
        below = head.step(self._drawing.heads[head])
        if below in self._drawing.heads and self._drawing.heads[below] is self._drawing.heads[head]:
            return  # the last of several heads in a column speaks for them
        if not sources or not targets:
            self._report(head, bool(sources))
        for source in sources:
            for target in targets:
                yield Arrow(source, target, frozenset({head}), head, ())
                if self._drawing.is_two_way(head):
                    yield Arrow(target, source, frozenset({head}), head, ())

    def _edges(self, network: Network) -> Iterator[Arrow]:
        targets = {head: self._ends.targets(head) for head, _ in network.heads}
        lost = [head for head, found in targets.items() if not found]
        for head in lost:
            self._report(head, has_source=True)
        sources = self._ends.network_sources(network, network.heads[0][0])
        if not sources and len(targets) == _BOTH_WAYS and not lost:
            (first, to_first), (second, to_second) = targets.items()
            for one in to_first:
                for other in to_second:
                    yield self._arrow(network, one, other, second)
                    yield self._arrow(network, other, one, first)
            return
        if not sources and not lost:
            self._report(network.heads[0][0], has_source=False)
        if len(sources) * len(targets) > _MOST_PAIRS:
            return
        for source in sources:
            for head, found in targets.items():
                for target in found:
                    yield self._arrow(network, source, target, head)

    def _links(self, network: Network) -> Iterator[Arrow]:
        """Join what the lines of a network lead to: two things, or one thing to all that lie on its other side."""
        places = list(dict.fromkeys(self._notes.resolve(end.place) for end in network.sources if end.place))
        if len(places) * len(places) > _MOST_PAIRS:
            return
        pairs = list(combinations(places, 2))
        if len(places) > 2:  # noqa: PLR2004
            hubs = self._hubs(network)
            if len(hubs) == 1:
                pairs = [pair for pair in pairs if hubs[0] in pair]
        for first, second in pairs:
            yield self._arrow(network, first, second, None)

    def _hubs(self, network: Network) -> list[Place]:
        """Return the places that are alone in the direction from which they meet the lines."""
        sides: dict[Direction, list[Place]] = {}
        for end in network.sources:
            if end.place:
                sides.setdefault(end.side, []).append(self._notes.resolve(end.place))
        return [places[0] for places in sides.values() if len(places) == 1]

    def _arrow(self, network: Network, source: Place, target: Place, head: Cell | None) -> Arrow:
        starts = [end.spot for end in network.ends if end.place and self._notes.resolve(end.place) == source]
        starts += [
            spot for other, spot in network.heads if other != head and source in self._ends.targets(other)
        ]
        if head is not None:
            stops = [spot for other, spot in network.heads if other == head]
        else:
            stops = [
                end.spot for end in network.ends if end.place and self._notes.resolve(end.place) == target
            ]
        path = self._path(starts, stops) or frozenset(network.spots)
        cells = {spot.cell for spot in path} | ({head} if head else set())
        inline = {piece for first, second, piece in self._gaps if first in path and second in path}
        return Arrow(source, target, frozenset(cells), head, tuple(sorted(inline)))

    def _path(self, starts: list[Spot], stops: list[Spot]) -> frozenset[Spot]:
        """Find the shortest way along the lines."""
        before: dict[Spot, Spot | None] = dict.fromkeys(starts)
        todo = list(before)
        for spot in todo:
            if spot in stops:
                way: list[Spot] = []
                step: Spot | None = spot
                while step is not None:
                    way.append(step)
                    step = before[step]
                return frozenset(way)
            for other in self._paths.near[spot]:
                if other not in before:
                    before[other] = spot
                    todo.append(other)
        return frozenset()

    def _report(self, head: Cell, has_source: bool) -> None:  # noqa: FBT001
        if self._drawing.problems:
            return  # a box that is left open explains more than the arrows that miss it
        grid = self._drawing.grid
        mark = grid.at(*head)
        what, hint = (
            ("has no target", "put a label or a box at its tip")
            if has_source
            else ("has no source", "put a label or a box at its start")
        )
        problem = Problem(
            ProblemKind.ARROW,
            head.row + 1,
            grid.origin(*head) + 1,
            len(mark),
            f"arrow `{mark}` {what}",
            hint,
        )
        self._problems[problem] = None
