"""Boxes and labels -> nodes: what each is called, its note, and the box around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.diagrams.graph import Node
from portfolio.diagrams.reading.labels import split_note, strip_note
from portfolio.diagrams.reading.paths import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portfolio.diagrams.reading.labels import BoxIndex, Piece
    from portfolio.diagrams.reading.notes import Notes
    from portfolio.diagrams.shapes import Box, Drawing

_WORD = re.compile(r"\w")
_LINE = re.compile(r"[-=+|]+")
"""A piece of a line that nothing takes up."""


class NodeReader:
    """Makes a node of every box and of every label that a line or an arrow meets."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        drawing: Drawing,
        boxes: BoxIndex,
        pieces: list[Piece],
        notes: Notes,
        used: Collection[Place],
        labels: Collection[int],
    ) -> None:
        self._drawing = drawing
        self._boxes = boxes
        self._pieces = pieces
        self._items, self._lines = notes.items, notes.lines
        self._places = used
        self._used = {place.piece for place in used if place.piece is not None}
        self._below: dict[int, list[int]] = {}
        self._inside: dict[int, list[int]] = {}
        self._frames = {
            parent for box in range(len(drawing.boxes)) if (parent := boxes.parent(box)) is not None
        }
        self._taken = taken = set(labels) | self._used
        for index in range(len(pieces)):
            label = notes.owner(index)
            if label != index and label in self._used:
                self._below.setdefault(label, []).append(index)
                taken.add(index)
        for index, piece in enumerate(pieces):
            if piece.box is None or _LINE.fullmatch(piece.text):
                continue
            if index in taken:
                self._frames.add(piece.box)
            else:
                self._inside.setdefault(piece.box, []).append(index)

    def read(self) -> tuple[tuple[Node, ...], dict[Place, int]]:
        """Return the nodes in reading order, and the index of the node at each place."""
        places = [place for place in self._places if place.box is None]
        places += [Place(None, index) for index in range(len(self._drawing.boxes))]
        places.sort(key=self._position)
        index = {place: number for number, place in enumerate(places)}
        nodes = []
        for place in places:
            parent = self._parent(place)
            around = None if parent is None else index[Place(None, parent)]
            nodes.append(replace(self._name(place), parent=around))
        return tuple(nodes), index

    def remarks(self) -> tuple[tuple[str, ...], int]:
        """Return the rows of words outside of boxes that are no node's, no note and no arrow's, from the top.

        And how many of them are above all nodes.
        """
        rows: dict[int, list[str]] = {}
        for index, piece in enumerate(self._pieces):
            if piece.box is None and index not in self._taken and _WORD.search(piece.text):
                rows.setdefault(piece.row, []).append(piece.text)
        places = [*self._places, *(Place(None, index) for index in range(len(self._drawing.boxes)))]
        first = min((self._position(place)[0] for place in places), default=0)
        return tuple(" ".join(texts) for texts in rows.values()), sum(row < first for row in rows)

    def _position(self, place: Place) -> tuple[int, int]:
        """Return where a place starts."""
        if place.box is not None:
            box = self._drawing.boxes[place.box]
            return box.top, box.left
        piece = self._pieces[place.piece or 0]
        return piece.row, piece.start

    def _parent(self, place: Place) -> int | None:
        """Return the box around a place."""
        return self._boxes.parent(place.box) if place.box is not None else self._pieces[place.piece or 0].box

    def _name(self, place: Place) -> Node:
        """Return what a place is called."""
        if place.box is not None:
            return self._name_box(place.box)
        index = place.piece or 0
        under = self._below.get(index, [])
        lines = [index, *(piece for piece in under if piece in self._lines)]
        under = [piece for piece in under if piece not in self._lines]
        name = self._split(lines)
        below = self._text(piece for piece in under if piece not in self._items)
        items = (self._pieces[piece].text for piece in under if piece in self._items)
        return replace(name, note=", ".join(filter(None, [name.note, strip_note(below), *items])))

    def _name_box(self, index: int) -> Node:
        """Read a box: a title in its wall or above its first rule is the label, and the rest the note.

        A box around other nodes has as its label the lines at its top, else those at its bottom.
        """
        pieces = self._inside.get(index, [])
        box = self._drawing.boxes[index]
        titles = [
            piece for piece in pieces if self._pieces[piece].is_title and self._pieces[piece].row == box.top
        ]
        body = [piece for piece in pieces if piece not in titles]
        if titles:
            head, rest = titles, [body]
        elif index in self._frames:
            head = self._first_lines(body)
            rest = [[piece for piece in body if piece not in head]]
        else:
            head, *rest = self._sections(box, body) or [[]]
        name = self._split(head)
        return replace(name, note=", ".join(filter(None, [name.note, *map(self._text, rest)])))

    def _split(self, pieces: list[int]) -> Node:
        """Return a label with the note at its end, and its rows if it has several."""
        label, note = split_note(self._text(pieces))
        rows: dict[int, list[int]] = {}
        for piece in pieces:
            rows.setdefault(self._pieces[piece].row, []).append(piece)
        first, *rest = [self._text(row) for row in rows.values()] or [""]
        if rest and note and rest[-1].endswith(f"({note})"):
            rest[-1] = rest[-1].removesuffix(f"({note})").rstrip()
        return Node(label, note, None, first if rest else "", ", ".join(filter(None, rest)))

    def _text(self, pieces: Iterable[int]) -> str:
        return " ".join(self._pieces[piece].text for piece in pieces)

    def _first_lines(self, pieces: list[int]) -> list[int]:
        found: list[int] = []
        for piece in pieces:
            if found and self._pieces[piece].row > self._pieces[found[-1]].row + 1:
                break
            found.append(piece)
        return found

    def _sections(self, box: Box, pieces: list[int]) -> list[list[int]]:
        """Split the words of a box at the rules that lead across it."""
        starts = ((row, box.side(row)[0] + 1) for row in range(box.top + 1, box.bottom))
        rules = [cell[0] for cell in starts if cell in self._drawing.rules]
        sections: dict[int, list[int]] = {}
        for piece in pieces:
            above = sum(rule < self._pieces[piece].row for rule in rules)
            sections.setdefault(above, []).append(piece)
        return list(sections.values())
