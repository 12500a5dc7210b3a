"""Where lines leave and enter the items of a layered graph, and on which tracks they run between layers.

Positions are across the layers (see place.py); a channel is the room between two layers, its tracks are numbered
from the upper layer on. Source: channel routing with vertical constraints (A. Hashimoto, J. Stevens, 1971).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.drawing.canvas import Clash
from portfolio.diagrams.drawing.place import settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.diagrams.drawing.layers import Layers

ROUNDS = 3
"""How often both ends of a line are moved towards each other."""

Ports = dict[tuple[int, int], int]
"""The position of a line's end by its piece and its item, both by number."""


class Span(Struct, frozen=True):
    """The positions where lines may reach an item."""

    first: int
    last: int
    home: int
    """Where a line goes that has no better place."""
    step: int
    """How far two lines must be apart."""


def find_ports(layers: Layers, spans: Mapping[int, Span]) -> Ports:
    """Choose the ends of all lines, so that as many as can be run straight and none meets a stranger's end.

    Raises:
        Clash: an item is too small for its lines.
    """
    return _Ends(layers, spans).find()


class _Ends:
    """The ends of lines, on the side of each item where they leave and on the side where they enter."""

    def __init__(self, layers: Layers, spans: Mapping[int, Span]) -> None:
        self._layers, self._spans = layers, spans
        self._ports: Ports = {}
        self._leaving: dict[int, list[int]] = {}  # item -> pieces, by number
        self._entering: dict[int, list[int]] = {}
        for number, piece in enumerate(layers.pieces):
            for items, side in ((piece.tops, self._leaving), (piece.bottoms, self._entering)):
                for item in items:
                    side.setdefault(item, []).append(number)
                    self._ports[number, item] = spans[item].home

    def find(self) -> Ports:
        for _ in range(ROUNDS):
            for side in (self._leaving, self._entering):
                for item, numbers in side.items():
                    self._spread(item, numbers, side)
        return self._ports

    def _others(self, number: int, side: Mapping[int, list[int]]) -> list[int]:
        """Give the items at the far end of a piece, seen from a side."""
        piece = self._layers.pieces[number]
        return piece.bottoms if side is self._leaving else piece.tops

    def _spread(self, item: int, numbers: list[int], side: Mapping[int, list[int]]) -> None:
        """Place an item's lines on one of its sides: straight where both ends allow it, else evenly."""
        span = self._spans[item]
        room = span.last - span.first - (len(numbers) - 1) * span.step
        if room < 0:
            raise Clash
        numbers.sort(key=lambda number: self._aim(number, side))
        wanted = []
        for place, number in enumerate(numbers):
            even = span.first + (place + 1) * (span.last - span.first) / (len(numbers) + 1)
            straight = self._straight(number, span, side)
            home = span.home if len(numbers) == 1 else even
            wanted.append((home if straight is None else straight) - place * span.step)
        for place, (number, slot) in enumerate(
            zip(numbers, settle(wanted, [1.0] * len(numbers)), strict=True)
        ):
            self._ports[number, item] = (
                span.first + min(max(round(slot) - span.first, 0), room) + place * span.step
            )

    def _aim(self, number: int, side: Mapping[int, list[int]]) -> float:
        """Give the middle of a line's other ends."""
        items = self._others(number, side)
        return sum(self._ports[number, item] for item in items) / len(items)

    def _straight(self, number: int, span: Span, side: Mapping[int, list[int]]) -> float | None:
        """Find where a line would run straight to its only other end."""
        piece, others = self._layers.pieces[number], self._others(number, side)
        if len(others) > 1:
            return None
        aim, low, high = self._aim(number, side), span.first, span.last
        if len(piece.tops) == len(piece.bottoms) == 1:
            low, high = max(low, self._spans[others[0]].first), min(high, self._spans[others[0]].last)
            return min(max(aim, low), high) if low <= high else None
        return aim if low <= aim <= high else None


def find_tracks(layers: Layers, ports: Ports) -> tuple[dict[int, int], list[int]]:
    """Give each piece that does not run straight its track; and how many tracks each channel has.

    Raises:
        Clash: two lines would have to be above each other.
    """
    tracks: dict[int, int] = {}
    counts = []
    for channel in range(len(layers.rows) - 1):
        ends = {}
        for number, piece in enumerate(layers.pieces):
            if piece.layer == channel:
                tops = {ports[number, item] for item in piece.tops}
                bottoms = {ports[number, item] for item in piece.bottoms}
                if len(tops | bottoms) > 1:
                    ends[number] = (tops, bottoms)
        found = _stack(ends)
        tracks |= found
        counts.append(max(found.values(), default=-1) + 1)
    return tracks, counts


def _stack(ends: Mapping[int, tuple[set[int], set[int]]]) -> dict[int, int]:
    """Put lines on tracks: strangers apart, and of the free orders the one that crosses least."""
    above: dict[int, set[int]] = {number: set() for number in ends}
    better: dict[int, set[int]] = {number: set() for number in ends}
    for first in ends:
        for second in ends:
            if first == second:
                continue
            if ends[first][0] & ends[second][1]:
                above[second].add(first)
            elif _cost(ends[first], ends[second]) < _cost(ends[second], ends[first]):
                better[second].add(first)
    tracks: dict[int, int] = {}
    taken: list[list[tuple[int, int]]] = []
    left = dict.fromkeys(ends)
    while left:
        ready = [number for number in left if not above[number] & left.keys()]
        if not ready:
            raise Clash
        number = min(ready, key=lambda each: len(better[each] & left.keys()))
        del left[number]
        low, high = _reach(ends[number])
        start = max((tracks[each] + 1 for each in above[number]), default=0)
        start = max([start, *(tracks[each] for each in better[number] if each in tracks)])
        while start < len(taken) and any(low <= end + 1 and begin <= high + 1 for begin, end in taken[start]):
            start += 1
        if start == len(taken):
            taken.append([])
        taken[start].append((low, high))
        tracks[number] = start
    return tracks


def _reach(ends: tuple[set[int], set[int]]) -> tuple[int, int]:
    every = ends[0] | ends[1]
    return min(every), max(every)


def _cost(upper: tuple[set[int], set[int]], lower: tuple[set[int], set[int]]) -> int:
    """Count the crossings of two lines if the first runs above the second."""
    low, high = _reach(upper)
    begin, end = _reach(lower)
    return sum(low < place < high for place in lower[0]) + sum(begin < place < end for place in upper[1])
