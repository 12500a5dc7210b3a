"""Whether the colours of a palette can be read: every pair that occurs on a page, in light and in dark."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAIRS = (
    ("text", ("ground", "raised", "marked"), 12.0),
    ("muted", ("ground", "raised", "marked"), 7.0),
    ("accent", ("ground", "raised", "marked"), 7.0),
    ("warn", ("ground", "raised"), 7.0),
    ("rule", ("ground", "raised"), 3.0),
)
"""Foreground, backgrounds, and the ratio that they must reach. The name plate is ground on accent: the same pair."""

COLOURS = tuple(dict.fromkeys(name for front, backs, _ in PAIRS for name in (front, *backs)))

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w-])--([a-z]+)\s*:\s*([^;}]*)")
_HEX = r"(#(?:[0-9a-fA-F]{3}){1,2})"
_VALUE = re.compile(rf"light-dark\(\s*{_HEX}\s*,\s*{_HEX}\s*\)\s*")
_FORM = "light-dark(#rrggbb, #rrggbb)"
_BREAKPOINT = 0.04045
"""Below it sRGB is linear: IEC 61966-2-1."""


class _Shade(NamedTuple):
    """A colour in light or in dark, and its span."""

    value: str
    span: Span
    sheet: int
    """The number of its stylesheet: later ones override it."""


class _Colour(NamedTuple):
    """The value of a name in a stylesheet."""

    span: Span
    shades: tuple[_Shade, ...]
    """In light and in dark; empty if the value has another form."""


def check_contrast(sheets: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield missing colours, those in an unknown form, and those with too little contrast.

    Args:
        sheets: a palette by its path, then what overrides its colours.
    """
    sources = [Source(path, css) for path, css in sheets.items()]
    found = {
        name: colour
        for number, source in enumerate(sources)
        for name, colour in _read_colours(source, number)
    }
    for name in COLOURS:
        if name not in found:
            message, help_ = f"the palette has no colour `--{name}`", f"add `--{name}: {_FORM}`"
            yield Diagnostic(Code.CONTRAST, message, sources[0].span(1, 1), help_)
        elif not found[name].shades:
            message, help_ = f"the contrast of `--{name}` cannot be computed", f"write it as `{_FORM}`"
            yield Diagnostic(Code.CONTRAST, message, found[name].span, help_)
    for front, backs, minimum in PAIRS:
        for back in backs:
            if front in found and back in found:
                shades = zip(("light", "dark"), found[front].shades, found[back].shades, strict=False)
                for scheme, fore, ground in shades:
                    yield from _compare(f"`--{front}` on `--{back}`", fore, ground, scheme, minimum)


def _read_colours(source: Source, sheet: int) -> Iterator[tuple[str, _Colour]]:
    """Yield the colours of a stylesheet by name."""
    # comments become blanks, so that positions stay
    css = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.text)
    for match in _DECLARATION.finditer(css):
        value = _VALUE.fullmatch(css, *match.span(2))
        groups = (1, 2) if value else ()
        shades = (
            _Shade(value[group], source.span_at(value.start(group), len(value[group])), sheet)
            for group in groups
            if value
        )
        yield match[1], _Colour(source.span_at(match.start(2), len(match[2])), tuple(shades))


def _compare(pair: str, fore: _Shade, ground: _Shade, scheme: str, minimum: float) -> Iterator[Diagnostic]:
    """Yield an error if a pair has too little contrast, at the colour that overrides the others."""
    ratio = contrast(fore.value, ground.value)
    if ratio < minimum:
        reached = math.floor(ratio * 100) / 100  # cut, not rounded: 6.996 is not 7
        blamed, other = (ground, fore) if ground.sheet > fore.sheet else (fore, ground)
        is_darker = _luminance(blamed.value) < _luminance(other.value)
        yield Diagnostic(
            Code.CONTRAST,
            f"{pair} reaches {reached:.2f}:1 in {scheme}, not {minimum:g}:1",
            blamed.span,
            "make it darker" if is_darker else "make it lighter",
        )


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours written as `#rrggbb` or `#rgb`.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".

    >>> contrast("#000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > len("#rgb") else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= _BREAKPOINT else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
