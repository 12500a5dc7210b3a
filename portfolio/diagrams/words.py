"""A graph in sentences, for readers who do not see the picture. Sentences are data, nested where they are many: no HTML."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from portfolio.diagrams.graph import TreeItem
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from portfolio.diagrams.graph import Edge, Graph

MAX_SUMMARY = 100
"""A drawing's accessible name is heard whole; in display columns."""

MAX_NAME = 40
"""What a single label may take of it."""

MAX_NAMES = 6
"""The names that a sentence lists; with more, what it says is said in two sentences."""

MAX_LISTED = 120
"""The columns that these names take."""

MAX_FLAT = 7
"""More sentences than this are in groups."""

MAX_DEPTH = 2
"""How deep the groups of arrows that fork are nested; boxes in boxes are nested as they are."""

_Any = TypeVar("_Any")
_STOPS = (".", "!", "?", "…", "。", "।", "؟", ":", "\uff1a")


class Phrases(Struct, frozen=True):
    """The patterns of the sentences, in plain English by default."""

    holds: str = "{name} holds {names}"
    these: str = "these {count}:"
    leads: str = "{name} leads {aims}"
    through: str = "through {names} {aim}"
    to: str = "to {name}"
    back: str = "back to {name}"
    itself: str = "back to itself"
    both: str = "{names} both lead to {name}"
    all: str = "{names} all lead to {name}"
    joined: str = "{name} is joined with {names}"
    labelled: str = "{sentence}: {label}"
    message: str = "{first} to {second}"
    shows: str = "The drawing shows {names}"
    also_shows: str = "The drawing also shows {names}"
    says: str = "The drawing also says: {words}"
    partly: str = "Not every arrow of the drawing is described here"
    noted: str = "{name} ({note})"
    quoted: str = "“{words}”"
    between: str = ", "
    final_and: str = " and "
    stop: str = "."
    more: str = "{count} more"
    empty: str = "Empty drawing"
    flow: str = "Flow: {starts} to {ends}"
    cycle: str = "Cycle: {names}"
    sequence: str = "Sequence: {names}"
    drawing: str = "Drawing: {names}"


ENGLISH = Phrases()


def describe(graph: Graph, phrases: Phrases = ENGLISH) -> tuple[TreeItem, ...]:
    """Say a graph in sentences, depth first from its sources; every node, edge and link once.

    A node is called by its name; what else is written in it is in parentheses at its first mention. An edge
    with a label has a sentence of its own, a chain has one. Nodes that lead to the same one, and only there, share a
    sentence. The messages of a sequence are said in their order.

    Many sentences are in groups: below that of a box those of what is in it, below that of a start those of the chains
    that begin there, and below one with several arrows those of the nodes that it leads to.
    """
    return tuple(_Speaker(graph, phrases).speak())


def summarise(graph: Graph, phrases: Phrases = ENGLISH) -> str:
    """Name a graph in at most `MAX_SUMMARY` columns, where its author gave no title: `Flow: A to B and C`.

    Gives where the flow begins and ends; without a beginning or an end, its nodes.
    """
    if not graph.nodes:
        return phrases.empty
    moving = [edge for edge in graph.edges if edge.source != edge.target]
    into, out = {edge.target for edge in moving}, {edge.source for edge in moving}
    starts = [node.name for index, node in enumerate(graph.nodes) if index in out - into]
    ends = [node.name for index, node in enumerate(graph.nodes) if index in into - out]
    pattern = phrases.flow
    if graph.is_sequence or not starts or not ends:
        pattern = phrases.sequence if graph.is_sequence else phrases.cycle if moving else phrases.drawing
        starts, ends = [node.name for node in graph.nodes], []
    for count in range(max(len(starts), len(ends)), 0, -1):
        names = _some(starts, count, phrases)
        said = pattern.format(starts=names, names=names, ends=_some(ends, count, phrases))
        if measure_text(said) <= MAX_SUMMARY:
            break
    return said


