"""A drawing -> what it means: the nodes, the arrows between them, and the arrows that lead nowhere."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.glyphs import DOWN, LEFT, RIGHT, UP
from portfolio.diagrams.graph import Edge, Graph, Link
from portfolio.diagrams.grid import Cell
from portfolio.diagrams.reading.captions import find_captions, join_gaps
from portfolio.diagrams.reading.ends import Ends
from portfolio.diagrams.reading.items import find_owners
from portfolio.diagrams.reading.labels import BoxIndex, Piece, find_pieces
from portfolio.diagrams.reading.nodes import NodeReader
from portfolio.diagrams.reading.notes import Notes
from portfolio.diagrams.reading.paths import Arrow, End, Network, Paths, Place, Spot
from portfolio.diagrams.shapes import Problem, ProblemKind, problem_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.diagrams.glyphs import Direction
    from portfolio.diagrams.shapes import Drawing

_MOST_PAIRS = 400
"""More arrows than this out of one network of lines are no drawing."""
_BOTH_WAYS = 2
_SHORT = 3
"""The cells of an arrow that may point from a remark to what it is about.

      build
        ↓
      deploy  <-- at once
"""
_GAP = 2
"""The blanks before a remark where another arrow is in its row.

    /orders → orders-service
    /search → elasticsearch   ← slow on Mondays
"""
_POINTS = 3
"""A drawing with so many single points is a chart.

    |      *
    |   *  *
    +--------> load
"""
_BAD = 2
"""If more than one in so many networks of lines leads to no name, the drawing is not understood.

    a ──▶ b
      ──▶ ───
    c ──/ ╲──
