"""Whether the colours of a palette can be read: every pair that occurs on a page, in light and in dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = (
    ("text", ("ground", "raised", "marked"), 12.0),
    ("muted", ("ground", "raised", "marked"), 7.0),
    ("accent", ("ground", "raised", "marked"), 7.0),
    ("warn", ("ground", "raised"), 7.0),
    ("rule", ("ground", "raised"), 3.0),
)
"""What stands on what, and the ratio it must reach. The name plate is ground on accent: the same pair."""

_COLOUR = re.compile(r"--([a-z]+)\s*:\s*light-dark\(\s*(#[0-9a-fA-F]{6})\s*,\s*(#[0-9a-fA-F]{6})\s*\)")
_BREAKPOINT = 0.04045
"""Below it sRGB is linear: IEC 61966-2-1."""


def check_contrast(path: str, css: str) -> Iterator[Diagnostic]:
    """Yield the colours of a palette that are too close to what they stand on, and those that are missing."""
    source = Source(path, css)
    found = {match[1]: match for match in _COLOUR.finditer(css)}
    for front, backs, minimum in PAIRS:
        for name in (front, *backs):
            if name not in found:
                yield Diagnostic(
                    Code.CONTRAST,
                    f"the palette has no colour `--{name}`",
                    source.span(1, 1),
                    f"add `--{name}: light-dark(#…, #…);`",
                )
                return
        for back in backs:
            for scheme, group in (("light", 2), ("dark", 3)):
                ratio = contrast(found[front][group], found[back][group])
                if ratio < minimum:
                    match = found[front]
                    line = css.count("\n", 0, match.start(group)) + 1
                    column = match.start(group) - (css.rfind("\n", 0, match.start(group)) + 1) + 1
                    message = (
                        f"`--{front}` on `--{back}` reaches {ratio:.2f}:1 in {scheme}, not {minimum:g}:1"
                    )
                    help_ = "make it darker" if scheme == "light" else "make it lighter"
                    yield Diagnostic(
                        Code.CONTRAST, message, source.span(line, column, len(match[group])), help_
                    )


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours written as `#rrggbb`.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return round((lighter + 0.05) / (darker + 0.05), 4)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= _BREAKPOINT else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
