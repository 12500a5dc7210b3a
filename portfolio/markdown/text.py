"""Tokens to plain text: headings' names, images' alternative text, descriptions of pages; and plain text to HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token


def escape_html(text: str) -> str:
    """Return plain text as HTML, also for an attribute in double quotes."""
    return escape(text, quote=False).replace('"', "&quot;")


_WORDS = frozenset({"text", "code_inline", "html_inline"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


def plain_text(tokens: Iterable[Token]) -> str:
    """Return the words of block or inline tokens on one line, without any markup.

    Blocks are separated by a space. Code blocks, diagrams and footnote numbers are left out: they are not
    prose. An image gives its alternative text.
    """
    blocks: list[str] = []
    inline: list[str] = []
    for token in tokens:
        if token.type == "inline":
            blocks.append("".join(_words(token.children or ())))
        else:
            inline.extend(_words([token]))
    if inline:
        blocks.append("".join(inline))
    return " ".join(block for block in blocks if block)


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _WORDS:
            yield token.content
        elif token.type in _BREAKS:
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())
