"""The text that is shown literally: without code, destinations of links, images, escapes and entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import rules_inline

from portfolio.markdown.plugins.positions import Mark, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.markdown.plugins.links import InlineRule

HIDDEN = "\0"
"""Replaces each character that is not shown literally; no text contains it."""


class Shown(NamedTuple):
    """The inline text of a block."""

    holder: Token
    text: str
    """As long as the holder's own, so that offsets are the same."""


def install_shown(md: MarkdownIt) -> None:
    """Record code spans, escapes and entities; links, images and HTML are recorded already."""
    md.inline.ruler.at("backticks", _observe(rules_inline.backtick))
    md.inline.ruler.at("escape", _observe(rules_inline.escape))
    md.inline.ruler.at("entity", _observe(rules_inline.entity))


def find_shown(tokens: Iterable[Token], marks: Iterable[Mark]) -> Iterator[Shown]:
    """Yield the text of each block that has one, in their order; text that is nested too deeply is not parsed."""
    hidden: dict[int, list[tuple[int, int]]] = {}
    for mark in marks:
        if mark.kind in {"understood", "link", "image", "html"}:
            start = _end_of_label(mark) if mark.kind == "link" else mark.start
            hidden.setdefault(id(mark.holder), []).append((start, mark.end))
    for token in tokens:
        if token.type == "inline" and "layout" in token.meta and "too_deep" not in token.meta:
            characters = [*token.content]
            for start, end in hidden.get(id(token), ()):
                characters[start:end] = re.sub(r"[^\n]", HIDDEN, token.content[start:end])
            yield Shown(token, "".join(characters))


def _end_of_label(mark: Mark) -> int:
    """Return where the words of a link end; those of an address in angle brackets are its destination."""
    text = mark.holder.content
    if text[mark.start] == "<":
        return mark.start
    if mark.destination is not None and mark.destination.holder is mark.holder:
        return text.rfind("](", mark.start, mark.destination.start)
    found = text.rfind("][", mark.start, mark.end)
    return found if found >= 0 else mark.end - 1


def _observe(rule: InlineRule) -> InlineRule:
    """Wrap a rule so that it records its matches."""

    def observed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
        start, before = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent and "holder" in state.env:
            # a code span that is not closed leaves its backticks in the text, and no token
            kind = "understood" if len(state.tokens) > before else "open-code"
            marks_of(state.env).append(Mark(kind, state.env["holder"], start, state.pos))
        return matched

    return observed
