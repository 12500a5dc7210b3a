"""The double-line box of the first screen, drawn from data by display width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CELLS = 50
"""The widest line of text: with walls and padding the box then fits a window of 60 columns."""

SEPARATOR = " · "
PADDING_CELLS = 2


class BannerLine(Struct, frozen=True):
    """One line of the box: its parts, and the blanks that bring the right wall into line."""

    parts: tuple[str, ...]
    """Joined by the separator when shown; the first part of the first line is the owner's name."""
    blanks: str


class Banner(Struct, frozen=True):
    """A closed box: every line, the walls included, fills the same number of cells."""

    top: str
    bottom: str
    lines: tuple[BannerLine, ...]


def draw_banner(lines: Iterable[Iterable[str]]) -> Banner:
    """Draw a box around lines of parts; empty lines are left out.

    >>> banner = draw_banner([["Ada", "Engineer"], ["compilers"]])
    >>> banner.top, banner.lines[1].blanks
    ('╔══════════════════╗', '     ')
    """
    rows = [row for line in lines for row in _wrap(tuple(line))]
    widths = [_width(row) for row in rows]
    inner = max(widths, default=0)
    return Banner(
        top="╔" + "═" * (inner + 2 * PADDING_CELLS) + "╗",
        bottom="╚" + "═" * (inner + 2 * PADDING_CELLS) + "╝",
        lines=tuple(BannerLine(row, " " * (inner - width)) for row, width in zip(rows, widths, strict=True)),
    )


def _width(parts: tuple[str, ...]) -> int:
    return max(0, wcswidth(SEPARATOR.join(parts)))


def _wrap(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Break a line between its parts where it is too wide."""
    rows: list[tuple[str, ...]] = []
    for part in parts:
        if rows and _width((*rows[-1], part)) <= MAX_CELLS:
            rows[-1] = (*rows[-1], part)
        else:
            rows.append((part,))
    return rows
