"""Names of hosts, in the one form that DNS knows: `müller.example` is `xn--mller-kva.example`."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 253
MAX_LABEL = 63
"""Characters in a whole name and between two dots. Source: RFC 1035, section 2.3.4."""


def ascii_host(name: str) -> str:
    """Return a host's name in lower case and in ASCII, without a dot at its end.

    A letter such as `ß` stays itself, as in browsers; Python's own codec would make another domain of it.

    Raises:
        ValueError: no host can have this name.

    Source: Unicode Technical Standard 46, nontransitional processing; RFC 3492 (Punycode).

    >>> ascii_host("Müller.Example."), ascii_host("faß.de")
    ('xn--mller-kva.example', 'xn--fa-hia.de')
    """
    labels = _fold(name).replace("\u3002", ".").removesuffix(".").split(".")
    host = ".".join(map(_encode_label, labels))
    if len(host) > MAX_NAME:
        raise ValueError("the name is too long")
    return host


def _fold(name: str) -> str:
    """Return a name in lower case, letter by letter: a sigma at a word's end is not another letter in a domain."""
    wide = unicodedata.normalize("NFKC", name)
    return unicodedata.normalize("NFC", "".join(character.lower() for character in wide))


def _encode_label(label: str) -> str:
    """Return a part between two dots in ASCII."""
    is_mark = bool(label) and unicodedata.category(label[0]).startswith("M")
    if is_mark or not label.isprintable() or not re.fullmatch(r"[a-z0-9_\-\u0080-\U0010ffff]+", label):
        raise ValueError("a character is not allowed in a host name")
    encoded = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
    if len(encoded) > MAX_LABEL:
        raise ValueError("a part of the name is too long")
    return encoded
