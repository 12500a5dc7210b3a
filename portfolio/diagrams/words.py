"""A graph in plain English, for readers who do not see the picture. Sentences are data: no HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.diagrams.graph import Edge, Graph

MAX_SUMMARY = 100
"""A drawing's accessible name is heard whole; in display columns."""

MAX_NAME = 40
"""What a single label may take of it."""

_STOPS = (".", "!", "?", "…", "。")


def describe(graph: Graph) -> tuple[str, ...]:
    """Say a graph in sentences, depth first from its sources; every node, edge and link once.

    A note stands in parentheses at its node's first mention. An edge with a label has a sentence of its own. Nodes
    that lead to the same one, and only there, share a sentence.
    """
    return tuple(_Speaker(graph).speak())


def summarise(graph: Graph) -> str:
    """Name a graph in at most `MAX_SUMMARY` columns, where its author gave no title: `Flow: A to B and C`.

    Gives where the flow begins and ends; without a beginning or an end, its nodes.
    """
    if not graph.nodes:
        return "Empty drawing"
    moving = [edge for edge in graph.edges if edge.source != edge.target]
    into, out = {edge.target for edge in moving}, {edge.source for edge in moving}
    starts = [node.label for index, node in enumerate(graph.nodes) if index in out - into]
    ends = [node.label for index, node in enumerate(graph.nodes) if index in into - out]
    if not starts or not ends:
        kind = "Cycle" if moving else "Drawing"
        starts, ends = [node.label for node in graph.nodes], []
    else:
        kind = "Flow"
    for names in range(max(len(starts), len(ends)), 0, -1):
        said = f"{kind}: {_some(starts, names)}" + (f" to {_some(ends, names)}" if ends else "")
        if measure_text(said) <= MAX_SUMMARY:
            break
    return said


def _some(labels: Sequence[str], count: int) -> str:
    """Join the first labels, each cut to `MAX_NAME` columns; one that would be left over alone is said as `1 more`."""
    names = [_cut(label) for label in labels[:count]]
    return _join([*names, f"{len(labels) - count} more"] if len(labels) > count else names)


def _cut(label: str) -> str:
    if measure_text(label) <= MAX_NAME:
        return label
    cut = label
    while measure_text(cut) >= MAX_NAME:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def _join(parts: Sequence[str]) -> str:
    """Join `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _sentence(text: str) -> str:
    return text if text.endswith(_STOPS) else text + "."


class _Speaker:
    """Walks a graph and remembers what it has said."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._edges: dict[int, list[Edge]] = {index: [] for index in range(len(graph.nodes))}
        self._links: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
        self._children: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
        self._only: dict[
            int, list[int]
        ] = {}  # target -> the nodes with one edge, which is plain and leads there
        for edge in graph.edges:
            self._edges[edge.source].append(edge)
        for number, link in enumerate(graph.links):
            for end in dict.fromkeys((link.first, link.second)):
                self._links[end].append(number)
        for index, node in enumerate(graph.nodes):
            if node.parent is not None:
                self._children[node.parent].append(index)
        for source, edges in self._edges.items():
            if len(edges) == 1 and not edges[0].label:
                self._only.setdefault(edges[0].target, []).append(source)
        self._noted: set[int] = set()
        self._visited: set[int] = set()
        self._linked: set[int] = set()  # links that are said, by number

    def speak(self) -> Iterator[str]:
        entered = {edge.target for edge in self._graph.edges if edge.target != edge.source}
        self._sources = dict.fromkeys(index for index in self._edges if index not in entered)
        for start in [*self._sources, *self._edges]:
            yield from self._walk(start)
        alone = [self._name(index) for index in self._edges if self._is_alone(index)]
        if alone:
            yield _sentence(f"{_join(alone)} {'stands' if len(alone) == 1 else 'stand'} alone")

    def _is_alone(self, index: int) -> bool:
        joined = self._edges[index] or self._links[index] or self._children[index] or index in self._noted
        return not joined and self._graph.nodes[index].parent is None

    def _walk(self, start: int) -> Iterator[str]:
        """Say what leaves a node, then the same of each node it leads to; without recursion, as chains are long."""
        path: dict[int, None] = {}
        stack: list[tuple[int, bool]] = [(start, False)]
        while stack:
            index, done = stack.pop()
            if done:
                del path[index]
            elif index not in self._visited:
                path[index] = None
                yield from self._visit(index, path)
                stack.append((index, True))
                stack += [(edge.target, False) for edge in reversed(self._edges[index])]

    def _visit(self, index: int, path: Iterable[int]) -> Iterator[str]:
        self._visited.add(index)
        if self._children[index]:
            name = self._name(index)
            yield _sentence(f"{name} holds {_join([self._name(child) for child in self._children[index]])}")
        edges = self._edges[index]
        together = self._together(index, path)
        if len(together) > 1:
            self._visited.update(together)
            names = _join([self._name(each) for each in together])
            every = "all" if together[2:] else "both"
            yield _sentence(f"{names} {every} lead to {self._name(edges[0].target)}")
        else:
            plain = [edge for edge in edges if not edge.label]
            if plain:
                name = self._name(index)
                yield _sentence(f"{name} leads {_join([self._aim(edge, path) for edge in plain])}")
            for edge in edges:
                if edge.label:
                    name = self._name(index)
                    yield _sentence(f"{name} leads {self._aim(edge, path)}: {edge.label}")
        yield from self._say_links(index)

    def _together(self, index: int, path: Iterable[int]) -> list[int]:
        """Give the nodes that share this one's sentence: known or sources, leading only to the same node."""
        edges = self._edges[index]
        if len(edges) != 1 or edges[0].label or edges[0].target in path:
            return [index]
        return [
            each
            for each in self._only[edges[0].target]
            if each == index
            or (
                each not in self._visited
                and self._is_bare(each)
                and (each in self._noted or each in self._sources)
            )
        ]

    def _is_bare(self, index: int) -> bool:
        """Say whether a node has nothing but its edges to be told."""
        return not self._links[index] and not self._children[index]

    def _aim(self, edge: Edge, path: Iterable[int]) -> str:
        if edge.source == edge.target:
            return "back to itself"
        return f"{'back ' if edge.target in path else ''}to {self._name(edge.target)}"

    def _say_links(self, index: int) -> Iterator[str]:
        plain = []
        for number in self._links[index]:
            if number in self._linked:
                continue
            self._linked.add(number)
            link = self._graph.links[number]
            other = link.second if link.first == index else link.first
            if link.label:
                name = self._name(index)
                yield _sentence(f"{name} is joined with {self._name(other)}: {link.label}")
            else:
                plain.append(other)
        if plain:
            name = self._name(index)
            yield _sentence(f"{name} is joined with {_join([self._name(other) for other in plain])}")

    def _name(self, index: int) -> str:
        """Give a node's label, with its note at the first mention."""
        node = self._graph.nodes[index]
        if index in self._noted or not node.note:
            self._noted.add(index)
            return node.label
        self._noted.add(index)
        return f"{node.label} ({node.note})"
