"""What parsing finds in a text: links, fences, pictures. The parser is not imported: a cached text needs these alone."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from portfolio.errors import Span

DIAGRAM = "diagram"
"""The language of a drawing."""
FLOW = "flow"
"""The language of the one-line notation, from which a drawing is made."""
DIAGRAM_LANGUAGES = frozenset({DIAGRAM, FLOW})
"""The languages of fences that become diagrams, not code."""


class LinkReference(NamedTuple):
    """A link or a picture in the text."""

    href: str
    """As on the page: entities decoded, percent-encoded."""
    span: Span
    """The destination as it is written, in the link or in the definition of its label."""


class Picture(Struct, frozen=True):
    """An image on the page: its address and its size in pixels, empty if unknown."""

    href: str
    width: str = ""
    height: str = ""


class Fence(Struct, frozen=True):
    """The attributes of a fence."""

    language: str = ""
    """As written; empty for plain text."""
    title: str = ""
    highlighted: frozenset[int] = frozenset()
    """Lines of the code, from 1."""
    line_numbers: bool = False


class CodeBlock(Struct, frozen=True):
    """A fenced block of the text, with the positions for diagnostics of its content."""

    fence: Fence
    text: str
    """The code, each line with its line feed."""
    span: Span
    """The opening line, from the fence's first character on."""
    first_line: int
    """The line of the file on which the code begins."""
    column: int
    """The column of the file, from 1, at which each line of the code begins."""
