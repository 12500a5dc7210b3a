"""Characters that look like a blank, or are invisible, and are not blanks to Markdown and YAML."""

from __future__ import annotations

import unicodedata

ODD_BLANK = r"(?:[^\S \t\n\r]|[\u200b\u2060\ufeff])"
"""A pattern for one of them: most often the no-break space of some keyboards."""


def name_blank(character: str) -> str:
    """Return the name of such a character.

    >>> name_blank("\u00a0"), name_blank("\u3000")
    ('a no-break space (U+00A0)', 'an ideographic space (U+3000)')
    """
    name = unicodedata.name(character, "blank character").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} (U+{ord(character):04X})"
