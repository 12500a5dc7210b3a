"""A prepared text: HTML with gaps for its links, its headings and problems; `fill_gaps` writes the addresses in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, msgpack

from portfolio.errors import Code, Diagnostic
from portfolio.markdown.blocks import Block
from portfolio.markdown.records import LinkReference
from portfolio.markdown.text import escape_html
from portfolio.model.folders import find_folder
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.markdown.records import Picture

ARTICLE_IDS = frozenset({"main", "outcomes", "decisions"})
"""Ids of the templates of articles."""


IMAGE_PARTS = ("href", "width", "height", "poster", "opening", "attributes", "closing")
"""The parts of an image that its page knows: fields of `Picture`."""
_HTML_PARTS = frozenset({"opening", "attributes", "closing"})


class ProseSection(Struct, frozen=True):
    """A heading of a text, and the text below it."""

    anchor: str
    title: str
    """HTML."""
    html: str


class Prose(Struct, frozen=True):
    """A text as HTML, cut at its top headings, so that a page can wrap each section."""

    intro: str = ""
    """The text before the first heading; may be empty."""
    sections: tuple[ProseSection, ...] = ()
    closing: str = ""
    """The footnotes; may be empty."""


class Text(Struct, frozen=True):
    """A prepared text."""

    anchors: tuple[str, ...]
    """The ids of its headings."""
    links: tuple[LinkReference, ...]
    images: tuple[LinkReference, ...]
    problems: tuple[Diagnostic, ...]
    """The diagnostics of its Markdown and its drawings."""
    prose: bytes = b""
    """As HTML with gaps for its links and images, see `unpack_prose`; empty if it has errors.

    Packed, it takes a byte for most characters instead of two or four, and is not unpacked if no page of it changed.
    """
    blocks: bytes = b""
    """The same as blocks, packed: see `unpack_blocks`."""

    def accepted(self, links: Iterable[LinkReference]) -> list[LinkReference]:
        """Return those of its links or images that parsing has not refused already."""
        refused = {item.span for item in self.problems if item.code is not Code.IMAGE_ALT}
        return [link for link in links if link.span not in refused]


def unpack_prose(packed: bytes) -> Prose:
    """Return the HTML of a text, with gaps for its links and images."""
    return msgpack.decode(packed, type=Prose) if packed else Prose()


def unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    """Return the blocks of a text; links are as they were written."""
    return msgpack.decode(packed, type=tuple[Block, ...]) if packed else ()


def id_prefix(path: str) -> str:
    """Return the prefix that makes the ids of a text unique on its page.

    >>> id_prefix("content/case-studies/queue.md"), id_prefix("content/Talks & notes.md")
    ('', 'talks-notes-')
    """
    if find_folder(path):
        return ""
    return tag_slug(path.removeprefix("content/").removesuffix(".md")) + "-"


def gap(part: str, number: int) -> str:
    """Return the gap for a part of a link or image until its page is known; no text contains NUL."""
    return f"\0{part} {number}\0"


_GAP = re.compile("\0([a-z]+) ([0-9]+)\0")


def fill_gaps(prose: Prose, links: Sequence[str], images: Sequence[Picture]) -> Prose:
    """Return a text with resolved links and images.

    Args:
        prose: a text's own.
        links: the address to write for each link of the text, in its order.
        images: the same for its images, with their sizes.
    """
    values = {gap("link", number): escape_html(link) for number, link in enumerate(links)}
    for number, image in enumerate(images):
        wrapped = image.wrap()
        for part in IMAGE_PARTS:
            value = getattr(wrapped, part)
            values[gap(part, number)] = value if part in _HTML_PARTS else escape_html(value)

    def fill(html: str) -> str:
        return _GAP.sub(lambda gap: values[gap[0]], html) if "\0" in html else html

    sections = tuple(
        ProseSection(section.anchor, fill(section.title), fill(section.html)) for section in prose.sections
    )
    return Prose(fill(prose.intro), sections, fill(prose.closing))
