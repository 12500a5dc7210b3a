"""Headings: their ids on the page, their levels, and their diagnostics."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import cut_span
from portfolio.markdown.text import plain_text
from portfolio.model.names import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from portfolio.errors import Diagnostics

HIGHEST = 2
"""The level at which a body's headings begin: the page's title is the level above."""
DEEPEST = 6
"""The deepest heading of HTML."""


def slugify(text: str) -> str:
    """Return text as an id: letters and digits of any script in lower case, joined by single hyphens.

    >>> slugify("Why Java & Spring: 3 reasons")
    'why-java-spring-3-reasons'
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return "-".join(split_words(folded.replace("_", " "))) or "section"


def name_headings(
    tokens: Sequence[Token],
    diagnostics: Diagnostics,
    *,
    id_prefix: str,
    first_level: int,
    reserved_ids: frozenset[str],
) -> list[str]:
    """Give each heading its id and its level on the page, and return the ids; report those on a wrong level.

    A repeated id gets `-2`, `-3` and so on at its end.
    """
    taken = dict.fromkeys(reserved_ids, 1)
    names: list[str] = []
    previous = HIGHEST - 1
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = plain_text([tokens[index + 1]]).strip()
        level = int(token.tag[1:])
        span = cut_span(token)
        if problem := _judge_level(level, previous, first_level):
            diagnostics.error(Code.HEADING, problem[0], span, problem[1])
        if not text:
            help_ = "write its words after the marks"
            diagnostics.error(Code.HEADING, "the heading has no text", span, help_)
        previous = max(level, HIGHEST)
        shown = min(max(level - HIGHEST + first_level, first_level), DEEPEST)
        name = _take_id(id_prefix + slugify(text), taken)
        token.tag = tokens[index + 2].tag = f"h{shown}"
        token.attrs["id"] = name
        names.append(name)
    return names


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


def _judge_level(level: int, previous: int, first_level: int) -> tuple[str, str] | None:
    """Return the message and the help for a level that is wrong after the previous one."""
    marks = "#" * level
    if level < HIGHEST:
        help_ = "the page's title is its first-level heading; begin at `##`"
        return "a first-level heading in the text", help_
    if level > previous + 1:
        where = f"after `{'#' * previous}`" if previous >= HIGHEST else "as the first heading"
        return f"`{marks}` {where} skips a level", f"write `{'#' * (previous + 1)}`"
    deepest = DEEPEST + HIGHEST - first_level
    return (f"`{marks}` is too deep here", f"the deepest is `{'#' * deepest}`") if level > deepest else None
