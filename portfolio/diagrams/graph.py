"""The content of a drawing: nodes and the arrows between them; a tree; a table."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True):
    """A label of a drawing, in a box or on its own."""

    label: str
    """On one line, the white space between its words collapsed."""
    note: str = ""
    """The text in parentheses after or below the label, without them."""
    parent: int | None = None
    """The index of the node whose box encloses this one's, or None."""


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
    """Nodes in reading order (by row, then by column), and what joins them, in the order of their sources."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    links: tuple[Link, ...] = ()


class TreeItem(Struct, frozen=True):
    """An item of a drawn tree, with its continuation lines joined to its text."""

    text: str
    children: tuple[TreeItem, ...] = ()


class Table(Struct, frozen=True):
    """A table that was drawn with box characters; every row has as many cells as the table has columns."""

    head: tuple[str, ...]
    """Empty if no line separates the first row."""
    rows: tuple[tuple[str, ...], ...]