"""
_SCALE = re.compile(r"\D{0,2}\d[\d.,:%/]*\s?\w{0,3}")
"""A number with its unit, as on the scale of a chart or of a time line."""
_MEASURE = re.compile(r"[<◄◀←][-─━═]+[^<>◄◀►▶]*[-─━═]+[>►▶→]")
"""A line with a head at each end and words in it: it measures what is below or above it, as in a byte layout."""
_NAME = re.compile(r"\w")
_DRAWN = re.compile(r"[-=─━═]{3,}|[|│┃]|^[<>^vV]$")
"""What is no name: a piece of a line."""
_NUMBER = re.compile(r"\(\w{1,2}\)")
"""The number of a message, which is in an upright arrow."""
_MARKS = re.compile(r"[●○◉◎•◦∙·◆◇■□*.…/\\\s]+")
"""Marks on a line, such as those of a time line, are no labels."""


class Reading(Struct, frozen=True):
    """What a drawing means, and the problems of its arrows."""

    graph: Graph
    problems: tuple[Problem, ...] = ()
    courses: dict[tuple[int, int], tuple[Cell, ...]] = {}
    is_sequence: bool = False
    """Whether its arrows point at lines, as in a sequence; the graph is empty then."""


def read_graph(drawing: Drawing, boxes: BoxIndex | None = None, pieces: list[Piece] | None = None) -> Reading:
    """Read the arrows of a drawing.

    Lines are followed from each head back to where they start; a tee splits them, a crossing does not. A line
    without a head is a link. An arrow without a source or a target is a problem, never a guess.
    """
    boxes = boxes or BoxIndex(drawing.boxes)
    return _Reader(drawing, boxes, find_pieces(drawing, boxes) if pieces is None else pieces).read()


_LIFELINES = frozenset({"|", "||", ":", "│", "┃", "║"})
"""What is below the names of a sequence; no label of a flow is one of them."""


class _Reader:
    def __init__(self, drawing: Drawing, boxes: BoxIndex, pieces: list[Piece]) -> None:
        self._drawing = drawing
        self._boxes, self._pieces = boxes, pieces
        words = {
            Cell(piece.row, column): index
            for index, piece in enumerate(self._pieces)
            if not _MARKS.fullmatch(piece.text)
            for column in range(piece.start, piece.end)
        }
        self._paths = Paths(drawing, self._boxes, words)
        self._gaps = join_gaps(drawing, self._pieces, self._paths)
        owners = find_owners(drawing.grid, drawing.items)
        items = {
            words[Cell(item.row, column)]: words[owner]
            for item in drawing.items
            if (owner := owners.get(Cell(item.row, item.start))) in words
            for column in range(item.start, item.end)
            if (item.row, column) in words
            and self._pieces[words[owner]].box == self._pieces[words[Cell(item.row, column)]].box
        }
        self._notes = Notes(drawing, self._pieces, items)
        self._ends = Ends(drawing, self._boxes, self._pieces, self._notes, self._paths)
        sides: dict[int, dict[Direction, tuple[bool, bool]]] = {}
        for network in self._paths.networks:
            for end in network.sources:
                if end.place and end.place.piece is not None:
                    is_level = len({spot.cell.row for spot in network.spots}) == 1
                    about = bool(network.heads or network.entries), is_level
                    sides.setdefault(end.place.piece, {})[end.side] = about
        self._within = {
            piece
            for piece, found in sides.items()
            if {LEFT, RIGHT} <= found.keys() and all(map(any, zip(*found.values(), strict=True)))
        }
        """Words in the middle of a line that is not understood as a whole: `|---(5)-- words ---'`."""
        self._problems: dict[Problem, None] = {}
        self._unclear = 0
        """Networks of lines, and arrows, of which nothing is stated."""

    def read(self) -> Reading:
        arrows = list(self._arrows())
        points = sum(piece.text in {"*", "•", "#"} for piece in self._pieces)
        if self._ends.is_sequence or points >= _POINTS:
            return Reading(Graph(), (), is_sequence=True)
        remarks = {arrow for arrow in arrows if self._is_remark(arrow, arrows)}
        for arrow in remarks:
            if arrow.target.piece is not None and arrow.source.piece is not None:
                self._notes.add_item(arrow.source.piece, arrow.target.piece)
        arrows = [arrow for arrow in arrows if arrow not in remarks]
        if self._is_unclear(arrows):
            return Reading(Graph(), tuple(self._problems), is_sequence=True)
        used = {place for arrow in arrows for place in (arrow.source, arrow.target)}
        captions = find_captions(
            self._drawing,
            self._pieces,
            [arrow.cells for arrow in arrows],
            self._taken(used, arrows),
        )
        labels = {piece for pieces in captions.values() for piece in pieces}
        labels |= {piece for arrow in arrows for piece in arrow.inline}
        reader = NodeReader(self._drawing, self._boxes, self._pieces, self._notes, used, labels)
        nodes, index = reader.read()
        if any(nodes[index[place]].label in _LIFELINES for place in used):
            return Reading(Graph(), (), is_sequence=True)
        edges, links, courses = set(), set(), dict[tuple[int, int], tuple[Cell, ...]]()
        for number, arrow in enumerate(arrows):
            pieces = sorted({*arrow.inline, *captions.get(number, ())})
            label = arrow.label or " ".join(self._pieces[piece].text for piece in pieces)
            first, second = index[arrow.source], index[arrow.target]
            if arrow.head is not None:
                edges.add(Edge(first, second, label))
                courses[first, second] = courses.get((first, second)) or arrow.course
            else:
                links.add(Link(min(first, second), max(first, second), label))
        links |= self._touching(index)
        joined = {frozenset((edge.source, edge.target)) for edge in edges}
        links = {link for link in links if link.label or frozenset((link.first, link.second)) not in joined}
        graph = Graph(
            nodes,
            tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.label))),
            tuple(sorted(links, key=lambda link: (link.first, link.second, link.label))),
            *reader.remarks(),
            is_partial=bool(self._unclear or self._problems),
        )
        return Reading(graph, tuple(self._problems), {ends: way for ends, way in courses.items() if way})

    def _is_unclear(self, arrows: list[Arrow]) -> bool:
        """Say whether so many lines and heads lead nowhere that nothing is said of any."""
        headed = sum(arrow.head is not None for arrow in arrows)
        is_bad = _BAD * self._unclear > len(arrows) + self._unclear and len(self._drawing.messages) < _BAD
        return is_bad or (len(self._problems) if arrows else 0) > headed

    def _touching(self, index: dict[Place, int]) -> set[Link]:
        """Give the boxes on each other that are joined there: a tee down over a tee up."""
        found = set()
        lines, boxes = self._drawing.lines, self._drawing.boxes
        tops: dict[int, list[int]] = {box.top: [] for box in boxes}
        for number, box in enumerate(boxes):
            tops[box.top].append(number)
        for upper, box in enumerate(boxes):
            for lower in tops.get(box.bottom + 1, ()):
                start, end = max(box.left, boxes[lower].left) + 1, min(box.right, boxes[lower].right)
                for column in range(start, end):
                    tee, other = lines.get(Cell(box.bottom, column)), lines.get(Cell(box.bottom + 1, column))
                    if tee and other and tee.down and other.up:
                        ends = index[Place(None, upper)], index[Place(None, lower)]
                        found.add(Link(min(ends), max(ends)))
        return found

    def _is_named(self, place: Place, arrow: Arrow) -> bool:
        """Say whether an end of an arrow has a name that is no part of a line."""
        if place.piece is None:
            return True
        if place.piece in self._within:
            return False
        text = self._pieces[place.piece].text
        way = self._drawing.heads.get(arrow.head) if arrow.head else None
        is_number = way in {UP, DOWN, None} and _NUMBER.match(text)
        return bool(_NAME.search(text)) and not _DRAWN.search(text) and not is_number

    def _is_remark(self, arrow: Arrow, arrows: list[Arrow]) -> bool:
        """Say whether a short arrow to the left is a remark, as in a column of steps `deploy  ← at once`.

        It is alone in its row, nothing else is said of the words behind it, and what it points at has arrows up or down.
        """
        head = arrow.head
        if head is None or self._drawing.heads.get(head) is not LEFT or arrow.source.piece is None:
            return False
        others = [other for other in arrows if other is not arrow]
        if self._pieces[arrow.source.piece].text.startswith("["):
            return False  # a label in brackets is a node
        if len(arrow.cells) > _SHORT or any(arrow.source in {other.source, other.target} for other in others):
            return False
        if arrow.target.box is not None:
            return True
        if any(other.row == head.row for other in self._drawing.heads if other != head):
            return not self._drawing.grid.text(head.row, head.column - _GAP, head.column).strip()
        ways = {
            self._drawing.heads[other.head]
            for other in others
            if other.head in self._drawing.heads and arrow.target == other.target
        }
        return bool(ways & {UP, DOWN})

    def _taken(self, used: set[Place], arrows: list[Arrow]) -> set[int]:
        """Return the pieces that are no captions: labels, their notes, and titles."""
        taken = {place.piece for place in used if place.piece is not None} | self._notes.items.keys()
        taken |= {piece for arrow in arrows for piece in arrow.inline}
        return taken | {index for index, piece in enumerate(self._pieces) if piece.is_title}

    def _arrows(self) -> Iterator[Arrow]:
        for network in self._paths.networks:
            if not self._paths.unclear.isdisjoint(network.spots):
                self._unclear += 1
            elif network.heads:
                yield from self._clear(self._edges([head for head, _ in network.heads], network))
            elif not network.entries:
                yield from self._clear(self._links(network))
        heads = self._drawing.heads
        for head, way in heads.items():
            reach = (1, 2) if way.is_horizontal and self._drawing.grid.at(*head.step(way)) == " " else (1,)
            is_last = not any(heads.get(head.step(way, steps)) is way for steps in reach)
            if head not in self._ends.network_of and is_last:
                yield from self._clear(self._edges([head]))  # the last of several heads speaks for them
        for left, right, message, *_ in self._drawing.messages:
            ends = [(left, right)] * message.to_right + [(right, left)] * message.to_left
            for source, target in ends:
                places = Place(None, source), Place(None, target)
                yield Arrow(*places, frozenset(), Cell(-1, -1), (), message.label)

    def _clear(self, arrows: Iterable[Arrow]) -> list[Arrow]:
        """Return the arrows of some lines; none of them if one has no name at an end."""
        found = list(arrows)
        places = {
            place for arrow in found for place in (arrow.source, arrow.target) if place.piece is not None
        }
        numbers = [place for place in places if _SCALE.fullmatch(self._pieces[place.piece or 0].text)]
        if len(numbers) > 1 and len(places) > 2:  # noqa: PLR2004 (a scale has more than two marks)
            self._unclear += 1
            return []
        if all(self._is_named(place, arrow) for arrow in found for place in (arrow.source, arrow.target)):
            clear = [arrow for arrow in found if arrow.source != arrow.target or arrow.source.box is not None]
            self._unclear += len(clear) < len(found)  # an arrow from a label to itself is another's
            return clear
        self._unclear += 1
        return []

    def _edges(self, heads: list[Cell], network: Network | None = None) -> Iterator[Arrow]:
        """Give the arrows of one head without a shaft, or of the heads at the ends of some lines."""
        first = heads[0]
        sources, targets = self._ends.sources(first), {head: self._ends.targets(head) for head in heads}
        ways = {self._drawing.heads[head] for head in heads}
        if first in self._ends.ambiguous or (len(sources) > 1 and len(ways) > 1):
            self._unclear += 1  # which of them leads where?
            return
        lost = [head for head in heads if not targets[head]]
        if network and not sources and len(targets) == _BOTH_WAYS and not lost:
            yield from self._both_ways(network, targets)
            return
        for head in lost or ([] if sources else [first]):
            self._report(head, has_source=bool(sources) or bool(lost and network))
        if len(sources) * len(targets) > _MOST_PAIRS:
            return
        teeth = self._ends.teeth(network) if network else []
        also = {self._notes.resolve(end.place) for end in teeth if end.place}
        for source in sources:
            for head, found in targets.items():
                yield from (self._arrow(network, source, target, head) for target in found)
                if self._drawing.is_two_way(head):
                    yield from (self._arrow(network, target, source, head) for target in found)
            for target in sorted(also.difference(*targets.values()), key=str):
                yield Arrow(source, target, frozenset(), first, ())

    def _both_ways(self, network: Network, targets: dict[Cell, list[Place]]) -> Iterator[Arrow]:
        """Give the arrows of a line that has a head at either end."""
        (first, to_first), (second, to_second) = targets.items()
        for one in to_first:
            for other in to_second:
                yield self._arrow(network, one, other, second)
                yield self._arrow(network, other, one, first)

    def _links(self, network: Network) -> Iterator[Arrow]:
        """Join what the lines of a network lead to: two ends, or one end to all on its other side."""
        places = list(dict.fromkeys(self._notes.resolve(end.place) for end in network.sources if end.place))
        if len(places) * len(places) > _MOST_PAIRS:
            return
        pieces = [self._pieces[place.piece] for place in places if place.piece is not None]
        if len(pieces) == len(places) and pieces and pieces[0].box is not None:
            return  # a dash between the words of a box
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

    def _arrow(self, network: Network | None, source: Place, target: Place, head: Cell | None) -> Arrow:
        """Return an arrow with the cells of the shortest way along its lines."""
        way = self._drawing.heads.get(head) if head else None
        tip = (head, *self._wall(head, way)) if head and way else ()
        if network is None:
            tail = self._wall(head, way.opposite) if head and way else ()
            return Arrow(source, target, frozenset({head} if head else ()), head, (), "", (*tail, *tip))
        ends = [end for end in network.ends if end.place]
        starts = {end.spot: self._wall(end.spot.cell, end.side) for end in ends if self._is_at(end, source)}
        for other, spot in network.heads:
            if other != head and source in self._ends.targets(other):
                starts[spot] = (*reversed(self._wall(other, self._drawing.heads[other])), other)
        stops = [spot for other, spot in network.heads if other == head]
        if head is None:
            stops = [end.spot for end in ends if self._is_at(end, target)]
        path = self._path(starts, stops)
        spots = frozenset(path or network.spots)
        cells = {spot.cell for spot in spots} | ({head} if head else set())
        inline = {piece for first, second, piece in self._gaps if first in spots and second in spots}
        course = dict.fromkeys((*starts[path[0]], *(spot.cell for spot in path), *tip) if path else ())
        return Arrow(source, target, frozenset(cells), head, tuple(sorted(inline)), "", tuple(course))

    def _is_at(self, end: End, place: Place) -> bool:
        return end.place is not None and self._notes.resolve(end.place) == place

    def _wall(self, cell: Cell, side: Direction) -> tuple[Cell, ...]:
        """Return the wall beside a line or a head, over one blank at most."""
        near = (cell.step(side), cell.step(side, 2))
        return next(((wall,) for wall in near if wall in self._boxes.walls), ())

    def _path(self, starts: Iterable[Spot], stops: list[Spot]) -> list[Spot]:
        """Find the shortest way along the lines; empty if there is none."""
        before: dict[Spot, Spot | None] = dict.fromkeys(starts)
        todo = list(before)
        for spot in todo:
            if spot in stops:
                way: list[Spot] = []
                step: Spot | None = spot
                while step is not None:
                    way.append(step)
                    step = before[step]
                return way[::-1]
            for other in self._paths.near[spot]:
                if other not in before:
                    before[other] = spot
                    todo.append(other)
        return []

    def _report(self, head: Cell, has_source: bool) -> None:  # noqa: FBT001
        if self._drawing.problems:
            return  # a box that is left open explains more than the arrows that miss it
        around = self._boxes.around(head)
        if around is not None and all(
            self._boxes.parent(box) != around for box in range(len(self._boxes.boxes))
        ):
            return  # a sign among the words of a box
        grid, way = self._drawing.grid, self._drawing.heads[head]
        back = head.step(way.opposite)
        while back in self._drawing.lines:
            back = back.step(way.opposite)
        measures = _MEASURE.finditer(grid.line(head.row))
        if any(found.start() <= head.column < found.end() for found in measures):
            return
        if grid.at(*back) != " " and _MARKS.fullmatch(grid.at(*back)):
            return  # the end of a time line
        what, hint = ("target", "at its tip") if has_source else ("source", "at its start")
        message, help_ = f"arrow `{grid.at(*head)}` has no {what}", f"put a label or a box {hint}"
        self._problems[problem_at(grid, head, ProblemKind.ARROW, message, help_)] = None
