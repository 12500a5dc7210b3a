"""Entities of characters that are not allowed, such as `&#12;`; the file's own characters are checked before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import unescapeAll

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code, Diagnostic
from portfolio.markdown.plugins.positions import cut_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.token import Token

    from portfolio.errors import Span
    from portfolio.markdown.plugins.positions import Mark
    from portfolio.model.document import Document

_ENTITY = re.compile(r"&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});")
"""By number: none that has a name is such a character. Source: markdown_it/rules_inline/entity.py."""


def check_entities(
    tokens: Iterable[Token], marks: Iterable[Mark], env: Mapping[str, Any], document: Document
) -> Iterator[Diagnostic]:
    """Yield an error for each, in text, titles, alternative texts, and the words of definitions and fences."""
    if not any(_find(document.text)):
        return
    marks = [*marks]
    literal: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.kind in {"understood", "html"}:
            literal.setdefault(id(mark.holder), []).append(mark)
    for token in tokens:
        if token.type == "inline" and "layout" in token.meta:
            inside = {at for mark in literal.get(id(token), ()) for at in range(mark.start + 1, mark.end)}
            for match in _find(token.content):
                if match.start() not in inside:
                    yield _report(match, cut_span(document, token, *match.span()))
    lines = [mark.holder.map[0] for mark in marks if mark.kind == "fence" and mark.holder.map]
    lines += [line for item in env.get("references", {}).values() for line in range(*item["map"])]
    for line in lines:
        number = document.first_line + line
        for match in _find(document.source.lines[number - 1]):
            yield _report(match, document.source.span(number, match.start() + 1, len(match[0])))


def _find(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _ENTITY.finditer(text) if FORBIDDEN.search(unescapeAll(match[0])))


def _report(match: re.Match[str], span: Span) -> Diagnostic:
    character = unescapeAll(match[0])
    return Diagnostic(
        Code.CONTROL_CHARACTER, f"the character U+{ord(character):04X} is not allowed", span, "delete it"
    )
