"""The way of each arrow in a drawing, from the edge of its source to that of its target: what moves can follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import SIDES
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.glyphs import Direction
    from portfolio.diagrams.graph import Node
    from portfolio.diagrams.shapes import Box, Diagram, Drawing

Course = tuple[Cell, ...]
_GAP = 2
"""The steps from a label without a box to its arrow: a blank may be between."""


def find_courses(diagram: Diagram) -> dict[tuple[int, int], Course]:
    """Return the cells of each arrow, in order, by the indexes of its nodes.

    An arrow that cannot be followed is left out, as is one whose label is in the drawing twice.
    """
    drawing, graph = diagram.drawing, diagram.graph
    boxes = {_words_in(drawing, box): box for box in drawing.boxes}
    regions = [_find_region(node, drawing, boxes) for node in graph.nodes]
    walls = frozenset(cell for box in drawing.boxes for cell in box.walls())
    found = {}
    for edge in graph.edges:
        way = _follow(drawing, regions[edge.source], regions[edge.target], walls)
        if way:
            found[edge.source, edge.target] = way
    return found


def _find_region(node: Node, drawing: Drawing, boxes: dict[str, Box]) -> frozenset[Cell]:
    """Return the cells of a node: its box, or its words."""
    box = boxes.get(f"{node.label} ({node.note})" if node.note else node.label)
    if box is not None:
        return frozenset([*box.walls(), *box.inside()])
    found = [
        frozenset(Cell(row, column) for column in range(start, start + len(node.label)))
        for row, cells in enumerate(drawing.grid.rows)
        for start in range(len(cells))
        if "".join(cells[start : start + len(node.label)]) == node.label
    ]
    return found[0] if len(found) == 1 else frozenset()


def _words_in(drawing: Drawing, box: Box) -> str:
    """Return the words in a box, and not those in the boxes inside it."""
    inner = [other for other in drawing.boxes if box.holds(Cell(other.top, other.left))]
    rows: dict[int, list[str]] = {}
    for cell in box.inside():
        is_own = drawing.is_text(cell) and not any(other.covers(cell) for other in inner)
        mark = drawing.grid.at(*cell)
        rows.setdefault(cell.row, []).append(mark if is_own or not mark else " ")
    return " ".join(word for row in rows.values() for word in "".join(row).split())


def _follow(
    drawing: Drawing, source: frozenset[Cell], target: frozenset[Cell], walls: frozenset[Cell]
) -> Course:
    """Return the shortest way along lines from one region to another, the walls at its ends included."""
    before: dict[Cell, Cell | None] = dict.fromkeys(sorted(source & walls or source))
    waiting = [*before]
    for cell in waiting:
        for other in _leave(drawing, cell) if cell in source else _go_on(drawing, cell):
            if other in before or other in source:
                continue
            before[other] = cell
            if cell in drawing.heads:
                if other in target:
                    return tuple(way for way in _trace(before, other) if not drawing.is_text(way))
            elif other not in walls:
                waiting.append(other)
    return ()


def _leave(drawing: Drawing, cell: Cell) -> Iterator[Cell]:
    """Yield the lines and heads beside a wall, or beside words with a blank between them."""
    for side in SIDES:
        for steps in range(1, 1 + (_GAP if drawing.is_text(cell) else 1)):
            if _joins(drawing, cell.step(side, steps), side):
                yield cell.step(side, steps)


def _go_on(drawing: Drawing, cell: Cell) -> Iterator[Cell]:
    """Yield the cells that a line leads to; from a head those that it points at."""
    head, arms = drawing.heads.get(cell), drawing.lines.get(cell)
    for side in SIDES:
        if head is not None:
            if side is head or drawing.is_two_way(cell):
                yield from (cell.step(side, steps) for steps in range(1, _GAP + 1))
        elif arms is not None and arms.reaches(side) and _joins(drawing, cell.step(side), side):
            yield cell.step(side)


def _joins(drawing: Drawing, cell: Cell, side: Direction) -> bool:
    """Say whether a cell goes on with a line that arrives in a direction."""
    arms = drawing.lines.get(cell)
    return drawing.heads.get(cell) is side or (arms is not None and arms.reaches(side.opposite))


def _trace(before: dict[Cell, Cell | None], end: Cell) -> Course:
    way = []
    step: Cell | None = end
    while step is not None:
        way.append(step)
        step = before[step]
    return tuple(reversed(way))
