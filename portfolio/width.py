"""Text in a terminal: its width in columns, and the characters that are escaped.

The tables of wcwidth take 10 ms and 6 MB, and every character a lookup. The characters of most texts fill one column or two,
and none of them joins another: only other text needs the tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.characters import CONTROLS, DIRECTIONS, STRAY

if TYPE_CHECKING:
    from collections.abc import Iterable

NARROW = " -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25cf"
"""ASCII, the no-break space, Latin letters, dashes, quotes, arrows, lines and triangles; without the soft hyphen and accents on their own."""
WIDE = (
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3250-\u4dbf\u4e00-\ua48c\uac00-\ud7a3\uff01-\uff60\u2705\u274c\u2b50"
    "\U0001f300-\U0001f320\U0001f32d-\U0001f335\U0001f337-\U0001f37c\U0001f37e-\U0001f393\U0001f3a0-\U0001f3ca"
    "\U0001f3cf-\U0001f3d3\U0001f3e0-\U0001f3f0\U0001f400-\U0001f43e\U0001f442-\U0001f4fc\U0001f4ff-\U0001f53d"
    "\U0001f550-\U0001f567\U0001f5fb-\U0001f64f\U0001f680-\U0001f6c5\U0001f6f4-\U0001f6fc\U0001f7e0-\U0001f7eb"
    "\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001f9ff\U0001fa80-\U0001fac6"
)
"""Chinese, Japanese and Korean characters and most emoji."""
_NARROW_TEXT = re.compile(f"[{NARROW}]*")


def is_narrow(text: str) -> bool:
    """Whether each character of a text fills one column."""
    return _NARROW_TEXT.fullmatch(text) is not None


def _find_wide(text: str) -> str | None:
    """Return the characters that fill two columns each; None if others are there that do not fill one, or join one."""
    if is_narrow(text):
        return ""
    wide = _NARROW_TEXT.sub("", text)
    return wide if re.fullmatch(f"[{WIDE}]*", wide) else None


def measure_text(text: str) -> int:
    """Return the columns of a text; -1 if it holds a control character.

    East Asian wide characters and emoji fill two, joined sequences as many as they show, ambiguous ones one.

    >>> measure_text("注文 → Café")
    11
    """
    wide = _find_wide(text)
    if wide is not None:
        return len(text) + len(wide)
    from wcwidth import wcswidth  # noqa: PLC0415 (see above)

    return wcswidth(text)


def split_text(text: str) -> Iterable[str]:
    """Return the characters of a text, each with its combining ones: accents, emoji sequences."""
    if _find_wide(text) is not None:
        return text
    from wcwidth import iter_graphemes  # noqa: PLC0415 (see above)

    return iter_graphemes(text)


PLAIN_ESCAPE, JSON_ESCAPE, XML_ESCAPE = "<U+%04X>", "\\u%04x", "&#x%X;"
"""The escape of a character by number, in text and in notations with one of their own."""

_COMMANDS = re.compile(f"[{CONTROLS}{STRAY}{DIRECTIONS}]")
"""What a terminal would obey, or show as nothing."""


def escape_controls(text: str) -> str:
    """Return text with control and direction characters escaped as `<U+001B>`."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\u200d\ufe0f" else PLAIN_ESCAPE % ord(c) for c in text)


def escape_result(text: str, form: str = PLAIN_ESCAPE) -> str:
    """Return a command's result with control characters escaped; line ends and blanks stay.

    Args:
        text: what is to be printed.
        form: the escape of such a character.
    """
    return _COMMANDS.sub(lambda found: form % ord(found[0]), text)
