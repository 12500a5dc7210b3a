"""How large each item of a layered graph is, and where it is across its layer.

Across is the direction of a layer: columns where the flow runs down, rows where it runs to the right.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field

from portfolio.diagrams.drawing.layers import find_neighbours
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.diagrams.drawing.layers import Item, Layers
    from portfolio.diagrams.graph import Node

BOX_GAP = 2
"""Columns between boxes side by side."""

LABEL_GAP = 3
"""Columns between a label and the next line on its right: one nearer could own the label too (see captions.py)."""

PLACINGS = 6
"""How often each layer is drawn towards its neighbours."""


class Size(Struct, frozen=True):
    """An item's text, and its size with walls."""

    lines: list[str] = field(default_factory=list)
    width: int = 1
    height: int = 1


def wrap(text: str, width: int) -> list[str]:
    """Break text between words into lines of at most so many columns; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and measure_text(lines[-1]) + 1 + measure_text(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def node_lines(node: Node, width: int) -> list[str]:
    """Give a node's label, its first line apart, and below it its note in parentheses, at most so many columns wide."""
    label = wrap(node.label, width)
    if node.first and node.label.startswith(node.first + " "):
        label = wrap(node.first, width) + wrap(node.label[len(node.first) + 1 :], width)
    return label + (wrap(f"({node.note})", width) if node.note else [])


def measure(item: Item, nodes: Sequence[Node], ports: tuple[int, int], width: int, *, down: bool) -> Size:
    """Size an item so that its text fits, and so many lines to the layers before and after it."""
    if item.node is None:
        if not item.label:
            return Size()
        room = measure_text(item.label) + 2  # `│ label`, or ` label ` in the line
        return Size([item.label], room, 1)
    lines = node_lines(nodes[item.node], width)
    text = max(map(measure_text, lines), default=0)
    if down:
        return Size(lines, max(text + 4, 2 * max(ports) + (3 if max(ports) > 1 else 1)), len(lines) + 2)
    return Size(lines, text + 4, max(len(lines), *ports) + 2)


def place_down(layers: Layers, sizes: Sequence[Size], limit: int) -> dict[int, int] | None:
    """Give each item's first column so that it is over the middle of what it is joined to; None if too wide."""
    gaps = [_gaps(layers, row) for row in layers.rows]
    widths = [row_width(layers, sizes, row) for row in layers.rows]
    widest = max(widths)
    if widest > limit:
        return None
    near = find_neighbours(layers.pieces)
    columns: dict[int, int] = {}
    for row, gap, width in zip(layers.rows, gaps, widths, strict=True):
        column = (widest - width) // 2
        for item, space in zip(row, [*gap, 0], strict=True):
            columns[item] = column
            column += sizes[item].width + space
    for sweep in range(PLACINGS):
        numbers = range(len(layers.rows)) if sweep % 2 == 0 else range(len(layers.rows) - 1, -1, -1)
        for number in numbers:
            row = layers.rows[number]
            wanted, weights, offsets, offset = [], [], [], 0
            for item, space in zip(row, [*gaps[number], 0], strict=True):
                ends = near[sweep % 2][item] or near[1 - sweep % 2][item]
                middle = (
                    sum(columns[end] + spine(layers, sizes, end) for end in ends) / len(ends)
                    if ends
                    else None
                )
                own = columns[item] if middle is None else middle - spine(layers, sizes, item)
                wanted.append(own - offset)
                weights.append(4.0 if layers.items[item].node is None else 1.0)
                offsets.append(offset)
                offset += sizes[item].width + space
            slack = widest - widths[number]
            for item, start, base in zip(row, settle(wanted, weights), offsets, strict=True):
                columns[item] = base + min(max(round(start), 0), slack)
    return columns


def place_right(layers: Layers, sizes: Sequence[Size]) -> dict[int, int]:
    """Give each item's first row so that the first arrow of each box runs straight."""
    near = find_neighbours(layers.pieces)
    rows = dict.fromkeys(range(len(layers.items)), 0)
    for sweep in range(PLACINGS):
        numbers = range(len(layers.rows)) if sweep % 2 == 0 else range(len(layers.rows) - 1, -1, -1)
        for number in numbers:
            free = 0
            for item in layers.rows[number]:
                inner = 0 if layers.items[item].node is None else 1
                ends = [rows[end] + (layers.items[end].node is not None) for end in near[sweep % 2][item]]
                wanted = min(ends) - inner if ends else 0
                rows[item] = max(rows[item], wanted, free)
                free = rows[item] + sizes[item].height + (1 if layers.items[item].node is None else 0)
    return rows


def spine(layers: Layers, sizes: Sequence[Size], item: int) -> int:
    """Give where, from an item's first column, its line runs: a label is to the right of it."""
    return 0 if layers.items[item].node is None else sizes[item].width // 2


def settle(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Find the rising numbers that are nearest to the wanted ones (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        mean, total, count = value, weight, 1
        while pools and pools[-1][0] >= mean:
            before, heavy, many = pools.pop()
            mean = (before * heavy + mean * total) / (heavy + total)
            total, count = total + heavy, count + many
        pools.append((mean, total, count))
    return [mean for mean, _, count in pools for _ in range(count)]


def row_width(layers: Layers, sizes: Sequence[Size], row: list[int]) -> int:
    """Give the columns that the items of a layer take side by side."""
    return sum(sizes[item].width for item in row) + sum(_gaps(layers, row))


def _gaps(layers: Layers, row: list[int]) -> list[int]:
    return [_gap(layers, left, right) for left, right in pairwise(row)]


def _gap(layers: Layers, left: int, right: int) -> int:
    boxes = layers.items[left].node is not None and layers.items[right].node is not None
    return BOX_GAP if boxes else LABEL_GAP if layers.items[left].label else 1
