"""A graph in which nothing runs together, as a trunk with branches: takes few columns however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.drawing.place import node_lines
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.diagrams.graph import Edge, Graph

MAX_DEPTH = 40
"""More branches within each other fit no page."""

_LEAST = 8
"""The narrowest text worth a box."""


def draw_branches(graph: Graph, members: Sequence[int], width: int) -> str | None:
    """Draw nodes that hang together as a tree from its root, in so many columns; None if they are no tree or too wide.

    A single arrow runs down; several leave to the right of a trunk, below each other.
    """
    own = set(members)
    edges = [edge for edge in graph.edges if edge.source in own]
    targets = {edge.target for edge in edges}
    roots = [node for node in members if node not in targets]
    if len(edges) != len(members) - 1 or len(targets) != len(edges) or len(roots) != 1:
        return None
    if any(link.first in own for link in graph.links):
        return None
    leaving: dict[int, list[Edge]] = {node: [] for node in members}
    for edge in edges:
        leaving[edge.source].append(edge)
    lines = _draw(graph, leaving, roots[0], width, 0)
    return "\n".join(line.rstrip() for line in lines) if lines else None


def _draw(
    graph: Graph, leaving: dict[int, list[Edge]], node: int, width: int, depth: int
) -> list[str] | None:
    """Draw a node and all that it leads to; the first lines are its box."""
    edges = leaving[node]
    if depth > MAX_DEPTH or width < _LEAST + 4:
        return None
    lines = _box(node_lines(graph.nodes[node], width - 4), leads=bool(edges))
    if measure_text(lines[0]) > width:
        return None
    for edge in edges:
        above = (
            f"   {edge.label}   " if edge.label else "   "
        )  # nearer to the trunk it would be the trunk's label
        shaft = "─" * (measure_text(above) - 2) + "→"
        down = len(edges) == 1
        room = width if down else width - 4 - measure_text(shaft)
        block = _draw(graph, leaving, edge.target, room, depth + 1)
        if block is None or (down and measure_text(edge.label) + 4 > width):
            return None
        if down:
            lines += [f"  │ {edge.label}"] * bool(edge.label) + ["  ↓", *block]
            continue
        last = edge is edges[-1]
        indent = " " * (measure_text(shaft) + 1)
        lines += [f"  │{above}{block[0]}", f"  {'└' if last else '├'}─{shaft}{block[1]}"]
        lines += [f"  {' ' if last else '│'}{indent}{line}" for line in block[2:]]
    return lines


def _box(text: list[str], *, leads: bool) -> list[str]:
    inner = max([*map(measure_text, text), 1]) + 2
    rows = []
    for line in text:
        before = (inner - measure_text(line)) // 2
        rows.append(f"│{' ' * before}{line}{' ' * (inner - measure_text(line) - before)}│")
    tee = "─┬" + "─" * (inner - 2) if leads else "─" * inner
    return [f"┌{'─' * inner}┐", *rows, f"└{tee}┘"]
