"""How names are compared: a letter such as `ü` can be one character or two, depending on the disk; DNS has a form of its own."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_DROPPED = dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)])
"""Joiners within words and emoji, and the selectors of a letter's shape: invisible in an address."""

_MAY_HAVE_MARKS = re.compile("[^\0-\u02ff\u2000-\u200a\u2010-\u20cf\u2100-\u2bff\U0001f000-\U000dffff]")
"""What may join the letter before it; no other character has category Mn or Mc, or is among the dropped ones.

As what is not meant: before 3.13 Python takes 4 ms to compile a set of many characters.
"""

MAX_NAME_BYTES = 255
"""The longest name of a file or a folder. Source: limits.h (NAME_MAX) of Linux; others count characters."""


MAX_HOST = 253
MAX_LABEL = 63
"""Characters in a whole name and between two dots. Source: RFC 1035, section 2.3.4."""


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
    if not _MAY_HAVE_MARKS.search(text):
        return re.findall(r"\w+", text)
    return re.findall(r"\w\S*", re.sub(r"\W", _keep_mark, text.translate(_DROPPED)))


def _keep_mark(character: re.Match[str]) -> str:
    return character[0] if unicodedata.category(character[0]) in {"Mn", "Mc"} else " "


@cache
def tag_slug(name: str) -> str:
    """Return the address part for a tag; letters of any script stay.

    >>> tag_slug("C++"), tag_slug("SNS/SQS"), tag_slug("API design")
    ('c-plus-plus', 'sns-sqs', 'api-design')
    """
    words = fold_name(name).replace("+", " plus ").replace("#", " sharp ")
    return "-".join(split_words(words))


def measure_name(name: str) -> int:
    """Return how many bytes a name takes on disk: see `MAX_NAME_BYTES`."""
    return len(name.encode("utf-8", "surrogateescape"))


def ascii_host(name: str) -> str:
    """Return a host's name in lower case and in ASCII, as DNS knows it, without a dot at its end.

    A letter such as `ß` stays itself, as in browsers; Python's own codec would make another domain of it.

    Raises:
        ValueError: no host can have this name.

    Source: Unicode Technical Standard 46, nontransitional processing; RFC 3492 (Punycode).

    >>> ascii_host("Müller.Example."), ascii_host("faß.de")
    ('xn--mller-kva.example', 'xn--fa-hia.de')
    """
    labels = _fold_host(name).replace("\u3002", ".").removesuffix(".").split(".")
    host = ".".join(map(_encode_label, labels))
    if len(host) > MAX_HOST:
        raise ValueError("the name is too long")
    return host


def _fold_host(name: str) -> str:
    """Return a name in lower case, letter by letter: a sigma at a word's end is not another letter in a domain."""
    wide = unicodedata.normalize("NFKC", name)
    return unicodedata.normalize("NFC", "".join(character.lower() for character in wide))


def _encode_label(label: str) -> str:
    """Return a part between two dots in ASCII."""
    is_mark = bool(label) and unicodedata.category(label[0]).startswith("M")
    if is_mark or not label.isprintable() or not re.fullmatch(r"(?:[a-z0-9_-]|[^\0-\x7f])+", label):
        raise ValueError("a character is not allowed in a host name")
    encoded = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
    if len(encoded) > MAX_LABEL:
        raise ValueError("a part of the name is too long")
    return encoded
