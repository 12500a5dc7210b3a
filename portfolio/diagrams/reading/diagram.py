"""Text -> a diagram: what kind of drawing it is, what it means, and its problems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.diagrams.glyphs import box_glyphs
from portfolio.diagrams.grid import MOST_CELLS, TAB_STOP, Grid, parse_grid, split_lines
from portfolio.diagrams.reading.graph import read_graph
from portfolio.diagrams.reading.labels import BoxIndex, find_pieces
from portfolio.diagrams.reading.sequence import read_sequence
from portfolio.diagrams.reading.table import is_grid, read_table
from portfolio.diagrams.reading.trace import trace_drawing
from portfolio.diagrams.reading.tree import read_tree
from portfolio.diagrams.repair.problems import find_problems
from portfolio.diagrams.shapes import Diagram, Drawing, Kind, Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tabs, and those that turn the direction of what follows them."""


def read_diagram(text: str) -> Diagram:
    """Read a drawing. Any text is one: what is unclear stays text, character for character.

    >>> read_diagram("Orders -> Billing").graph.edges
    (Edge(source=0, target=1, label=''),)
    """
    grid = parse_grid(text)
    problems = tuple(_problems(text, grid))
    if sum(map(len, grid.rows)) > MOST_CELLS:
        return Diagram(Kind.TEXT, Drawing(grid, {}, {}, ()), problems=problems)
    tree = read_tree(grid)
    if tree is not None:
        lines = {cell: arms for cell in sorted(tree.cells) if (arms := box_glyphs().get(grid.at(*cell)))}
        return Diagram(Kind.TREE, Drawing(grid, lines, {}, ()), tree=tree.items, problems=problems)
    drawing = trace_drawing(grid)
    problems = (*problems, *find_problems(grid, drawing.boxes))
    table = read_table(drawing)
    if table is not None:
        return Diagram(Kind.TABLE, drawing, table=table, problems=problems)
    boxes = BoxIndex(drawing.boxes)
    pieces = find_pieces(drawing, boxes)
    sequence = read_sequence(drawing, boxes, pieces)
    if sequence is not None:
        drawn = replace(
            drawing, lines=drawing.lines | sequence.lines, heads=drawing.heads | sequence.heads, problems=()
        )
        return Diagram(Kind.SEQUENCE, drawn, sequence.graph, problems=problems)
    reading = read_graph(drawing, boxes, pieces)
    drawing = _with_messages(drawing, grid)
    graph = reading.graph
    problems = tuple(
        sorted(
            (*problems, *drawing.problems, *reading.problems), key=lambda found: (found.line, found.column)
        )
    )
    is_flow = bool(graph.edges or graph.links or (drawing.boxes and not is_grid(drawing)))
    if not is_flow or reading.is_sequence:
        return Diagram(Kind.TEXT, drawing, problems=problems)
    return Diagram(Kind.FLOW, drawing, graph, problems=problems, courses=reading.courses)


def _with_messages(drawing: Drawing, grid: Grid) -> Drawing:
    """Return a drawing with the lines that were set aside while it was read."""
    if not drawing.messages and not drawing.quiet:
        return drawing
    lines, heads = drawing.lines | drawing.quiet, dict(drawing.heads)
    for between in drawing.messages:
        lines |= between.lines
        heads |= between.heads
    return replace(drawing, grid=grid, lines=lines, heads=heads)


def _problems(text: str, grid: Grid) -> Iterator[Problem]:
    if not any(grid.rows):
        yield Problem(ProblemKind.EMPTY, 1, 1, 1, "this drawing is empty", "draw something, or remove it")
    for number, line in enumerate(split_lines(text), 1):
        if "\t" in line:
            yield Problem(
                ProblemKind.TAB,
                number,
                line.index("\t") + 1,
                1,
                "a tab has another width in every program",
                f"use blanks; it is read as the way to the next multiple of {TAB_STOP} columns",
            )
        for found in _CONTROL.finditer(line):
            message = f"a control character U+{ord(found[0]):04X}"
            yield Problem(ProblemKind.CONTROL, number, found.start() + 1, 1, message, "remove it")
