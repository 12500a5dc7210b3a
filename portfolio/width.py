"""How many columns text fills in a terminal.

The tables of wcwidth cost 28 ms to import and every character a look into them. What most drawings are made of
fills one column each, joined to nothing: only other text asks for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25cf]*")
"""ASCII, Latin letters, dashes, quotes, arrows, lines and triangles; a soft hyphen and accents on their own are none."""


def is_narrow(text: str) -> bool:
    """Say whether each character of a text fills one column of its own."""
    return NARROW.fullmatch(text) is not None


def measure_text(text: str) -> int:
    """Return the columns of a text; -1 if it holds a control character.

    East Asian wide characters and emoji fill two, joined sequences as many as they show, ambiguous ones one.

    >>> measure_text("注文 → Café")
    11
    """
    if is_narrow(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 (see above)

    return wcswidth(text)


def split_text(text: str) -> Iterable[str]:
    """Give the characters of a text, each with all that joins it: accents, emoji sequences."""
    if is_narrow(text):
        return text
    from wcwidth import iter_graphemes  # noqa: PLC0415 (see above)

    return iter_graphemes(text)
