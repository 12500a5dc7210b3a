"""A page's description: for search engines and previews, which show a line or two of plain text."""

from __future__ import annotations

from portfolio.markdown.inline import strip_inline_markup

MAX_CHARACTERS = 160
"""Search engines cut longer ones."""


def strip_markup(text: str) -> str:
    """Return a text with inline markup as one plain line."""
    return " ".join(strip_inline_markup(text).split())


def write_description(text: str) -> str:
    """Return a text with inline markup as one plain line, cut at a word where it is too long."""
    line = strip_markup(text)
    if len(line) <= MAX_CHARACTERS:
        return line
    return line[: MAX_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
