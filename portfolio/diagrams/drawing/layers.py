"""A graph -> layers: cycles broken, long arrows cut into pieces, crossings few. Knows no columns and no characters.

Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures" (1981):
break cycles, longest-path layers, order by barycentres. Arrows that share an end share a line (a net).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.diagrams.graph import Graph

MAX_ITEMS = 600
"""Boxes, and the pieces of long arrows beside them."""

SWEEPS = 6
"""How often the order of the layers is tried again, downwards and upwards in turn."""


class Head(Enum):
    """Where a net's arrow heads are."""

    NONE = 0
    FORWARD = 1
    BACKWARD = 2
    """At the upper end: the arrow leads against the layers."""


class Joint(NamedTuple):
    """An arrow or a line between two nodes, from the upper layer to the lower."""

    upper: int
    lower: int
    label: str
    head: Head


class Item(Struct, frozen=True):
    """What takes place in a layer: a node, or a long net on its way, perhaps with its label."""

    layer: int
    node: int | None = None
    label: str = ""


class Piece(Struct, frozen=True):
    """The part of a net between two neighbouring layers. One of its ends is single."""

    net: int
    layer: int
    """The upper of its layers."""
    head: Head
    tops: list[int] = field(default_factory=list)
    """Items, by number."""
    bottoms: list[int] = field(default_factory=list)


class Layers(Struct, frozen=True):
    """A graph in layers."""

    items: list[Item]
    rows: list[list[int]]
    """The items of each layer, in order."""
    pieces: list[Piece]


def layer_graph(graph: Graph, members: Sequence[int], *, shared: bool) -> Layers | None:
    """Arrange some nodes of a graph, with all that joins them, in layers; None where that takes too much.

    With `shared`, arrows from one node or to one node run together as far as they can.
    """
    joints, order, first_seen = _break_cycles(graph, members)
    layers = _find_layers(joints, order)
    items = [Item(layers.get(node, 0), node) for node in range(len(graph.nodes))]
    pieces: list[Piece] = []
    for number, net in enumerate(_find_nets(joints, shared=shared)):
        pieces += _cut(number, net, items)
        if len(items) > MAX_ITEMS:
            return None
    rows: list[list[int]] = [[] for _ in range(max(layers.values()) + 1)]
    for index in [*first_seen, *range(len(graph.nodes), len(items))]:
        rows[items[index].layer].append(index)
    return Layers(items, _order(rows, pieces), pieces)


def _break_cycles(graph: Graph, members: Sequence[int]) -> tuple[list[Joint], list[int], list[int]]:
    """Turn round the arrows that close a cycle.

    Gives also the nodes twice: each before all that it leads to, and depth first as they were met.
    """
    leaving = _find_leaving(graph, members)
    entered = {target for ends in leaving.values() for target, _, _ in ends}
    joints: list[Joint] = []
    finished: list[int] = []
    open_: set[int] = set()
    seen: dict[int, None] = {}
    for start in sorted(members, key=lambda node: (node in entered, node)):
        stack = [(start, 0)]
        while stack:
            node, place = stack.pop()
            if place == 0:
                if node in seen:
                    continue
                seen[node] = None
                open_.add(node)
            if place == len(leaving[node]):
                open_.discard(node)
                finished.append(node)
                continue
            target, label, head = leaving[node][place]
            stack.append((node, place + 1))
            if target in open_:
                back = Head.BACKWARD if head is Head.FORWARD else head
                joints.append(Joint(target, node, label, back))
            else:
                joints.append(Joint(node, target, label, head))
                stack.append((target, 0))
    return joints, finished[::-1], list(seen)


def _find_leaving(graph: Graph, members: Sequence[int]) -> dict[int, list[tuple[int, str, Head]]]:
    """Give for each node what leaves it: where to, its label, its head."""
    leaving: dict[int, list[tuple[int, str, Head]]] = {node: [] for node in members}
    for edge in graph.edges:
        if edge.source in leaving:
            leaving[edge.source].append((edge.target, edge.label, Head.FORWARD))
    for link in graph.links:
        if link.first in leaving:
            leaving[link.first].append((link.second, link.label, Head.NONE))
    return leaving


