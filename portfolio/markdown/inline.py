"""The little Markdown of YAML fields: code spans, *emphasis*, **strong** and escapes; all else is text."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


MARKS = frozenset("`*_\\")
"""Without any of them a field is plain text, as most are, and is not parsed: a tenth of a millisecond each."""


def render_inline_markup(text: str) -> str:
    """Return a field as HTML.

    >>> render_inline_markup("*moved* 1M+ <users> with `SQS`")
    '<em>moved</em> 1M+ &lt;users&gt; with <code>SQS</code>'
    """
    return _shared_renderer().render(_parse(text)) if MARKS & {*text} else escapeHtml(text)


@functools.lru_cache(maxsize=4096)  # a summary is used by its page and by the feeds
def strip_inline_markup(text: str) -> str:
    """Return a field as plain text.

    >>> strip_inline_markup("**moved** with `SQS`")
    'moved with SQS'
    """
    return plain_text(_parse(text)) if MARKS & {*text} else text


def _parse(text: str) -> Sequence[Token]:
    blocks = _shared_parser().parseInline(text)
    return blocks[0].children or ()


def create_field_parser() -> MarkdownIt:
    """Return a parser of what a field understands."""
    return MarkdownIt("zero").enable(["backticks", "emphasis", "escape"])


@functools.cache
def _shared_parser() -> MarkdownIt:
    return create_field_parser()


@functools.cache
def _shared_renderer() -> HtmlRenderer:
    return HtmlRenderer()
