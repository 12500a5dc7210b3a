"""The double-line box of the first screen, drawn from data by display width. The name is shown in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CELLS = 50
"""The widest line of text: with walls and padding the box then fits a window of 60 columns."""

SEPARATOR = " · "
PADDING_CELLS = 2


class BannerPart(Struct, frozen=True):
    """A piece of a line."""

    text: str
    kind: Literal["name", "role", "field"]
    """The first part of the first line is the owner's name, once on the page; the others there are a role."""

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> str:
        """The text as it is seen: the stylesheet sets the name in capitals, and `ß` then fills two cells."""
        return self.text.upper() if self.kind == "name" else self.text


class BannerLine(Struct, frozen=True):
    """One line of the box: its parts, and the blanks that bring the right wall into line."""

    parts: tuple[BannerPart, ...]
    """Joined by the separator when shown."""
    blanks: str


class Banner(Struct, frozen=True):
    """A closed box: every line, the walls included, fills the same number of cells."""

    top: str
    bottom: str
    lines: tuple[BannerLine, ...]


def draw_banner(lines: Iterable[Iterable[str]]) -> Banner:
    """Draw a box around lines of parts; empty lines are left out.

    A line that is too wide is broken between its parts, and within them between words. Only the name is
    never broken: it is one heading.

    >>> banner = draw_banner([["Ada", "Engineer"], ["compilers"]])
    >>> banner.top, banner.lines[1].blanks
    ('╔══════════════════╗', '     ')
    """
    rows = [
        row for index, line in enumerate(lines) for row in _wrap(_parts(tuple(line), is_first=index == 0))
    ]
    widths = [_width(row) for row in rows]
    inner = max(widths, default=0)
    return Banner(
        top="╔" + "═" * (inner + 2 * PADDING_CELLS) + "╗",
        bottom="╚" + "═" * (inner + 2 * PADDING_CELLS) + "╝",
        lines=tuple(BannerLine(row, " " * (inner - width)) for row, width in zip(rows, widths, strict=True)),
    )


def _parts(line: tuple[str, ...], *, is_first: bool) -> Iterator[BannerPart]:
    """Yield the parts of a line, those that are too wide in pieces."""
    for index, text in enumerate(line):
        if is_first and index == 0:
            yield BannerPart(text, "name")
        else:
            for piece in _pieces(text):
                yield BannerPart(piece, "role" if is_first else "field")


def _pieces(text: str) -> Iterator[str]:
    """Yield a text whole, or broken between words into pieces that fit."""
    piece = ""
    for word in text.split(" ") if _cells(text) > MAX_CELLS else [text]:
        longer = f"{piece} {word}" if piece else word
        if piece and _cells(longer) > MAX_CELLS:
            yield piece
            longer = word
        piece = longer
    yield piece


def _cells(text: str) -> int:
    return max(0, measure_text(text))


def _width(parts: tuple[BannerPart, ...]) -> int:
    return _cells(SEPARATOR.join(part.shown for part in parts))


def _wrap(parts: Iterable[BannerPart]) -> list[tuple[BannerPart, ...]]:
    """Break a line between its parts where it is too wide."""
    rows: list[tuple[BannerPart, ...]] = []
    for part in parts:
        if rows and _width((*rows[-1], part)) <= MAX_CELLS:
            rows[-1] = (*rows[-1], part)
        else:
            rows.append((part,))
    return rows
