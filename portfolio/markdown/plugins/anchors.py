"""Headings: their ids on the page, their levels, and their diagnostics."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Span
from portfolio.markdown.plugins.positions import REST_OF_LINE
from portfolio.markdown.text import plain_text
from portfolio.model.names import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from portfolio.model.document import Document

HIGHEST = 2
"""The level at which a body's headings begin: the page's title is the level above."""
DEEPEST = 6
"""The deepest heading of HTML."""


class Heading(Struct, frozen=True):
    """A heading of the text."""

    level: int
    """The level on the page: 2 for `<h2>`."""
    id: str
    text: str
    """Without markup."""
    span: Span
    """From its first mark or letter to the line's end."""


def slugify(text: str) -> str:
    """Return text as an id: letters and digits of any script in lower case, joined by single hyphens.

    >>> slugify("Why Java & Spring: 3 reasons")
    'why-java-spring-3-reasons'
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return "-".join(split_words(folded.replace("_", " "))) or "section"


def name_headings(
    tokens: Sequence[Token],
    document: Document,
    *,
    id_prefix: str,
    first_level: int,
    reserved_ids: frozenset[str],
) -> tuple[list[Heading], list[Diagnostic]]:
    """Give each heading its id and its level on the page, and return them with their diagnostics.

    A repeated id gets `-2`, `-3` and so on at its end.
    """
    taken = dict.fromkeys(reserved_ids, 1)
    headings: list[Heading] = []
    problems: list[Diagnostic] = []
    previous = HIGHEST - 1
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = plain_text([tokens[index + 1]]).strip()
        level = int(token.tag[1:])
        span = _span(token, tokens[index + 1], document)
        problems += _check_level(level, previous, first_level, text, span)
        previous = max(level, HIGHEST)
        shown = min(max(level - HIGHEST + first_level, first_level), DEEPEST)
        name = _take_id(id_prefix + slugify(text), taken)
        token.tag = tokens[index + 2].tag = f"h{shown}"
        token.attrs["id"] = name
        headings.append(Heading(shown, name, text, span))
    return headings, problems


def _take_id(wanted: str, taken: dict[str, int]) -> str:
    """Return a free id, and take it.

    Args:
        wanted: the id, if it is free.
        taken: the last number tried after each id; a thousand equal headings try each once.
    """
    name, number = wanted, taken.get(wanted, 0)
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken[wanted] = number
    taken[name] = 1
    return name


def _check_level(level: int, previous: int, first_level: int, text: str, span: Span) -> Iterator[Diagnostic]:
    marks = "#" * level
    if level < HIGHEST:
        help_ = "the page's title is its first-level heading; begin at `##`"
        yield Diagnostic(Code.HEADING, "a first-level heading in the text", span, help_)
    elif level > previous + 1:
        expected = "#" * (previous + 1)
        where = f"after `{'#' * previous}`" if previous >= HIGHEST else "as the first heading"
        message = f"`{marks}` {where} skips a level"
        yield Diagnostic(Code.HEADING, message, span, f"write `{expected}`")
    elif level - HIGHEST + first_level > DEEPEST:
        deepest = "#" * (DEEPEST + HIGHEST - first_level)
        yield Diagnostic(Code.HEADING, f"`{marks}` is too deep here", span, f"the deepest is `{deepest}`")
    if not text:
        yield Diagnostic(Code.HEADING, "the heading has no text", span, "write its words after the marks")


def _span(token: Token, inline: Token, document: Document) -> Span:
    line = document.first_line + (token.map[0] if token.map else 0)
    column = token.meta.get("column")
    if column is None:  # an underlined heading has no mark in front
        layout = inline.meta["layout"]
        body_line, column = layout.locate(0)
        line = document.first_line + body_line
    return document.source.span(line, column + 1, REST_OF_LINE)
