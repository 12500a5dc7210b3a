"""How names are compared: a letter such as `ü` can be one character or two, depending on the disk."""

from __future__ import annotations

import unicodedata

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


def measure_name(name: str) -> int:
    """Return how many bytes a name takes on disk: see `MAX_NAME_BYTES`."""
    return len(name.encode("utf-8", "surrogateescape"))
