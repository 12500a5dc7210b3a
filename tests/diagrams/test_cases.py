"""Drawings in plain files: each states below a line `---` all that is to be read out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portfolio.diagrams.reading.diagram import read_diagram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.diagrams.graph import Node, TreeItem
    from portfolio.diagrams.shapes import Diagram

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def describe(diagram: Diagram) -> Iterator[str]:
    """Give every fact of a diagram as a line: `edge: A -> B: label`, `node: SQS (buffered queue) in VPC`."""
    nodes = diagram.graph.nodes
    yield f"kind: {diagram.kind}"
    yield f"boxes: {len(diagram.drawing.boxes)}"
    yield f"heads: {len(diagram.drawing.heads)}"
    yield from (describe_node(node, nodes) for node in nodes)
    for edge in diagram.graph.edges:
        yield f"edge: {nodes[edge.source].label} -> {nodes[edge.target].label}" + (
            edge.label and f": {edge.label}"
        )
    for link in diagram.graph.links:
        yield f"link: {nodes[link.first].label} -- {nodes[link.second].label}" + (
            link.label and f": {link.label}"
        )
    yield from (f"problem: {problem.kind} {problem.line}:{problem.column}" for problem in diagram.problems)
    yield from describe_items(diagram.tree, 0)
    if diagram.table:
        yield f"head: {' | '.join(diagram.table.head)}"
        yield from (f"row: {' | '.join(row)}" for row in diagram.table.rows)


def describe_node(node: Node, nodes: tuple[Node, ...]) -> str:
    note = node.note and f" ({node.note})"
    return f"node: {node.label}{note}" + ("" if node.parent is None else f" in {nodes[node.parent].label}")


def describe_items(items: Iterable[TreeItem], depth: int) -> Iterator[str]:
    for item in items:
        yield f"item: {'  ' * depth}{item.text}"
        yield from describe_items(item.children, depth + 1)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_drawing_is_read_as_its_file_says(path: Path) -> None:
    drawing, _, expected = path.read_text(encoding="utf-8").rpartition("\n---\n")
    found = [line.rstrip() for line in describe(read_diagram(drawing))]
    assert found == [line.rstrip() for line in expected.splitlines()]


def test_there_are_cases() -> None:
    assert len(CASES) >= 80