def _find_layers(joints: Sequence[Joint], order: Sequence[int]) -> dict[int, int]:
    """Give each node the layer after the last that leads to it; a label takes a layer of its own."""
    layers = dict.fromkeys(order, 0)
    below: dict[int, list[Joint]] = {node: [] for node in order}
    entered = set()
    for joint in joints:
        below[joint.upper].append(joint)
        entered.add(joint.lower)
    for node in order:
        for joint in below[node]:
            layers[joint.lower] = max(layers[joint.lower], layers[node] + _length(joint))
    for node in order:
        if node not in entered and below[node]:  # a source is next to what it leads to
            layers[node] = min(layers[joint.lower] - _length(joint) for joint in below[node])
    return layers


def _length(joint: Joint) -> int:
    return 2 if joint.label else 1


def _find_nets(joints: Sequence[Joint], *, shared: bool) -> list[list[Joint]]:
    """Put arrows together that can share a line: plain ones of one source, or of one target and nowhere else."""
    plain = [joint for joint in joints if shared and not joint.label and joint.head is Head.FORWARD]
    leaving = Counter(joint.upper for joint in plain)
    entering = Counter(joint.lower for joint in plain if leaving[joint.upper] == 1)
    nets: dict[tuple[str, int], list[Joint]] = {}
    together = set(map(id, plain))
    for number, joint in enumerate(joints):
        if id(joint) not in together:
            key = ("alone", number)
        elif leaving[joint.upper] == 1 and entering[joint.lower] > 1:
            key = ("in", joint.lower)
        else:
            key = ("out", joint.upper)
        nets.setdefault(key, []).append(joint)
    return list(nets.values())


def _cut(number: int, net: Sequence[Joint], items: list[Item]) -> list[Piece]:
    """Cut a net at each layer it passes; adds the items it passes through."""
    top = min(items[joint.upper].layer for joint in net)
    bottom = max(items[joint.lower].layer for joint in net)
    pieces = [Piece(number, layer, net[0].head) for layer in range(top, bottom)]
    label_layer = (top + bottom) // 2 if net[0].label else -1
    for joint in net:
        upper, lower = items[joint.upper].layer, items[joint.lower].layer
        if joint.upper not in pieces[upper - top].tops:
            pieces[upper - top].tops.append(joint.upper)
        if joint.lower not in pieces[lower - 1 - top].bottoms:
            pieces[lower - 1 - top].bottoms.append(joint.lower)
    for layer in range(top + 1, bottom):
        items.append(Item(layer, None, net[0].label if layer == label_layer else ""))
        pieces[layer - 1 - top].bottoms.append(len(items) - 1)
        pieces[layer - top].tops.append(len(items) - 1)
    return pieces


def _order(rows: list[list[int]], pieces: Sequence[Piece]) -> list[list[int]]:
    """Order each layer so that few lines cross; of all that was tried, the best, and of equals the first."""
    pairs: list[list[tuple[int, int]]] = [[] for _ in rows]
    for piece in pieces:
        pairs[piece.layer] += [(top, bottom) for top in piece.tops for bottom in piece.bottoms]
    above, below = find_neighbours(pieces)
    best, fewest = rows, _count_crossings(rows, pairs)
    for sweep in range(SWEEPS):
        if fewest == 0 and sweep:
            break
        downwards = sweep % 2 == 0
        numbers = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
        rows = [list(row) for row in rows]
        for number in numbers:
            fixed = rows[number - 1 if downwards else number + 1]
            rows[number] = _sort_row(rows[number], fixed, above if downwards else below)
        crossings = _count_crossings(rows, pairs)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def find_neighbours(pieces: Iterable[Piece]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return for each item those it is joined to in the layer before, and in the layer after."""
    above, below = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for piece in pieces:
        for top in piece.tops:
            below[top] += piece.bottoms
        for bottom in piece.bottoms:
            above[bottom] += piece.tops
    return above, below


def _sort_row(row: list[int], fixed: list[int], neighbours: dict[int, list[int]]) -> list[int]:
    places = {item: place for place, item in enumerate(fixed)}

    def centre(entry: tuple[int, int]) -> float:
        own, item = entry
        near = [places[each] for each in neighbours[item]]
        return sum(near) / len(near) if near else own

    return [item for _, item in sorted(enumerate(row), key=centre)]


def _count_crossings(rows: Sequence[Sequence[int]], pairs: Sequence[Iterable[tuple[int, int]]]) -> int:
    places = {item: place for row in rows for place, item in enumerate(row)}
    crossings = 0
    for row in pairs:
        passed: list[int] = []
        for _, bottom in sorted((places[top], places[bottom]) for top, bottom in row):
            crossings += len(passed) - bisect_left(passed, bottom + 1)
            insort(passed, bottom)
    return crossings
