"""A font file: which characters it can draw."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNDRAWN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""The categories of characters that need no glyph."""
_SELECTORS = range(0xFE00, 0xFE10)
"""They choose a form of the character before them."""


class Glyphs(Struct, frozen=True):
    """What a font file says of itself."""

    family: str
    starts: tuple[int, ...]
    """The first code point of each range that it has glyphs for, ascending."""
    ends: tuple[int, ...]
    """The last one of each."""

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for a character."""
        number = ord(character)
        at = bisect_right(self.starts, number) - 1
        return at >= 0 and number <= self.ends[at]


class Font(Struct, frozen=True):
    """A font of the tool or of the owner."""

    path: str
    """Absolute."""
    digest: str
    glyphs: Glyphs


def find_missing(text: str, fonts: Iterable[Font]) -> str:
    """Return the characters of a text that no font has a glyph for, each once, in their order.

    >>> font = Font("", "", Glyphs("Latin", (32,), (126,)))
    >>> find_missing("Ada 予定予 Ω", [font])
    '予定Ω'
    """
    listed = tuple(fonts)
    return "".join(
        character
        for character in dict.fromkeys(text)
        if not any(font.glyphs.has(character) for font in listed)
        and unicodedata.category(character) not in _UNDRAWN
        and ord(character) not in _SELECTORS
    )


def drop_symbols(text: str, fonts: Iterable[Font]) -> str:
    """Return a text without the emoji and other symbols that no font has, which are ornaments in words.

    >>> drop_symbols("🚀 To 予", [Font("", "", Glyphs("Latin", (32,), (126,)))])
    'To 予'
    """
    if text.isascii():
        return text
    lost = {c for c in find_missing(text, fonts) if unicodedata.category(c) in {"So", "Sk"}}
    if not lost:
        return text
    kept = "".join(c for c in text if c not in lost and c != "\u200d" and ord(c) not in _SELECTORS)
    return " ".join(kept.split())
