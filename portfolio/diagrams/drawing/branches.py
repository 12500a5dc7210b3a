"""A graph as a trunk with branches, which may run together again: takes few columns however many there are."""

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
    """Draw nodes that hang together in so many columns; None if arrows would cross, or they are too wide.

    A single arrow runs down; several leave to the right of a trunk, below each other. What all of them lead to, and
    nothing else does, is below them:

        ├──→│ B │──┐
        └──→│ C │──┤
                   ↓
    """
    if any(link.first in members for link in graph.links):
        return None
    lines = _Branches(graph, members).draw(width)
    return "\n".join(line.rstrip() for line in lines) if lines else None


class _Branches:
    def __init__(self, graph: Graph, members: Sequence[int]) -> None:
        self._graph = graph
        self._leaving: dict[int, list[Edge]] = {node: [] for node in members}
        self._entering = dict.fromkeys(members, 0)
        for edge in graph.edges:
            if edge.source in self._leaving:
                self._leaving[edge.source].append(edge)
                self._entering[edge.target] += 1

    def draw(self, width: int) -> list[str] | None:
        roots = [node for node, count in self._entering.items() if not count]
        if len(roots) == 1:
            return self._draw(roots[0], width)
        end = self._find_end(roots)
        blocks = [] if end is None else [self._draw(root, width, 1, end) for root in roots]
        return None if end is None else self._gather(blocks, end, width, 1)

    def _find_end(self, starts: Sequence[int]) -> int | None:
        """Find the node to which chains lead that begin with some nodes, all of them and nothing else."""
        ends = {self._follow(start) for start in starts}
        end = ends.pop() if len(ends) == 1 else None
        return None if end is None or self._entering[end] != len(starts) else end

    def _follow(self, node: int) -> int | None:
        """Follow a chain of arrows without labels to where others meet it."""
        for _ in range(MAX_DEPTH):
            edges = self._leaving[node]
            if self._entering[node] > 1 or len(edges) != 1 or edges[0].label:
                return None
            node = edges[0].target
            if self._entering[node] > 1:
                return node
        return None

    def _draw(self, node: int, width: int, depth: int = 0, end: int | None = None) -> list[str] | None:
        """Draw a node and all that it leads to, but for an end; the first lines are its box."""
        edges = [edge for edge in self._leaving[node] if edge.target != end]
        if depth > MAX_DEPTH or width < _LEAST + 4:
            return None
        lines = _box(node_lines(self._graph.nodes[node], width - 4), leads=bool(edges))
        if measure_text(lines[0]) > width:
            return None
        if len(edges) == 1 and self._entering[edges[0].target] == 1:
            label, block = edges[0].label, self._draw(edges[0].target, width, depth + 1, end)
            is_wide = block is None or measure_text(label) + 4 > width
            return (
                None if block is None or is_wide else [*lines, *[f"  │ {label}"] * bool(label), "  ↓", *block]
            )
        targets = [edge.target for edge in edges]
        inner = self._find_end(targets) if len(edges) > 1 else None
        if any(self._entering[target] > 1 for target in targets):
            return None
        blocks = [self._branch(edge, width, depth, inner, is_last=edge is edges[-1]) for edge in edges]
        below = blocks if inner is None else [self._gather(blocks, inner, width, depth + 1)]
        found = [line for block in below if block for line in block]
        return None if None in below else lines + found

    def _branch(
        self, edge: Edge, width: int, depth: int, end: int | None, *, is_last: bool
    ) -> list[str] | None:
        """Draw an arrow that leaves a trunk to the right, and all that it leads to."""
        above = (
            f"   {edge.label}   " if edge.label else "   "
        )  # nearer to the trunk it would be the trunk's label
        shaft = "─" * (measure_text(above) - 2) + "→"
        block = self._draw(edge.target, width - 4 - measure_text(shaft), depth + 1, end)
        if block is None:
            return None
        indent = " " * (measure_text(shaft) + 1)
        lines = [f"  │{above}{block[0]}", f"  {'└' if is_last else '├'}─{shaft}{block[1]}"]
        return lines + [f"  {' ' if is_last else '│'}{indent}{line}" for line in block[2:]]

    def _gather(
        self, blocks: Sequence[list[str] | None], end: int, width: int, depth: int
    ) -> list[str] | None:
        """Draw an arrow from the last box of each block along a trunk at the right, and what it leads to."""
        below = self._draw(end, width, depth)
        if below is None or None in blocks:
            return None
        rows = [(line, row == len(block)) for block in blocks if block for row, line in enumerate(block, 2)]
        column = max(measure_text(line) for line, _ in rows) + 2
        lines, trunk = [], " "
        for line, leaves in rows:
            room = column - measure_text(line)
            corner = "┐" if trunk == " " else "┤"
            lines.append(line + ("─" * room + corner if leaves else " " * room + trunk))
            trunk = "│" if leaves else trunk
        spare = width - max(map(measure_text, below))
        start = max(column + 2 - measure_text(below[0]), min(column - 2, spare), 0)
        return (
            [*lines, " " * column + "↓", *(" " * start + line for line in below)] if start <= spare else None
        )


def _box(text: list[str], *, leads: bool) -> list[str]:
    inner = max([*map(measure_text, text), 1]) + 2
    rows = []
    for line in text:
        before = (inner - measure_text(line)) // 2
        rows.append(f"│{' ' * before}{line}{' ' * (inner - measure_text(line) - before)}│")
    tee = "─┬" + "─" * (inner - 2) if leads else "─" * inner
    return [f"┌{'─' * inner}┐", *rows, f"└{tee}┘"]
