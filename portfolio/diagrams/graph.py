"""The content of a drawing: nodes and the arrows between them; a tree; a table."""

from __future__ import annotations

from msgspec import Struct

MAX_NAME = 32
"""A label of several lines with more characters is a name and what is said of it."""


class Node(Struct, frozen=True):
    """A label of a drawing, in a box or on its own."""

    label: str
    """On one line, the white space between its words collapsed."""
    note: str = ""
    """The text in parentheses after or below the label, without them."""
    parent: int | None = None
    """The index of the node whose box encloses this one's, or None."""
    first: str = ""
    """The first line of a label of several lines."""
    rest: str = ""
    """Its further lines, with commas between."""

    @property
    def name(self) -> str:
        """What the node is called in a sentence: a short label, or the first line of a long one."""
        return self.first if self.first and len(self.label) > MAX_NAME else self.label

    @property
    def details(self) -> str:
        """All that is written in it but its name."""
        return ", ".join(filter(None, ["" if self.name == self.label else self.rest, self.note]))


class Edge(Struct, frozen=True):
    """An arrow from one node to another, by their indexes."""

    source: int
    target: int
    label: str = ""


class Link(Struct, frozen=True):
    """A line without an arrow head that joins two nodes, by their indexes."""

    first: int
    second: int
    label: str = ""


class Graph(Struct, frozen=True):
    """Nodes in reading order (by row, then by column), and what joins them, in the order of their sources.

    The nodes of a sequence are ordered from left to right, its edges from top to bottom.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    links: tuple[Link, ...] = ()
    remarks: tuple[str, ...] = ()
    """Words that belong to the drawing as a whole, in reading order."""
    remarks_above: int = 0
    """How many of them are above all nodes."""
    is_sequence: bool = False
    is_partial: bool = False
    """Whether there are arrows in the drawing that are not understood."""

    def names(self) -> list[str]:
        """Return what each node is called; by its whole label where another has the same name."""
        labels: dict[str, set[str]] = {}
        for node in self.nodes:
            labels.setdefault(node.name, set()).add(node.label)
        return [node.name if len(labels[node.name]) == 1 else node.label for node in self.nodes]


class TreeItem(Struct, frozen=True):
    """An item of a drawn tree, with its continuation lines joined to its text."""

    text: str
    children: tuple[TreeItem, ...] = ()


class Table(Struct, frozen=True):
    """A table that was drawn with box characters; every row has as many cells as the table has columns."""

    head: tuple[str, ...]
    """Empty if no line separates the first row."""
    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...] = ()
    """The lines of words above it."""
    below: tuple[str, ...] = ()
