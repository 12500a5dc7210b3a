"""The plain text with colours, and with links that a terminal opens."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from portfolio.outputs.document import NO_WORDS, Document, name_pictures
from portfolio.outputs.layout import lay_out
from portfolio.outputs.text import list_routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.markdown.blocks import Line, Piece
    from portfolio.pages.route import Contents, Route

PATH = "index.ans"

_STYLES = {
    "heading": "1",
    "strong": "1",
    "em": "3",
    "s": "9",
    "code": "36",
    "command": "32",
    "name": "32",
    "rule": "2",
    "picture": "35",
}
"""Select Graphic Rendition: only the eight colours, which each terminal has in a form that suits its background."""
OMISSIONS = NO_WORDS
"""What the output leaves out, with the reason."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the texts with colours."""
    return list_routes(contents, PATH, write)


def write(document: Document) -> bytes:
    """Return a document with the escape sequences of terminals; the content has none, see `clean`."""
    rows = lay_out(name_pictures(document))
    return ("\n".join(map(_write_row, rows)) + "\n").encode()


def _write_row(row: Line) -> str:
    parts = (
        _link(href, "".join(map(_colour, pieces))) for href, pieces in groupby(row, lambda piece: piece.href)
    )
    return "".join(parts).replace("\N{NO-BREAK SPACE}", " ")


def _colour(piece: Piece) -> str:
    codes = ";".join(dict.fromkeys(_STYLES[mark] for mark in piece.marks if mark in _STYLES))
    return f"\x1b[{codes}m{piece.text}\x1b[0m" if codes else piece.text


def _link(href: str, text: str) -> str:
    """Return a link as the escape sequence OSC 8 has it, its address in ASCII.

    Source: "Hyperlinks in terminal emulators" by Egmont Koblinger.
    """
    if not href:
        return text
    address = quote(href, safe="/?:@!$&'()*+,;=#%[]~")
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
