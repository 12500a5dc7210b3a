"""The text that is shown literally, without code, destinations, escapes and entities; and marks in it that are not closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.markdown.plugins.positions import Mark, observe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

HIDDEN = "\0"
"""Replaces each character that is not shown literally; no text contains it."""


class Shown(NamedTuple):
    """The inline text of a block."""

    holder: Token
    text: str
    """As long as the holder's own, so that offsets are the same."""
    marks: Sequence[Mark]
    """Everything that was recorded in the block."""
    begins_quote: bool = False
    """Whether it is the first block of a quote."""


class Lost(NamedTuple):
    """A part of such a text that was meant as markup, with what to do about it."""

    start: int
    """Offsets into the text."""
    end: int
    message: str
    help: str


def install_shown(md: MarkdownIt) -> None:
    """Record code spans, escapes, entities, and stars that neither open nor close anything.

    Links, images and HTML are recorded by their own rules.
    """
    for name in ("backticks", "escape", "entity"):
        observe(md.inline.ruler, name, _record_understood)
    observe(md.inline.ruler, "emphasis", _record_stars)
    md.inline.ruler2.after("emphasis", "open_marks", _record_open_stars)


def find_shown(tokens: Sequence[Token], marks: Iterable[Mark]) -> Iterator[Shown]:
    """Yield the text of each block that has one, in their order; text that is nested too deeply is not parsed."""
    hidden: dict[int, list[Mark]] = {}
    for mark in marks:
        hidden.setdefault(id(mark.holder), []).append(mark)
    for index, token in enumerate(tokens):
        if token.type == "inline" and "layout" in token.meta and "too_deep" not in token.meta:
            begins_quote = index > 1 and tokens[index - 2].type == "blockquote_open"
            yield hide_marks(token, hidden.get(id(token), ()))._replace(begins_quote=begins_quote)


def hide_marks(holder: Token, marks: Sequence[Mark]) -> Shown:
    """Return a text without what its marks say is not shown literally."""
    characters = [*holder.content]
    for mark in marks:
        if mark.kind in {"understood", "link", "image", "html"}:
            characters[mark.start : mark.end] = re.sub(r"[^\n]", HIDDEN, mark.words)
    return Shown(holder, "".join(characters), marks)


def _record_understood(state: StateInline, before: int, start: int) -> None:
    """Record a match; a code span that is not closed leaves its backticks in the text, and no token."""
    kind = "understood" if len(state.tokens) > before else "open-code"
    state.env["marks"].append(Mark(kind, state.env["holder"], start, state.pos))


def find_open_marks(shown: Shown) -> Iterator[Lost]:
    """Yield each mark that was surely meant to open or close something."""
    # if one backtick is escaped, the others of the same text are meant as text too
    is_meant = any(mark.kind == "understood" and mark.words == "\\`" for mark in shown.marks)
    for mark in shown.marks:
        if mark.kind == "open-code" and not is_meant and _touches_a_word(mark):
            help_ = "close it, or write a backslash before the backtick"
            yield Lost(mark.start, mark.end, "the code span is never closed", help_)
        elif mark.kind == "open-strong":
            message = "`**` is shown literally: it neither opens nor closes strong text"
            help_ = "put the opening `**` right before a word, and the closing one right behind a letter or a digit"
            yield Lost(mark.start, mark.end, message, help_)


def _record_stars(state: StateInline, _before: int, start: int) -> None:
    stars: dict[int, int] = state.env.setdefault("stars", {})
    for position in range(start, state.pos):  # each has a token of its own
        stars[id(state.tokens[position - state.pos])] = position


def _record_open_stars(state: StateInline) -> None:
    """Run after emphasis: stars that are text now stay text."""
    stars: dict[int, int] = state.env.get("stars", {})
    runs: list[_Run] = []
    for token in state.tokens:
        position = stars.pop(id(token), None)
        if position is None or state.src[position] != "*":
            continue
        run = runs.pop() if runs and runs[-1].end == position else _Run(position, position)
        is_shown = token.type == "text" and bool(token.content)
        runs.append(_Run(run.start, position + 1, run.shown + is_shown))
    for run in _find_lost(state.src, runs):
        state.env["marks"].append(Mark("open-strong", state.env["holder"], run.start, run.end))


class _Run(Struct, frozen=True):
    """A run of stars."""

    start: int
    end: int
    shown: int = 0
    """How many of them stay text."""


_WORD = re.compile(
    r"(?!(?:args|attrs|config|data|extra|fields|kw|kwarg|kwargs|kwds|options|opts|params|rest|settings)\b|\w*_)[^\W\d_]{2}"
)
"""A word before which Python's `**` is not written."""


def _find_lost(text: str, runs: Iterable[_Run]) -> Iterator[_Run]:
    """Yield each run of stars that was surely meant to make text strong.

    That is one of which a part did its work; one that could open with one behind it that could close; and one
    that begins a line or is before a word. Others are powers, patterns of file names, or arguments such as
    `**kwargs`.
    """
    opening: _Run | None = None
    for run in runs:
        before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
        is_other = (before.isalnum() and after.isalnum()) or "/" in before + after
        if not run.shown or run.end - run.start == 1 or is_other:
            continue
        is_part = run.shown < run.end - run.start
        if is_part or (opening and (before.strip() or text[opening.end] == " ")):
            yield run if is_part or opening is None else opening
            opening = None
        elif after.strip() or (before in {"", "\n"} and after == " ") or _opens_words(text, run):
            if opening and _opens_alone(text, opening):
                yield opening
            opening = run
    if opening and _opens_alone(text, opening):
        yield opening


def _opens_alone(text: str, run: _Run) -> bool:
    """Whether a run begins a line or stands before a word, and so needs nothing that closes it."""
    begins_line = text[max(run.start - 1, 0) : run.start] in {"", "\n"}
    return text[run.end] != " " and bool(begins_line or _WORD.match(text, run.end))


def _opens_words(text: str, run: _Run) -> bool:
    """Whether a blank and a whole word follow, unlike in a power."""
    return bool(re.match(r"\s[^\W\d_]{2}", text[run.end : run.end + 3]))


def _touches_a_word(mark: Mark) -> bool:
    """Whether backticks are right before or after a word; those inside of one are an apostrophe."""
    text = mark.holder.content
    before, after = text[max(mark.start - 1, 0) : mark.start], text[mark.end : mark.end + 1]
    return bool(before.strip() or after.strip()) and not (before.isalnum() and after.isalnum())
