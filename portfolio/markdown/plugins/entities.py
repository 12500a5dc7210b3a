"""Entities of characters that are not allowed, such as `&#12;`; the file's own characters are checked before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code
from portfolio.markdown.plugins.positions import cut_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from portfolio.errors import Diagnostics, Span
    from portfolio.markdown.plugins.positions import Env, Mark
    from portfolio.model.document import Document

_ENTITY = re.compile(r"&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});")
"""By number: none that has a name is such a character. Source: markdown_it/rules_inline/entity.py."""


def check_entities(tokens: Iterable[Token], env: Env) -> None:
    """Report each, in text, titles, alternative texts, and the words of definitions and fences."""
    document: Document = env["document"]
    marks: list[Mark] = env["marks"]
    if not any(_find(document.text)):
        return
    literal: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.kind in {"understood", "html"}:
            literal.setdefault(id(mark.holder), []).append(mark)
    for token in tokens:
        if token.type == "inline" and "layout" in token.meta:
            inside = {at for mark in literal.get(id(token), ()) for at in range(mark.start + 1, mark.end)}
            for match in _find(token.content):
                if match.start() not in inside:
                    _report(match, cut_span(token, *match.span()), env["diagnostics"])
    lines = [mark.holder.map[0] for mark in marks if mark.kind == "fence" and mark.holder.map]
    lines += [line for item in env.get("references", {}).values() for line in range(*item["map"])]
    for line in lines:
        number = document.first_line + line
        for match in _find(document.source.lines[number - 1]):
            span = document.source.span(number, match.start() + 1, len(match[0]))
            _report(match, span, env["diagnostics"])


def _find(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _ENTITY.finditer(text) if FORBIDDEN.search(unescapeAll(match[0])))


def _report(match: re.Match[str], span: Span, diagnostics: Diagnostics) -> None:
    message = f"the character U+{ord(unescapeAll(match[0])):04X} is not allowed"
    diagnostics.error(Code.CONTROL_CHARACTER, message, span, "delete it")
