"""The site's icon: the owner's initials in strokes, as an icon cannot load a font."""

from __future__ import annotations

import unicodedata

_STROKES = {
    "A": "08 02 20 42 48|05 45",
    "B": "34 04 00 30 41 43 34 45 47 38 08 04",
    "C": "41 30 10 01 07 18 38 47",
    "D": "00 08 28 46 42 20 00",
    "E": "40 00 08 48|04 34",
    "F": "40 00 08|04 34",
    "G": "40 10 01 07 18 48 45 35",
    "H": "00 08|40 48|04 44",
    "I": "10 30|20 28|18 38",
    "J": "40 47 38 18 07",
    "K": "00 08|40 04 48",
    "L": "00 08 48",
    "M": "08 00 24 40 48",
    "N": "08 00 48 40",
    "O": "10 30 41 47 38 18 07 01 10",
    "P": "08 00 30 41 43 34 04",
    "Q": "10 30 41 47 38 18 07 01 10|25 48",
    "R": "08 00 30 41 43 34 04|24 48",
    "S": "41 30 10 01 03 14 34 45 47 38 18 07",
    "T": "00 40|20 28",
    "U": "00 07 18 38 47 40",
    "V": "00 05 28 45 40",
    "W": "00 08 24 48 40",
    "X": "00 48|40 08",
    "Y": "00 24 40|24 28",
    "Z": "00 40 08 48",
    "0": "10 30 41 47 38 18 07 01 10|16 32",
    "1": "02 20 28|08 48",
    "2": "01 10 30 41 43 08 48",
    "3": "01 10 30 41 43 34 24|34 45 47 38 18 07",
    "4": "38 30 06 46",
    "5": "40 00 04 34 45 47 38 18 07",
    "6": "41 30 10 01 07 18 38 47 45 34 04",
    "7": "00 40 18",
    "8": "14 03 01 10 30 41 43 34 14 05 07 18 38 47 45 34",
    "9": "44 14 03 01 10 30 41 47 38 18 07",
}
"""Lines of each sign on a grid of 4 by 8: a point is its column and row, `|` lifts the pen."""

_PLAIN = str.maketrans("ÆĐÐĦıŁØŒÞ", "ADDHILOOT")
"""Letters that Unicode does not decompose into one of A to Z and a mark."""

_SIZE = 64
_STROKE = 8
"""A whole number of pixels at 16, 32 and 64 px, as are the positions of most strokes."""


def find_initials(name: str) -> str:
    """Return the first sign of a name's first and last word, as A to Z or a digit; empty without one.

    What is in brackets, or behind a comma, is not the name.

    >>> find_initials("Łucja de la Åström (she/her), PhD")
    'LA'
    """
    signs = (_plain(word[0]) for word in name.partition(",")[0].split())
    found = [sign for sign in signs if sign in _STROKES]
    return "".join(found if len(found) < 2 else (found[0], found[-1]))  # noqa: PLR2004 (first and last)


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign.upper().translate(_PLAIN))[0]


def draw_icon(name: str, ground: str, accent: str) -> str | None:
    """Draw the initials of a name as SVG in two colours; None for a name without a Latin letter or a digit."""
    initials = find_initials(name)
    if not initials:
        return None
    is_pair = len(initials) > 1
    unit = 4 if is_pair else 5
    lefts = (8, 40) if is_pair else ((_SIZE - 4 * unit) // 2,)
    top = (_SIZE - 8 * unit) // 2
    path = "".join(
        _draw_stroke(stroke, left, top, unit)
        for sign, left in zip(initials, lefts, strict=True)
        for stroke in _STROKES[sign].split("|")
    )
    return (
        # single quotes need no escape in the page's `data:` address
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_SIZE} {_SIZE}'>"
        f"<rect width='{_SIZE}' height='{_SIZE}' rx='8' fill='{ground}'/>"
        f"<path d='{path}' stroke='{accent}' stroke-width='{_STROKE}' stroke-linecap='round'"
        " stroke-linejoin='round' fill='none'/></svg>"
    )


def _draw_stroke(stroke: str, left: int, top: int, unit: int) -> str:
    points = ((left + int(point[0]) * unit, top + int(point[1]) * unit) for point in stroke.split())
    return "M" + ",".join(f"{x},{y}" for x, y in points)
