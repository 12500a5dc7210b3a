"""Nesting: markdown-it silently drops text that is nested too deeply; our lower limit reports it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic
from portfolio.markdown.plugins.positions import Mark, cut_span, make_line_token, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.model.document import Document

DEEPEST = 50
"""Levels of blocks (a list counts two: itself and its item), or of brackets in one text."""
MAX_NESTING = 100
"""The limit of markdown-it; above ours, and far from Python's recursion limit."""


def install_nesting(md: MarkdownIt) -> None:
    """Record the first block and the first bracket that are too deep; the rest of such a text is not parsed."""
    md.block.ruler.before("table", "nesting", _note_block)
    md.inline.ruler.before("text", "nesting", _note_inline)


def check_nesting(marks: Iterable[Mark], document: Document) -> Iterator[Diagnostic]:
    """Yield an error for each text that is nested too deeply."""
    for mark in marks:
        if mark.kind == "nesting":
            yield Diagnostic(
                Code.NESTING,
                f"nested more than {DEEPEST} levels deep",
                cut_span(document, mark.holder, mark.start, mark.end),
                "use fewer lists, quotes or brackets inside each other",
            )


def _note_block(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    if not silent and state.level >= DEEPEST:
        _note_once(state.env, make_line_token(state, line), 1)
    return False


def _note_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Take the rest of a text that is too deep as plain text.

    Each bracket that is not closed is searched for its end through all that follows. With at most
    `DEEPEST` of them the work grows with the length of a text only.
    """
    holder: Token | None = state.env.get("holder")
    if holder is None:
        return False
    if state.level >= DEEPEST:
        _note_once(state.env, holder, len(holder.content))
        holder.meta["too_deep"] = True
    if "too_deep" not in holder.meta:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : state.posMax])
    state.pos = state.posMax
    return True


def _note_once(env: object, holder: Token, end: int) -> None:
    if isinstance(env, dict) and (lines := tuple(holder.map or ())) not in env.setdefault("deep", set()):
        env["deep"].add(lines)
        marks_of(env).append(Mark("nesting", holder, 0, end))
