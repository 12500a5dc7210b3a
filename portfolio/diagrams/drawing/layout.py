"""A graph -> a drawing of it in Unicode box characters, to the right or downwards, that reads back as the graph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.drawing.branches import draw_branches
from portfolio.diagrams.drawing.canvas import Clash
from portfolio.diagrams.drawing.layers import layer_graph
from portfolio.diagrams.drawing.plan import TEXT_WIDTHS, Plan
from portfolio.diagrams.grid import find_connected
from portfolio.diagrams.reading.diagram import read_diagram
from portfolio.diagrams.shapes import Diagram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.graph import Graph

MAX_NODES = 200
"""A larger graph is not drawn."""

MAX_JOINTS = 300
"""Nor is one with more arrows and lines."""


class Drawn(Struct, frozen=True):
    """A graph that was drawn."""

    text: str
    diagram: Diagram
    """The text, read back."""


def draw_graph(graph: Graph, *, width: int = 72, downwards: bool = False) -> Drawn | None:
    """Draw a graph anew; None where it does not fit or could be read in two ways.

    It runs to the right if that fits the width (in columns), else down; `downwards` always runs down. What is not
    joined is drawn below each other. The same graph gives the same drawing.
    """
    if not graph.nodes or len(graph.nodes) > MAX_NODES or len(graph.edges) + len(graph.links) > MAX_JOINTS:
        return None
    if any(node.parent is not None or not node.label for node in graph.nodes):
        return None
    if any(edge.source == edge.target for edge in graph.edges):
        return None
    ways = (True,) if downwards else (False, True)
    for down in ways:
        parts = []
        for members in _find_components(graph):
            part = _draw_component(graph, members, width, down=down)
            if part is None:
                break
            parts.append(part)
        else:
            drawn = "\n\n".join(parts)
            diagram = read_diagram(drawn)
            if _mean(diagram.graph) == _mean(graph):
                return Drawn(drawn, diagram)
    return None


def _mean(graph: Graph) -> tuple[object, ...]:
    """Give what a graph says, whatever the order of its nodes. Labels such as `->` make a drawing say something else."""
    names = [node.label for node in graph.nodes]
    return (
        Counter((node.label, node.note, node.parent) for node in graph.nodes),
        Counter((names[edge.source], names[edge.target], edge.label) for edge in graph.edges),
        Counter((frozenset({names[link.first], names[link.second]}), link.label) for link in graph.links),
    )


def _find_components(graph: Graph) -> Iterator[list[int]]:
    """Give the nodes that hang together, in the order of the first of each."""
    near: list[list[int]] = [[] for _ in graph.nodes]
    for first, second in [(edge.source, edge.target) for edge in graph.edges] + [
        (link.first, link.second) for link in graph.links
    ]:
        near[first].append(second)
        near[second].append(first)
    return map(sorted, find_connected(range(len(graph.nodes)), near.__getitem__))


def _draw_component(graph: Graph, members: list[int], width: int, *, down: bool) -> str | None:
    """Draw nodes that hang together; lines that run together are tried first, then each on its own."""
    for shared in (True, False):
        layers = layer_graph(graph, members, shared=shared)
        if layers is None:
            return None
        for text_width in TEXT_WIDTHS:
            try:
                drawn = Plan(graph, layers, text_width, width, down=down).draw()
            except Clash:
                continue
            if drawn is not None:
                return drawn
    return draw_branches(graph, members, width) if down else None
