"""A layered graph -> cells: sizes, places, lines and heads put together, to the right or downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.diagrams.drawing.canvas import Canvas
from portfolio.diagrams.drawing.layers import Head, Layers, Piece
from portfolio.diagrams.drawing.place import Size, measure, place_down, place_right, row_width, spine
from portfolio.diagrams.drawing.routing import Span, find_ports, find_tracks
from portfolio.diagrams.glyphs import Direction
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from portfolio.diagrams.graph import Graph

TEXT_WIDTHS = range(40, 6, -2)
"""How wide a line of text in a box may be: the first with which all fits."""

_ACROSS = 3
"""Columns between boxes to the right of each other, where nothing runs up or down: a shaft and a head."""

_AHEAD = {True: (Direction.DOWN, Direction.UP), False: (Direction.RIGHT, Direction.LEFT)}
"""The sides that face the next layer and the last one, by whether the flow runs down."""


class Plan:
    """A layered graph on its way to the canvas. `along` is the direction of the flow, `across` that of a layer."""

    def __init__(self, graph: Graph, layers: Layers, text_width: int, limit: int, *, down: bool) -> None:
        self._layers, self._limit, self._down = layers, limit, down
        ports = self._count_ports()
        self._sizes = [Size() for _ in layers.items]
        for row in layers.rows:
            for width in range(text_width, TEXT_WIDTHS[-1] - 1, TEXT_WIDTHS.step):
                for item in row:
                    self._sizes[item] = measure(
                        layers.items[item], graph.nodes, ports[item], width, down=down
                    )
                if not down or row_width(layers, self._sizes, row) <= limit:
                    break

    def _count_ports(self) -> list[tuple[int, int]]:
        ports = [(0, 0)] * len(self._layers.items)
        for piece in self._layers.pieces:
            for item in piece.tops:
                ports[item] = (ports[item][0], ports[item][1] + 1)
            for item in piece.bottoms:
                ports[item] = (ports[item][0] + 1, ports[item][1])
        return ports

    def draw(self) -> str | None:
        """Draw it; None if it is too wide.

        Raises:
            Clash: lines would run over each other.
        """
        if self._down and all(len(row) == 1 for row in self._layers.rows):
            self._widen()
        across = place_down(self._layers, self._sizes, self._limit) if self._down else self._place_right()
        if across is None:
            return None
        self._ports = find_ports(self._layers, self._spans(across))
        self._tracks, counts = find_tracks(self._layers, self._ports)
        self._starts, self._ends = self._place_along(counts)
        if not self._down and self._ends[-1] > self._limit:
            return None
        canvas = Canvas()
        for item in (item for row in self._layers.rows for item in row):
            self._draw_item(canvas, item, across[item])
        for number in range(len(self._layers.pieces)):
            self._draw_piece(canvas, number)
        return canvas.render()

    def _widen(self) -> None:
        """Make the boxes of a chain equally wide."""
        members = {item for row in self._layers.rows for item in row}
        widest = max(self._sizes[item].width for item in members)
        self._sizes = [
            size if item.node is None else replace(size, width=max(size.width, widest))
            for size, item in zip(self._sizes, self._layers.items, strict=True)
        ]

    def _place_right(self) -> dict[int, int] | None:
        least = sum(self._length(row) for row in self._layers.rows) + _ACROSS * (len(self._layers.rows) - 1)
        return None if least > self._limit else place_right(self._layers, self._sizes)

    def _length(self, row: list[int]) -> int:
        return max(self._sizes[item].height if self._down else self._sizes[item].width for item in row)

    def _spans(self, across: dict[int, int]) -> dict[int, Span]:
        spans = {}
        for item, first in across.items():
            if self._layers.items[item].node is None:
                spans[item] = Span(first, first, first, 1)
            elif self._down:
                home = first + spine(self._layers, self._sizes, item)
                spans[item] = Span(first + 1, first + self._sizes[item].width - 2, home, 2)
            else:
                spans[item] = Span(first + 1, first + self._sizes[item].height - 2, first + 1, 1)
        return spans

    def _place_along(self, counts: list[int]) -> tuple[list[int], list[int]]:
        """Give where each layer begins, and where the channel behind it does."""
        starts, ends, place = [], [], 0
        for number, row in enumerate(self._layers.rows):
            starts.append(place)
            ends.append(place + self._length(row))
            if number < len(counts):
                place = ends[-1] + self._channel(number, counts[number])
        return starts, ends

    def _channel(self, number: int, tracks: int) -> int:
        """Give the length of a channel: its tracks, and before and behind them its heads."""
        if not self._down:
            return max(1 + tracks + 1, _ACROSS)
        pieces = [piece for piece in self._layers.pieces if piece.layer == number]
        behind = any(piece.head is Head.FORWARD and self._has_box(piece.bottoms) for piece in pieces)
        bare = any(self._has_box(piece.tops) and self._has_box(piece.bottoms) for piece in pieces)
        return max(self._first_track(number) + tracks + behind, bare)

    def _first_track(self, number: int) -> int:
        """Give the first track's place in its channel: behind the heads that lead back."""
        pieces = [piece for piece in self._layers.pieces if piece.layer == number]
        backwards = any(piece.head is Head.BACKWARD and self._has_box(piece.tops) for piece in pieces)
        return int(backwards or not self._down)

    def _has_box(self, items: list[int]) -> bool:
        return any(map(self._is_box, items))

    def _is_box(self, item: int) -> bool:
        return self._layers.items[item].node is not None

    def _cell(self, along: int, across: int) -> Cell:
        return Cell(along, across) if self._down else Cell(across, along)

    def _draw_item(self, canvas: Canvas, item: int, across: int) -> None:
        """Draw a box, or the line that passes the layer instead of one, beside its label or through it."""
        layer, size = self._layers.items[item].layer, self._sizes[item]
        start, end = self._starts[layer], self._ends[layer]
        if self._is_box(item):
            canvas.box(-1 - item, self._cell(start, across), size.height, size.width, size.lines)
            return
        net = next(piece.net for piece in self._layers.pieces if item in piece.tops)
        if size.lines and self._down:
            canvas.write(start + (end - start - 1) // 2, across + 2, size.lines[0])
        elif size.lines:
            canvas.write(across, start + 1, size.lines[0])
            start += size.width
        self._run(canvas, net, across, start, end)

    def _run(self, canvas: Canvas, net: int, across: int, start: int, end: int) -> None:
        """Draw a line along, from the border of one cell to the border of another, not included."""
        for along in range(start, end):
            for side in _AHEAD[self._down]:
                canvas.arm(net, self._cell(along, across), side)

    def _draw_piece(self, canvas: Canvas, number: int) -> None:
        """Draw a line between two layers, with its heads, and the tees where it leaves a box."""
        piece = self._layers.pieces[number]
        ahead, back = _AHEAD[self._down]
        end = self._starts[piece.layer + 1]
        bends = number in self._tracks
        track = self._ends[piece.layer] + self._first_track(piece.layer) + self._tracks.get(number, 0)
        reached = [self._ports[number, item] for item in [*piece.tops, *piece.bottoms]]
        canvas.line(piece.net, self._cell(track, min(reached)), self._cell(track, max(reached)))
        for item in piece.tops:
            across = self._ports[number, item]
            first = self._leave(canvas, piece, item, across)
            if bends:
                canvas.arm(piece.net, self._cell(track, across), back)
            straight = end - 1 if piece.head is Head.FORWARD and self._has_box(piece.bottoms) else end
            self._run(canvas, piece.net, across, first, track if bends else straight)
        for item in piece.bottoms:
            across = self._ports[number, item]
            last = self._enter(canvas, piece, item, across)
            if bends:
                canvas.arm(piece.net, self._cell(track, across), ahead)
                self._run(canvas, piece.net, across, track + 1, last)

    def _leave(self, canvas: Canvas, piece: Piece, item: int, across: int) -> int:
        """Draw a line's beginning at its upper end; gives the first cell behind it."""
        if not self._is_box(item):
            return self._ends[piece.layer]
        first = self._starts[piece.layer] + self._length([item])
        ahead, back = _AHEAD[self._down]
        if piece.head is Head.BACKWARD:
            canvas.head(self._cell(first, across), back)
            return first + 1
        canvas.arm(-1 - item, self._cell(first - 1, across), ahead)
        return first

    def _enter(self, canvas: Canvas, piece: Piece, item: int, across: int) -> int:
        """Draw a line's end at its lower end; gives the cell where the line stops before it."""
        end = self._starts[piece.layer + 1]
        if not self._is_box(item):
            return end
        ahead, back = _AHEAD[self._down]
        if piece.head is Head.FORWARD:
            canvas.head(self._cell(end - 1, across), ahead)
            return end - 1
        canvas.arm(-1 - item, self._cell(end, across), back)
        return end
