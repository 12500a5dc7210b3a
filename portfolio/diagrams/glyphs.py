"""The characters that lines are drawn with, and which sides of a cell each of them reaches.

Source: Unicode chapter "Box Drawing" (U+2500-257F), whose character names state the arms.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, IntEnum
from functools import cache
from typing import NamedTuple


class Direction(Enum):
    """A side of a cell, as the step (row, column) that leads there."""

    UP = (-1, 0)
    RIGHT = (0, 1)
    DOWN = (1, 0)
    LEFT = (0, -1)

    opposite: Direction
    """The side that faces this one."""

    __hash__ = object.__hash__  # an enum's own goes through its name

    def __init__(self, rows: int, columns: int) -> None:
        # plain attributes: each is read thousands of times a drawing, and an enum's `value` is slow
        self.rows = rows
        self.columns = columns
        self.number = len(type(self).__members__)
        self.is_horizontal = rows == 0
        """Whether this side is the left or the right one."""
        self.is_forward = rows + columns > 0
        """Whether it is the right or the lower one."""


_BY_STEP = {(side.rows, side.columns): side for side in Direction}
for _side in Direction:
    _side.opposite = _BY_STEP[-_side.rows, -_side.columns]

UP, RIGHT, DOWN, LEFT = SIDES = tuple(Direction)
"""All four, for loops: going through an enum is slow."""


class Weight(IntEnum):
    """How a line is drawn."""

    NONE = 0
    LIGHT = 1
    HEAVY = 2
    DOUBLE = 3


_NONE = Weight.NONE  # a member is found five times faster by a name of its own


class Arms(NamedTuple):
    """The weight of a cell's line towards each of its sides, in the order of `Direction`."""

    up: Weight = Weight.NONE
    right: Weight = Weight.NONE
    down: Weight = Weight.NONE
    left: Weight = Weight.NONE

    def towards(self, direction: Direction) -> Weight:
        """Return the weight of the line towards a side."""
        return self[direction.number]

    def reaches(self, direction: Direction) -> bool:
        """Say whether the line touches a side."""
        return self[direction.number] is not _NONE


_NO_LINE = Arms()

HEADS: dict[str, Direction] = {
    **dict.fromkeys("↑▲△⇑⬆", Direction.UP),
    **dict.fromkeys("→▶▷►⇒⟶➜➔", Direction.RIGHT),
    **dict.fromkeys("↓▼▽⇓⬇", Direction.DOWN),
    **dict.fromkeys("←◀◁◄⇐⟵", Direction.LEFT),
}
"""Characters that are an arrow head wherever they are outside of a sentence."""

TWO_WAY: dict[str, Direction] = {**dict.fromkeys("↔⟷⇄", Direction.RIGHT), "↕": Direction.DOWN}
"""Characters that are an arrow with a head at either end, and one of the two ways."""

ASCII_HEADS: dict[str, Direction] = {
    "^": Direction.UP,
    ">": Direction.RIGHT,
    "v": Direction.DOWN,
    "V": Direction.DOWN,
    "<": Direction.LEFT,
}
"""Characters that are an arrow head only at the end of a shaft."""

ANY_HEADS = HEADS | ASCII_HEADS
"""Both of them."""

ASCII_ARMS: dict[str, Arms] = {
    "-": Arms(right=Weight.LIGHT, left=Weight.LIGHT),
    "=": Arms(right=Weight.DOUBLE, left=Weight.DOUBLE),
    "|": Arms(up=Weight.LIGHT, down=Weight.LIGHT),
}
"""Where each of the other three leads; a `+` leads wherever something reaches it."""

ASCII_ARCS = {".": Direction.DOWN, ",": Direction.DOWN, "'": Direction.UP, "`": Direction.UP}
"""Rounded corners, and to which side each leads beside its level one."""

ASCII_LINES = frozenset(ASCII_ARMS) | frozenset(ASCII_ARCS) | {"+"}
"""Characters that are a line only where what is around them says so."""


@cache
def box_glyphs() -> dict[str, Arms]:
    """Return the arms of every box-drawing character but the three diagonals.

    >>> box_glyphs()["├"]
    Arms(up=<Weight.LIGHT: 1>, right=<Weight.LIGHT: 1>, down=<Weight.LIGHT: 1>, left=<Weight.NONE: 0>)
    """
    glyphs = {chr(code): _read_name(unicodedata.name(chr(code))) for code in range(0x2500, 0x2580)}
    return {glyph: arms for glyph, arms in glyphs.items() if any(arms)}


@cache
def _all_glyphs(*, is_ascii: bool) -> dict[str, Arms]:
    return box_glyphs() | (ASCII_ARMS | {"+": Arms(*[Weight.LIGHT] * 4)} if is_ascii else {})


def arms_of(mark: str, *, is_ascii: bool) -> Arms:
    """Return where a line's character leads, a `+` everywhere; ASCII ones only where such lines are meant."""
    return _all_glyphs(is_ascii=is_ascii).get(mark, _NO_LINE)


def is_upright(mark: str, *, is_ascii: bool) -> bool:
    """Say whether a character is part of something that runs up or down."""
    arms = arms_of(mark, is_ascii=is_ascii)
    return bool(arms.up or arms.down)


def is_rule(mark: str, *, is_ascii: bool) -> bool:
    """Say whether a character runs to the left and to the right."""
    arms = arms_of(mark, is_ascii=is_ascii)
    return bool(arms.left and arms.right)


@cache
def upper_left_corners() -> frozenset[str]:
    """Return the box-drawing characters that lead to the right and down, and nowhere else."""
    return frozenset(
        mark for mark, (up, right, down, left) in box_glyphs().items() if right and down and not (up or left)
    )


_ENDS = {"UP": "up", "DOWN": "down", "LEFT": "left", "RIGHT": "right"}
_SPANS = {"HORIZONTAL": ("left", "right"), "VERTICAL": ("up", "down")}
_WEIGHTS = {
    "LIGHT": Weight.LIGHT,
    "SINGLE": Weight.LIGHT,
    "ARC": Weight.LIGHT,
    "HEAVY": Weight.HEAVY,
    "DOUBLE": Weight.DOUBLE,
}


def _read_name(name: str) -> Arms:
    """Read the arms out of a name such as BOX DRAWINGS DOWN HEAVY AND RIGHT LIGHT.

    A weight comes before the sides it belongs to (LIGHT LEFT AND HEAVY RIGHT) or behind them (DOWN HEAVY AND
    RIGHT LIGHT); a name does one or the other throughout.
    """
    if "DIAGONAL" in name:
        return Arms()
    words = name.removeprefix("BOX DRAWINGS ").replace("DOUBLE DASH", "DASH").split()
    leading = words[0] in _WEIGHTS
    weight = _WEIGHTS[words[0]] if leading else Weight.LIGHT
    sides: dict[str, Weight] = {}
    pending: list[str] = []
    for word in words[1:] if leading else words:
        if word in _WEIGHTS:
            sides |= dict.fromkeys(pending, weight if leading else _WEIGHTS[word])
            weight = _WEIGHTS[word]
            pending = []
        elif word in _ENDS:
            pending.append(_ENDS[word])
        elif word in _SPANS:
            pending += _SPANS[word]
    return Arms(**(dict.fromkeys(pending, weight) | sides))
