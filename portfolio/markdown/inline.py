"""The text of YAML fields, which takes code spans, *emphasis*, **strong** and escapes, as HTML, as plain text and as a line of blocks."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from portfolio.markdown.blocks import plain_line, read_line
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.text import escape_html, plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from portfolio.markdown.blocks import Line

MARKS = frozenset("`*_\\")
"""Without any of them a field is plain text, as most are, and is not parsed: a tenth of a millisecond each."""


def render_inline_markup(text: str) -> str:
    """Return a field as HTML.

    >>> render_inline_markup("*moved* 1M+ <users> with `SQS`")
    '<em>moved</em> 1M+ &lt;users&gt; with <code>SQS</code>'
    """
    return HtmlRenderer().render(_parse(text).children or ()) if MARKS & {*text} else escape_html(text)


@functools.lru_cache(maxsize=4096)  # a summary is used by its page and by the feeds
def strip_inline_markup(text: str) -> str:
    """Return a field as plain text.

    >>> strip_inline_markup("**moved** with `SQS`")
    'moved with SQS'
    """
    return plain_text([_parse(text)]) if MARKS & {*text} else text


def read_field(text: str) -> Line:
    """Return a field as a line of blocks.

    >>> [piece.text for piece in read_field("moved with `SQS`")]
    ['moved with ', 'SQS']
    """
    return read_line(_parse(text).children or ()) if MARKS & {*text} else plain_line(text)


def create_inline_parser() -> MarkdownIt:
    """Return the parser of marked fields."""
    return MarkdownIt("zero").enable(["backticks", "emphasis", "escape"])


@functools.cache
def _shared_parser() -> MarkdownIt:
    return create_inline_parser()


def _parse(text: str) -> Token:
    return _shared_parser().parseInline(text)[0]
