"""What parsing finds in a text: links, fences, pictures. The parser is not imported: a cached text needs these alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct, structs

from portfolio.errors import Span
from portfolio.markdown.text import escape_html

FIGURE_SIZES = "(min-width: 68rem) 55rem, 100vw"
"""How wide a picture in a text is, for browsers to choose its size: a column beside the gutter, else the window."""
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


def strip_query(address: str) -> str:
    """Return an address without its query and fragment.

    >>> strip_query("/a.png?x#y"), strip_query("/a.png#y?x")
    ('/a.png', '/a.png')
    """
    return address.partition("#")[0].partition("?")[0]


class Picture(Struct, frozen=True):
    """An image or a video on the page: its address and its size in pixels, empty if unknown."""

    href: str
    width: str = ""
    height: str = ""
    dark: str = ""
    """The address of its form for dark screens, or its sizes."""
    srcset: str = ""
    """Its sizes for browsers to choose from: addresses with widths; empty if it has one only."""
    poster: str = ""
    """Of a video: the address of the picture that stands for it."""
    opening: str = ""
    """HTML before its tag; with a dark form see `wrap`."""
    attributes: str = ""
    """HTML at the end of its tag."""
    closing: str = ""

    def wrap(self) -> Picture:
        """Return the picture with the HTML that chooses its size, and its form for dark screens."""
        found = structs.replace(self, attributes=_write_sizes(self.srcset)) if self.srcset else self
        if not self.dark:
            return found
        source = f'<source{_write_sizes(self.dark)} media="(prefers-color-scheme: dark)">'
        return structs.replace(found, opening=f"<picture>{source}", closing="</picture>")


def _write_sizes(srcset: str) -> str:
    """Return the attributes of an address, or of several sizes for browsers to choose from."""
    sizes = f' sizes="{FIGURE_SIZES}"' if " " in srcset else ""
    return f' srcset="{escape_html(srcset)}"{sizes}'


def is_video(src: str) -> bool:
    """Whether an image's address is that of a video.

    >>> is_video("/clip.MP4#t=1"), is_video("/clip.png")
    (True, False)
    """
    return re.split("[?#]", src, maxsplit=1)[0].lower().endswith((".mp4", ".webm"))


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
