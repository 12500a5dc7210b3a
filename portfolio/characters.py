"""Characters that are not allowed in a text: controls, directions, and those that look like a blank and are not one."""

from __future__ import annotations

import re
import unicodedata

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
"""Controls but tab and line feed, and halves of surrogate pairs, as a part of a pattern: they are not allowed in a page."""
STRAY = r"\u2028\u2029\ufeff\ufffe\uffff"
"""Line ends of Unicode, byte-order marks, and code points without a character.

YAML 1.1, which the parser keeps to, takes U+0085, U+2028 and U+2029 for line ends; an editor does not.
"""
DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns the direction of text."""

FORBIDDEN = re.compile(f"[{CONTROLS}{STRAY}]")
"""Not allowed in the owner's files."""

ODD_BLANK = r"(?:[^\S \t\n\r]|[\u200b\u2060\ufeff])"
"""A pattern for one of them: most often the no-break space of some keyboards."""

_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua000-\ua4cf\uf900-\ufaff]"
"""Scripts without blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""

_CONTROL = re.compile(f"[{CONTROLS}]")
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_LOW_CONTROLS = bytes({*range(32), 127} - {9, 10})


def find_control(text: str) -> str | None:
    """Return the first character of a text that is not allowed in a page.

    Bytes first: going through them is several times faster than a search, and hardly a text has one.
    """
    try:
        data = text.encode()
        if len(data.translate(None, _LOW_CONTROLS)) == len(data) and not _HIGH_CONTROL.search(data):
            return None
    except UnicodeEncodeError:
        pass
    found = _CONTROL.search(text)
    return found[0] if found else None


def is_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without blanks between words.

    >>> [is_unspaced(text) for text in ("Kafkaを使う", "Größe", "서비스")]
    [True, False, False]
    """
    return not text.isascii() and re.search(_UNSPACED, text) is not None


def name_blank(character: str) -> str:
    """Return the name of a character that looks like a blank.

    >>> name_blank("\u00a0"), name_blank("\u3000")
    ('a no-break space (U+00A0)', 'an ideographic space (U+3000)')
    """
    name = unicodedata.name(character, "blank character").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} (U+{ord(character):04X})"
