"""Boxes and labels -> nodes: what each is called, its note, and the box around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import DOWN, RIGHT, Direction
from portfolio.diagrams.graph import Node
from portfolio.diagrams.grid import Cell
from portfolio.diagrams.reading.labels import join_words, split_note, strip_note
from portfolio.diagrams.reading.networks import Arrow, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from portfolio.diagrams.reading.labels import BoxIndex, Piece
    from portfolio.diagrams.shapes import Box, Drawing


class NodeReader:
    """Makes a node of every box and of every label that a line or an arrow meets."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        drawing: Drawing,
        boxes: BoxIndex,
        pieces: list[Piece],
        owner: Callable[[int], int],
        used: Collection[Place],
        labels: Collection[int],
        arrows: Iterable[Arrow],
    ) -> None:
        self._drawing = drawing
        self._boxes = boxes
        self._pieces = pieces
        self._places = used
        self._used = {place.piece for place in used if place.piece is not None}
        self._below: dict[int, list[int]] = {}
        self._inside: dict[int, list[int]] = {}
        self._frames = {
            parent for box in range(len(drawing.boxes)) if (parent := boxes.parent(box)) is not None
        }
        taken = set(labels) | self._used
        for index in range(len(pieces)):
            label = owner(index)
            if label != index and label in self._used:
                self._below.setdefault(label, []).append(index)
                taken.add(index)
        for index, piece in enumerate(pieces):
            if piece.box is None:
                continue
            if index in taken:
                self._frames.add(piece.box)
            else:
                self._inside.setdefault(piece.box, []).append(index)
        self._joined = self._join_lines(arrows)
        """The second and further lines of labels that stand between two arrows, with their first lines."""

    def read(self) -> tuple[tuple[Node, ...], dict[Place, int]]:
        """Return the nodes in reading order, and the index of the node at each place."""
        places = [place for place in self._places if place.box is None]
        places += [Place(None, index) for index in range(len(self._drawing.boxes))]
        places = sorted((place for place in places if place.piece not in self._joined), key=self._position)
        index = {place: number for number, place in enumerate(places)}
        for piece, first in self._joined.items():
            index[Place(piece, None)] = index[Place(first, None)]
        nodes = []
        for place in places:
            label, note = self._name(place)
            parent = self._parent(place)
            nodes.append(Node(label, note, None if parent is None else index[Place(None, parent)]))
        return tuple(nodes), index

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

    def _name(self, place: Place) -> tuple[str, str]:
        """Return the label and the note of a place."""
        if place.box is not None:
            return self._name_box(place.box)
        index = place.piece or 0
        lines = [index, *(piece for piece, first in self._joined.items() if first == index)]
        label, note = split_note(" ".join(self._pieces[line].text for line in lines))
        below = join_words(self._pieces[piece].text for line in lines for piece in self._below.get(line, ()))
        return label, join_words([note, strip_note(below)], ", ")

    def _name_box(self, index: int) -> tuple[str, str]:
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
            label, note = split_note(self._text(titles))
            return label, join_words([note, "" if index in self._frames else self._text(body)], ", ")
        if index in self._frames:
            return split_note(self._text(self._first_lines(body)))
        sections = self._sections(box, body)
        label, note = split_note(self._text(sections[0])) if sections else ("", "")
        return label, join_words([note, *(self._text(section) for section in sections[1:])], ", ")

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
        rules = [row for row in range(box.top + 1, box.bottom) if self._is_rule(box, row)]
        sections: dict[int, list[int]] = {}
        for piece in pieces:
            above = sum(rule < self._pieces[piece].row for rule in rules)
            sections.setdefault(above, []).append(piece)
        return list(sections.values())

    def _is_rule(self, box: Box, row: int) -> bool:
        cells = (Cell(row, column) for column in range(box.left + 1, box.right))
        return all((arms := self._drawing.lines.get(cell)) and arms.left and arms.right for cell in cells)

    def _join_lines(self, arrows: Iterable[Arrow]) -> dict[int, int]:
        """Join two rows of a label without a box: an arrow comes down on the first, one goes down from the second."""
        comes: dict[int, set[Direction]] = {}
        goes: dict[int, set[Direction]] = {}
        for arrow in arrows:
            way = self._drawing.heads[arrow.head] if arrow.head else RIGHT
            if arrow.target.piece is not None:
                comes.setdefault(arrow.target.piece, set()).add(way)
            if arrow.source.piece is not None:
                goes.setdefault(arrow.source.piece, set()).add(way)
        rows: dict[int, list[int]] = {}
        for index, piece in enumerate(self._pieces):
            rows.setdefault(piece.row, []).append(index)
        joined = {}
        for first, ways in comes.items():
            upper = self._pieces[first]
            under = [i for i in rows.get(upper.row + 1, ()) if self._pieces[i].overlaps(upper)]
            if ways != {DOWN} or first in goes or len(under) != 1 or under[0] in comes:
                continue
            if goes.get(under[0]) == {DOWN} and not self._pieces[under[0]].is_note:
                joined[under[0]] = first
        return joined
