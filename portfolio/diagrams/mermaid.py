"""A graph -> Mermaid, for READMEs and wikis that draw it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.graph import Graph

_SIGNS = re.compile(r"[\"#;<>&|`\\]")
"""What Mermaid would take for a sign of its own; it shows a character by its number."""

_NOTHING = "#8203;"
"""A message needs words; this is a blank without a width."""


def write_mermaid(graph: Graph) -> str:
    """Return a graph as a Mermaid flowchart, or as a sequence diagram; empty without a node.

    >>> from portfolio.diagrams import Edge, Graph, Node
    >>> print(write_mermaid(Graph((Node("SNS"), Node("SQS")), (Edge(0, 1, "events"),))))
    flowchart TD
        n0["SNS"]
        n1["SQS"]
        n0 -->|"events"| n1
    """
    if not graph.nodes:
        return ""
    return "\n".join(_write_sequence(graph) if graph.is_sequence else _write_flow(graph))


def _write_sequence(graph: Graph) -> Iterator[str]:
    yield "sequenceDiagram"
    yield from (f"    participant n{index} as {_text(node.label)}" for index, node in enumerate(graph.nodes))
    for edge in graph.edges:
        yield f"    n{edge.source}->>n{edge.target}: {_text(edge.label) or _NOTHING}"


def _write_flow(graph: Graph) -> Iterator[str]:
    yield "flowchart TD"
    yield from _write_nodes(graph, None, "    ")
    for edge in graph.edges:
        yield f"    n{edge.source} -->{_label(edge.label)} n{edge.target}"
    for link in graph.links:
        yield f"    n{link.first} ---{_label(link.label)} n{link.second}"


def _write_nodes(graph: Graph, parent: int | None, indent: str) -> Iterator[str]:
    """Give the nodes in a box; one that holds others is a subgraph."""
    for index, node in enumerate(graph.nodes):
        if node.parent != parent:
            continue
        label = f'n{index}["{_text(node.name)}{"<br>" + _text(node.details) if node.details else ""}"]'
        if any(other.parent == index for other in graph.nodes):
            yield f"{indent}subgraph {label}"
            yield from _write_nodes(graph, index, indent + "    ")
            yield f"{indent}end"
        else:
            yield indent + label


def _label(text: str) -> str:
    return f'|"{_text(text)}"|' if text else ""


def _text(text: str) -> str:
    return _SIGNS.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
