r"""Rows that say what one box or name sends to another, with the words in the arrow.

│ ── hello ─▶ │        between two lifelines, or between the walls of two boxes
|--(1)- ask -->|       the words may begin at the wall
|<- - - - - - -|       a shaft may be dashed
>---- ask ---->        a second head of the same direction is a tail
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from portfolio.diagrams.glyphs import ASCII_ARMS, LEFT, RIGHT, box_glyphs
from portfolio.diagrams.grid import Cell, Grid
from portfolio.diagrams.shapes import Between, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams.glyphs import Arms, Direction
    from portfolio.diagrams.reading.labels import BoxIndex

SHAFT = "-=─━═╌┄┈╍"
LEFT_HEADS = "<◄◀←◁"
RIGHT_HEADS = ">►▶→▷"
_MARK = f"[{LEFT_HEADS}{RIGHT_HEADS}]"
_RUN = f"[{SHAFT}]"
_MESSAGE = re.compile(
    rf"""\s?(?P<left>{_MARK}?)\s?(?P<before>{_RUN}(?:\s?{_RUN})*)?
    (?P<words>.*?)
    (?P<after>{_RUN}(?:\s?{_RUN})*)?\s?(?P<right>{_MARK}?)\s?""",
    re.VERBOSE,
)
_DASHES = re.compile(rf"{_RUN}{{2,}}|(?<=\)){_RUN}|(?<=\s){_RUN}(?=\s)")
_NO_LABEL = re.compile(rf"[│┃║├┤┬┴┼┌┐└┘╭╮╰╯╔╗╚╝]|\S\s{{2,}}\S|{_MARK}{_RUN}|{_RUN}{_MARK}")
_FEWEST = 2
"""The marks of a shaft, its head among them: `│─▶│` is one, `│ > │` is none."""


def read_message(between: str) -> Message | None:
    """Read what is between two uprights; None if it is no arrow from the one to the other.

    >>> read_message("--(1)- ask --->")
    Message(label='(1) ask', to_right=True, to_left=False)
    >>> read_message(" a > b ")
    """
    found = _MESSAGE.fullmatch(between)
    if found is None or not _is_label(found["words"].strip()):
        return None
    left, right = found["left"], found["right"]
    before, after = found["before"] or "", found["after"] or ""
    words = found["words"].strip()
    if not (left or before) or (words and not (right or after)) or not before + after:
        return None
    to_right = bool(right) and right in RIGHT_HEADS
    to_left = bool(left) and left in LEFT_HEADS
    is_tail = (left and not to_left and not to_right) or (right and not to_right and not to_left)
    marks = len(left + right) + len(re.sub(r"\s", "", before + after))
    if is_tail or not (to_left or to_right) or marks < _FEWEST:
        return None
    return Message(" ".join(_DASHES.sub(" ", words).replace("\0", "").split()), to_right, to_left)


def _is_label(words: str) -> bool:
    """Say whether words in a shaft are one label: no lines and heads among them, and no wide gap."""
    return not words or bool(re.search(r"\w", words) and not _NO_LABEL.search(words))


def draw_message(text: str, first: Cell, message: Message) -> tuple[dict[Cell, Arms], dict[Cell, Direction]]:
    """Return the lines and the heads of a message whose text begins in a cell."""
    ends = text.strip()
    heads = {}
    if message.to_left:
        heads[first.step(RIGHT, text.index(ends[0]))] = LEFT
    if message.to_right:
        heads[first.step(RIGHT, text.rindex(ends[-1]))] = RIGHT
    arms = {**box_glyphs(), **ASCII_ARMS}
    marks = enumerate(text)
    lines = {first.step(RIGHT, place): arms[mark] for place, mark in marks if mark in SHAFT}
    return lines, heads


def find_messages(grid: Grid, boxes: BoxIndex) -> Iterator[Between]:
    """Give the arrows with words in them between the walls of boxes, from the top.

    Words directly under such an arrow go on with it, else words directly over it begin its label.
    """
    gaps: dict[tuple[int, int], dict[int, range]] = {}
    for row in range(len(grid.rows)):
        walls = sorted((cell.column, box) for box in boxes.in_row(row) for cell in boxes.sides(box, row))
        for (start, left), (end, right) in pairwise(walls):
            if (
                left != right
                and boxes.sides(left, row)[-1].column == start
                and boxes.sides(right, row)[0].column == end
            ):
                gaps.setdefault((left, right), {})[row] = range(start + 1, end)
    for (left, right), rows in gaps.items():
        texts = {
            row: "".join(grid.at(row, column) or "\0" for column in columns) for row, columns in rows.items()
        }
        found = {row: message for row, text in texts.items() if (message := read_message(text))}
        for row, message in found.items():
            if not (
                message.label or texts[row].strip()[0] in RIGHT_HEADS or texts[row].strip()[-1] in LEFT_HEADS
            ):
                continue
            around = [row + 1] if _is_words(texts.get(row + 1, ""), found, row + 1) else []
            if not around and row - 2 not in found and _is_words(texts.get(row - 1, ""), found, row - 1):
                around = [row - 1]
            lines = sorted([row, *around])
            label = " ".join(message.label if line == row else texts[line].strip() for line in lines)
            cells = tuple(Cell(line, column) for line in lines for column in rows[line])
            drawn = draw_message(texts[row], Cell(row, rows[row].start), message)
            yield Between(left, right, message._replace(label=label.replace("\0", "")), cells, *drawn)


def _is_words(text: str, messages: dict[int, Message], row: int) -> bool:
    return bool(text.strip()) and row not in messages and not re.search(rf"{_RUN}{{2}}|{_MARK}|[│┃║|]", text)
