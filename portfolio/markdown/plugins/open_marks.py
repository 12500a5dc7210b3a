"""Unclosed code spans and strong text: readers would see their marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_inline import emphasis
from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.plugins.positions import Mark, cut_span, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    from portfolio.model.document import Document


def install_open_marks(md: MarkdownIt) -> None:
    """Record stars that neither open nor close anything."""
    md.inline.ruler.at("emphasis", _observe_stars)
    md.inline.ruler2.after("emphasis", "open_marks", _note_stars)


def check_open_marks(marks: Iterable[Mark], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each mark that was surely meant to open or close something."""
    marks = [*marks]
    # if one backtick is escaped, the others of the same text are meant as text too
    meant = {id(mark.holder) for mark in marks if mark.kind == "understood" and _text_of(mark) == "\\`"}
    for mark in marks:
        if mark.kind == "open-code" and id(mark.holder) not in meant and _touches_a_word(mark):
            message, help_ = (
                "the code span is never closed",
                "close it, or write a backslash before the backtick",
            )
        elif mark.kind == "open-strong":
            message = "`**` is shown literally: it neither opens nor closes strong text"
            help_ = "put the opening `**` right before a word, and the closing one right behind a letter or a digit"
        else:
            continue
        span = cut_span(document, mark.holder, mark.start, mark.end)
        yield Diagnostic(Code.RAW_MARKUP, message, span, help_, Severity.WARNING)


def _observe_stars(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    start = state.pos
    if not emphasis.tokenize(state, silent):
        return False
    stars: dict[int, int] = state.env.setdefault("stars", {})
    for position in range(start, state.pos):  # each has a token of its own
        stars[id(state.tokens[position - state.pos])] = position
    return True


def _note_stars(state: StateInline) -> None:
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
    if "holder" in state.env:
        for run in _find_lost(state.src, runs):
            marks_of(state.env).append(Mark("open-strong", state.env["holder"], run.start, run.end))


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


def _text_of(mark: Mark) -> str:
    return mark.holder.content[mark.start : mark.end]


def _touches_a_word(mark: Mark) -> bool:
    """Whether backticks are right before or after a word; those inside of one are an apostrophe."""
    text = mark.holder.content
    before, after = text[max(mark.start - 1, 0) : mark.start], text[mark.end : mark.end + 1]
    return bool(before.strip() or after.strip()) and not (before.isalnum() and after.isalnum())
