"""The home page and each article as a page for `man`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.markdown.blocks import (
    Code,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from portfolio.outputs.document import NO_WORDS, Document, note_links, words
from portfolio.outputs.layout import WIDTH, lay_out
from portfolio.outputs.text import list_routes
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.blocks import Block, Line
    from portfolio.pages.route import Contents, Route

PATH = "index.1"
"""Section 1 of a manual has what a user calls: `curl …/index.1 | man -l -`."""
_SIGNS = str.maketrans(
    {"\\": r"\(rs", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"}
)
"""Characters that roff would take for signs of its own, or replace by typographic ones."""
_SIGN = r"\\\(..|\\[^(]|[^\\\s]"
"""What is one character on paper."""
_LONG = re.compile(f"(?:{_SIGN}){{40,}}")
_FONTS = {"strong": "B", "heading": "B", "name": "B", "code": "B", "em": "I"}
"""A terminal shows bold and underlined words."""
OMISSIONS = NO_WORDS | {"home.command": "is an ornament", "home.sections.command": "is an ornament"}
"""What the output leaves out, with the reason."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the pages."""
    return list_routes(contents, PATH, write)


def write(document: Document) -> bytes:
    """Return a document as a page for `man`.

    No line begins with what the content says, so that none is taken for a request of roff.
    Source: man(7) and groff_char(7).
    """
    title = _quote(document.owner)
    lines = ['.\\" written by portfolio', f".TH {title} 1", ".nh", ".ad l"]
    for block in note_links(document):
        lines += _write(block)
    return ("\n".join(lines) + "\n").encode()


def _write(block: Block) -> Iterator[str]:  # noqa: C901 (a case for each kind)
    match block:
        case Heading():
            shown = "".join(piece.text for piece in block.line)
            yield from {
                1: (".SH NAME", _text(block.line)),
                2: (f".SH {_quote(shown)}",),
                3: (f".SS {_quote(shown)}",),
            }.get(block.level, (".PP", _text(words(shown, "strong"))))
        case Paragraph():
            yield from (".PP", _text(block.line))
        case Items():
            for item in block.items:
                yield from _write_item(_escape(item.marker), measure_text(item.marker) + 2, item.blocks)
        case Facts():
            for name, line in block.rows:
                yield from (".TP", f"\\fB{_escape(name)}\\fR" if name else "\\&", _text(line))
        case Table():
            yield from _write_lines(
                "".join(piece.text for piece in row) for row in lay_out([block], WIDTH - 7)
            )
        case Code():
            if block.title:
                yield from (".PP", _text(words(f"{block.title}:")))
            yield from _write_lines(block.text.expandtabs(4).rstrip("\n").split("\n"))
        case Quote():
            yield ".RS 4"
            for inner in block.blocks:
                yield from _write(inner)
            yield ".RE"
        case Rule():
            yield from (".PP", "* * *")


def _write_item(marker: str, indent: int, blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield an item; what follows its first paragraph is indented as that is."""
    first, *others = blocks or (Paragraph(()),)
    if not isinstance(first, Paragraph):
        first, others = Paragraph(()), [*blocks]
    yield from (f".IP {marker} {indent}", _text(first.line))
    if others:
        yield f".RS {indent}"
        for block in others:
            yield from _write(block)
        yield ".RE"


def _write_lines(lines: Iterable[str]) -> Iterator[str]:
    yield from (".PP", ".nf")
    yield from (f"\\&{_escape(line)}" for line in lines)
    yield ".fi"


def _text(line: Line) -> str:
    """Return a line of input; it begins with a sign of no width, so that it is never a request."""
    parts = []
    for piece in line:
        font = next((_FONTS[mark] for mark in piece.marks if mark in _FONTS), "")
        text = "\n.br\n\\&".join(map(_escape, piece.text.split("\n")))
        parts.append(f"\\f{font}{text}\\fR" if font else text)
    return "\\&" + "".join(parts)


def _quote(text: str) -> str:
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    """Return text as roff shows it; a long word may be broken."""
    escaped = text.translate(_SIGNS).replace("\N{NO-BREAK SPACE}", r"\ ")
    return _LONG.sub(lambda found: re.sub(f"((?:{_SIGN}){{20}})", r"\1\\:", found[0]), escaped)
