"""How names are compared: a letter such as `ü` can be one character or two, depending on the disk."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)])
"""Joiners within words and emoji, and the selectors of a letter's shape: invisible in an address."""

MAX_NAME_BYTES = 255
"""The longest name of a file or a folder. Source: limits.h (NAME_MAX) of Linux; others count characters."""


def normalize_name(name: str) -> str:
    """Return a name in the form in which it is compared and published.

    Source: Unicode Standard Annex 15, normal form C; "Character Model for the World Wide Web", section 2.
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def fold_name(name: str) -> str:
    r"""Return a name in the form in which it is compared without case.

    >>> fold_name("U\u0308BER") == fold_name("\u00fcber")
    True
    """
    return normalize_name(normalize_name(name).casefold())


def split_words(text: str) -> list[str]:
    """Return the words of a text: letters, digits and `_`, with the marks on them, such as the vowels of Hindi.

    >>> split_words("हिन्दी, C++ & naïve")
    ['हिन्दी', 'C', 'naïve']
    """
    if text.isascii():
        return re.findall(r"\w+", text)
    kept = (
        letter if letter.isalnum() or letter == "_" or unicodedata.category(letter) in {"Mn", "Mc"} else " "
        for letter in text.translate(_DROPPED)
    )
    return re.findall(r"\w\S*", "".join(kept))


def measure_name(name: str) -> int:
    """Return how many bytes a name takes on disk: see `MAX_NAME_BYTES`."""
    return len(name.encode("utf-8", "surrogateescape"))
