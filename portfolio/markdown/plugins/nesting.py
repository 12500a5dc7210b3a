"""Nesting: markdown-it silently drops text that is nested too deeply; our lower limit reports it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import cut_span, lay_out_block, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.errors import Span
    from portfolio.markdown.plugins.positions import Env

DEEPEST = 50
"""Levels of blocks (a list counts two: itself and its item), or of brackets in one text."""
MAX_NESTING = 100
"""The limit of markdown-it; above ours, and far from Python's recursion limit."""


def install_nesting(md: MarkdownIt) -> None:
    """Report the first block and the first bracket that are too deep; the rest of such a text is not parsed."""
    md.block.ruler.before("table", "nesting", _report_block)
    md.inline.ruler.before("text", "nesting", _report_inline)


def _report_block(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    if not silent and state.level >= DEEPEST:
        _report_once(state.env, [line, line + 1], lay_out_block(state, line).cut())
    return False


def _report_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Take the rest of a text that is too deep as plain text.

    Each bracket that is not closed is searched for its end through all that follows. With at most
    `DEEPEST` of them the work grows with the length of a text only.
    """
    holder: Token = state.env["holder"]
    if state.level >= DEEPEST:
        _report_once(state.env, holder.map, cut_span(holder, 0, len(holder.content)))
        holder.meta["too_deep"] = True
    if "too_deep" not in holder.meta:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : state.posMax])
    state.pos = state.posMax
    return True


def _report_once(env: Env, lines: list[int] | None, span: Span) -> None:
    deep: set[tuple[int, ...]] = env.setdefault("deep", set())
    if (key := tuple(lines or ())) not in deep:
        deep.add(key)
        help_ = "use fewer lists, quotes or brackets inside each other"
        report(env, Code.NESTING, f"nested more than {DEEPEST} levels deep", span, help_)
