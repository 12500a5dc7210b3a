"""The tokens of the one-line notation, each with its place. flow.py knows what they mean together."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mark(Enum):
    """What a token is."""

    TEXT = auto()
    QUOTED = auto()
    NOTE = auto()
    """What stood in parentheses after a label, without them."""
    ARROW = auto()
    BOTH = auto()
    """An arrow with two heads."""
    UNKNOWN = auto()
    """Something that looks like an arrow."""
    COMMA = auto()
    COLON = auto()
    END = auto()
    """A `;` or the end of the line."""
    WRONG = auto()
    """A problem of its own; `text` is the message."""


class Token(Struct, frozen=True):
    """A piece of the notation."""

    mark: Mark
    text: str
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    length: int
    help: str = ""
    """Only of a WRONG token."""


_TOKEN = re.compile(
    r"""
      (?P<QUOTED>"[^"]*")
    | (?P<quote>")
    | (?P<BOTH><-+>|↔|⟷)
    | (?P<ARROW>-+>|→|⟶)
    | (?P<UNKNOWN><?[=~]+>|<[-=~]+|(?<!\S)--+(?=\s|\w|$)|[↓↑←⇒⇐➜▶►])
    | (?P<COMMA>,)
    | (?P<END>;)
    | (?P<COLON>:(?=\s|$))
    | (?P<colon>:)
    | (?P<call>(?<=\w)\([^()]*\))  # as in `handler()`: part of the label
    | (?P<NOTE>\((?:[^()]|\([^()]*\))*+\))
    | (?P<parenthesis>\()
    | (?P<text>.)
    """,
    re.VERBOSE,
)
_WRONG = {
    "quote": ("a double quote is not closed", 'close it with a second `"` on the same line'),
    "parenthesis": (
        "a parenthesis is not closed",
        "close the note with `)`, or put a label with a parenthesis in double quotes",
    ),
    "colon": (
        "a blank is missing after the colon",
        "write `: ` before an edge's label, or put a label with a colon in double quotes",
    ),
}


def scan(text: str) -> Iterator[Token]:
    """Give the tokens of a text; each statement, an empty one too, is followed by an END."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.lstrip().startswith("#"):
            yield from _scan_line(line, number)


def unknown_arrow_help(arrow: str) -> str:
    """Say what to write instead of something that looks like an arrow."""
    if arrow in {"←", "⇐"} or ("<" in arrow and ">" not in arrow):
        return "arrows point to the right: write `B -> A` for `A <- B`"
    if set(arrow) == {"-"}:
        return "did you mean `->`? an edge's label follows a colon: `A -> B: label`"
    return f"did you mean `{'<->' if '<' in arrow else '->'}`?"


def _scan_line(line: str, number: int) -> Iterator[Token]:
    begin, in_label = 0, False  # where the text before the next token begins; behind a colon signs are text
    for found in _TOKEN.finditer(line):
        name = found.lastgroup or "text"
        if name in {"text", "call"} or (in_label and name in {"NOTE", "COMMA", "COLON", *_WRONG}):
            continue
        yield from _text(line, begin, found.start(), number)
        begin = found.end()
        place = (number, found.start() + 1, found.end() - found.start())
        if name in _WRONG:
            message, help_ = _WRONG[name]
            yield Token(Mark.WRONG, message, *place, help_)
            continue
        text = found.group()[1:-1] if name in {"QUOTED", "NOTE"} else found.group()
        yield Token(Mark[name], text, *place)
        in_label = (in_label or name == "COLON") and name != "END"
    yield from _text(line, begin, len(line), number)
    yield Token(Mark.END, "", number, len(line) + 1, 0)


def _text(line: str, begin: int, end: int, number: int) -> Iterator[Token]:
    """Give the text between two tokens; its place leaves out the blanks around it, its words keep them."""
    text = line[begin:end]
    if text.strip():
        first = begin + len(text) - len(text.lstrip())
        yield Token(Mark.TEXT, text, number, first + 1, len(text.strip()))