def _some(labels: Sequence[str], count: int, phrases: Phrases) -> str:
    """Join the first labels, each cut to `MAX_NAME` columns; one that would be left over alone is said as `1 more`."""
    names = [_cut(label) for label in labels[:count]]
    more = [phrases.more.format(count=len(labels) - count)] if len(labels) > count else []
    return _join([*names, *more], phrases)


def _cut(label: str) -> str:
    if measure_text(label) <= MAX_NAME:
        return label
    cut = label
    while measure_text(cut) >= MAX_NAME:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def _join(parts: Sequence[str], phrases: Phrases) -> str:
    """Join `A`, `A and B`, `A, B and C`."""
    return phrases.final_and.join(filter(None, [phrases.between.join(parts[:-1]), *parts[-1:]]))


def _split(things: Iterable[_Any], measure: Callable[[_Any], int]) -> list[list[_Any]]:
    """Split what is listed into parts that fit a sentence each."""
    parts: list[list[_Any]] = []
    room = 0
    for thing in things:
        width = measure(thing)
        if not parts or width > room or len(parts[-1]) == MAX_NAMES:
            parts.append([])
            room = MAX_LISTED
        parts[-1].append(thing)
        room -= width
    return parts


class _Speaker:
    """Walks a graph and remembers what it has said."""

    def __init__(self, graph: Graph, phrases: Phrases) -> None:
        self._graph = graph
        self._phrases = phrases
        self._names = graph.names()
        self._edges: dict[int, list[Edge]] = {index: [] for index in range(len(graph.nodes))}
        self._entering = Counter(edge.target for edge in graph.edges)
        self._links: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
        self._children: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
        self._only: dict[int, list[int]] = {}  # target -> nodes with one edge, which is plain and leads there
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
        self._said: dict[int, list[str]] = {}  # the sentences of each node
        self._before: dict[int, int] = {}  # the node from which the walk came to another
        self._listed: set[int] = set()  # the nodes in boxes with too many for a sentence

    def speak(self) -> Iterator[TreeItem]:
        graph, phrases = self._graph, self._phrases
        entered = {edge.target for edge in graph.edges if edge.target != edge.source}
        self._sources = dict.fromkeys(index for index in self._edges if index not in entered)
        for start in () if graph.is_sequence else [*self._sources, *self._edges]:
            self._walk(start)
        yield from map(TreeItem, self._messages()) if graph.is_sequence else self._group()
        is_all = not graph.edges and not graph.links and not any(self._children.values())
        pattern = phrases.shows if is_all else phrases.also_shows
        for alone in self._split(index for index in self._edges if self._is_alone(index)):
            yield TreeItem(self._sentence(pattern.format(names=self._join(map(self._name, alone)))))
        if graph.is_partial:
            yield TreeItem(self._sentence(phrases.partly))
        for remarks in _split(
            [phrases.quoted.format(words=remark) for remark in graph.remarks], measure_text
        ):
            yield TreeItem(self._sentence(phrases.says.format(words=self._phrases.between.join(remarks))))

    def _group(self) -> Iterable[TreeItem]:
        """Give the sentences of all nodes, in groups if they are many."""
        if sum(map(len, self._said.values())) <= MAX_FLAT and not self._listed:
            return [TreeItem(text) for said in self._said.values() for text in said]
        below: dict[int | None, list[int]] = {None: []}
        for index, said in self._said.items():
            if said or index in self._listed:
                below.setdefault(self._above(index), []).append(index)
        return self._items(below, None, 0)

    def _above(self, index: int) -> int | None:
        """Find the node below whose sentences those of another are: the box around it, or what leads to it."""
        parent = self._graph.nodes[index].parent
        return self._before.get(index) if parent is None and not self._children[index] else parent

    def _items(
        self, below: Mapping[int | None, list[int]], above: int | None, depth: int
    ) -> tuple[TreeItem, ...]:
        """Nest the sentences of the nodes below one; those of a chain are in one list."""
        items: list[TreeItem] = []
        waiting = below[above][::-1]
        while waiting:
            index = waiting.pop()
            said, under = list(map(TreeItem, self._said[index])), below.get(index, [])
            is_start = above is None and len(below[None]) > 1 and index in below[None]
            if index in self._listed:
                first, *more = said or [TreeItem(self._name(index))]
                said = [TreeItem(first.text, tuple(more))]
            if not under or not (self._children[index] or is_start or (len(under) > 1 and depth < MAX_DEPTH)):
                waiting += under[::-1]
            else:
                place = 0 if self._children[index] or index in self._listed else -1
                inner = self._items(below, index, depth + 1)
                said[place] = TreeItem(said[place].text, said[place].children + inner)
            items += said
        return tuple(items)

    def _messages(self) -> Iterator[str]:
        for edge in self._graph.edges:
            said = self._phrases.message.format(first=self._name(edge.source), second=self._name(edge.target))
            yield self._label(said, edge.label)

    def _sentence(self, text: str) -> str:
        return text if text.endswith(_STOPS) else text + self._phrases.stop

    def _label(self, said: str, label: str) -> str:
        return self._sentence(self._phrases.labelled.format(sentence=said, label=label) if label else said)

    def _join(self, names: Iterable[str]) -> str:
        return _join([*names], self._phrases)

    def _split(self, nodes: Iterable[int]) -> list[list[int]]:
        return _split(nodes, lambda index: measure_text(self._call(index)))

    def _is_alone(self, index: int) -> bool:
        joined = self._edges[index] or self._links[index] or self._children[index] or index in self._noted
        return not joined and self._graph.nodes[index].parent is None

    def _walk(self, start: int) -> None:
        """Say what leaves a node, then the same of each node it leads to; without recursion, as chains are long."""
        path: dict[int, None] = {}
        stack: list[tuple[int, int | None]] = [(start, start)]
        while stack:
            index, before = stack.pop()
            if before is None:
                del path[index]
            elif index not in self._visited:
                path[index] = None
                passed = self._chain(index, path)
                self._said.setdefault(index, []).extend(self._visit(index, path, passed))
                if before != index and not self._children[before]:
                    self._before[index] = before
                path.update(dict.fromkeys(passed))
                stack += [(child, child) for child in self._children[index][::-1] if child in self._listed]
                stack += [(each, None) for each in (index, *passed)]
                last = passed[-1] if passed else index
                stack += [(edge.target, index) for edge in reversed(self._edges[last])]

    def _chain(self, index: int, path: Collection[int]) -> list[int]:
        """Give the nodes that are only passed on the way from a node: one arrow leads in, one out, and no more is said."""
        passed: list[int] = []
        while True:
            edges = self._edges[passed[-1] if passed else index]
            if len(edges) != 1 or edges[0].label or len(self._together(edges[0].source, path)) > 1:
                return passed
            node = edges[0].target
            is_known = node in self._visited or node in path or node in passed or self._entering[node] > 1
            if is_known or not self._edges[node] or self._edges[node][0].label or not self._is_bare(node):
                return passed
            if len(self._edges[node]) > 1 or len(self._together(node, path)) > 1:
                return passed
            if len(self._split([index, *passed, node, self._edges[node][0].target])) > 1:
                return passed
            passed.append(node)

    def _visit(self, index: int, path: Collection[int], passed: list[int]) -> Iterator[str]:
        """Say what a node holds, where it leads through the nodes that are passed, and what it is joined with."""
        self._visited.update((index, *passed))
        if self._children[index]:
            yield self._hold(index)
        edges = self._edges[index]
        together = self._together(index, path)
        if len(together) > 1:
            self._visited.update(together)
            names = self._join(map(self._name, together))
            pattern = self._phrases.all if together[2:] else self._phrases.both
            yield self._sentence(pattern.format(names=names, name=self._name(edges[0].target)))
        else:
            yield from self._lead(index, [edge for edge in edges if not edge.label], path, passed)
            for edge in edges:
                if edge.label:
                    said = self._phrases.leads.format(name=self._name(index), aims=self._aims([edge], path))
                    yield self._label(said, edge.label)
        yield from self._say_links(index)

    def _hold(self, index: int) -> str:
        """Say what is in a box; if that is too much for a sentence, each of it heads a group."""
        name, children = self._name(index), self._children[index]
        if len(self._split(children)) > 1:
            names = self._phrases.these.format(count=len(children))
            self._listed.update(children)
            self._said |= {child: self._said.get(child, []) for child in children}
        else:
            names = self._join(map(self._name, children))
        return self._sentence(self._phrases.holds.format(name=name, names=names))

    def _lead(
        self, index: int, plain: list[Edge], path: Collection[int], passed: Sequence[int]
    ) -> Iterator[str]:
        """Say where the arrows without labels lead, through the nodes that are passed."""
        if passed:
            name, through = self._name(index), self._join(map(self._name, passed))
            aims = self._aims(self._edges[passed[-1]], [*path, *passed])
            aims = self._phrases.through.format(names=through, aim=aims)
            yield self._sentence(self._phrases.leads.format(name=name, aims=aims))
            return
        for edges in _split(plain, lambda edge: measure_text(self._call(edge.target))):
            yield self._sentence(
                self._phrases.leads.format(name=self._name(index), aims=self._aims(edges, path))
            )

    def _together(self, index: int, path: Collection[int]) -> list[int]:
        """Give the nodes that share this one's sentence: known or sources, leading only to the same node."""
        edges = self._edges[index]
        if len(edges) != 1 or edges[0].label or edges[0].target in path:
            return [index]
        others = [
            each
            for each in self._only[edges[0].target]
            if each != index
            and each not in self._visited
            and self._is_bare(each)
            and (each in self._noted or each in self._sources)
        ]
        return sorted(self._split([index, *others])[0])

    def _is_bare(self, index: int) -> bool:
        """Say whether a node has no more to be said than its edges."""
        return not self._links[index] and not self._children[index]

    def _aims(self, edges: Sequence[Edge], path: Collection[int]) -> str:
        """Say where some arrows of one node lead: `to A and B, back to C and back to itself`."""
        others = [edge.target for edge in edges if edge.target != edge.source]
        ways = (
            (self._phrases.to, [node for node in others if node not in path]),
            (self._phrases.back, [node for node in others if node in path]),
        )
        said = [way.format(name=self._join(map(self._name, nodes))) for way, nodes in ways if nodes]
        return self._join(said + [self._phrases.itself] * (len(others) < len(edges)))

    def _say_links(self, index: int) -> Iterator[str]:
        plain = []
        for number in self._links[index]:
            if number in self._linked:
                continue
            self._linked.add(number)
            link = self._graph.links[number]
            other = link.second if link.first == index else link.first
            if link.label:
                said = self._phrases.joined.format(name=self._name(index), names=self._name(other))
                yield self._label(said, link.label)
            else:
                plain.append(other)
        for others in self._split(plain):
            name, names = self._name(index), self._join(map(self._name, others))
            yield self._sentence(self._phrases.joined.format(name=name, names=names))

    def _name(self, index: int) -> str:
        """Give a node's name, at the first mention with all else that is written in it."""
        called = self._call(index)
        self._noted.add(index)
        return called

    def _call(self, index: int) -> str:
        """Give what a node is called at the next mention."""
        node, name = self._graph.nodes[index], self._names[index]
        details = node.details if name == node.name else node.note
        return (
            self._phrases.noted.format(name=name, note=details)
            if details and index not in self._noted
            else name
        )
