"""Text that markdown-it would lose without a word: nested too deeply, or in an unused footnote; and undefined references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import REST_OF_LINE, cut_span, lay_out_block, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.errors import Span
    from portfolio.markdown.plugins.positions import Env
    from portfolio.model.document import Document

DEEPEST = 50
"""Levels of blocks (a list counts two: itself and its item), or of brackets in one text."""
MAX_NESTING = 100
"""The limit of markdown-it; above ours, and far from Python's recursion limit."""

_FOOTNOTE = re.compile(r"\[\^([^\s\]]+)\]")
_LABEL = re.compile(r"\[((?:[^\[\]\\`]|\\.)+)\]")


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


def install_references(md: MarkdownIt) -> None:
    """Report undefined links and footnotes, and unused footnotes; after the footnote plugin."""
    md.inline.ruler.after("footnote_ref", "missing_reference", _report_missing)
    md.core.ruler.after("inline", "unused_footnotes", _report_unused)


def _report_missing(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Run after the rules for references, so that it finds only undefined ones."""
    if silent or state.src[state.pos] != "[":
        return False
    if match := _FOOTNOTE.match(state.src, state.pos, state.posMax):
        _report_undefined(state, "footnote", match[1], match.span())
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    if before.isalnum() or before in "_])":
        return False  # an index, as in `array[0][1]`
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    match = _LABEL.match(state.src, end + 1, state.posMax) if end > 0 else None
    if match is None or match[1].startswith("^") or not state.src[state.pos + 1 : end].strip():
        return False
    label = normalizeReference(match[1])
    if label and label not in state.env.get("references", {}):
        _report_undefined(state, "link label", match[1].replace("\n", " "), match.span(1))
    return False


def _report_undefined(state: StateInline, what: str, label: str, part: tuple[int, int]) -> None:
    line = f"[^{label}]: text" if what == "footnote" else f"[{label}]: address"
    help_ = f"add a line `{line}`, or write `\\[` for a bracket"
    span = cut_span(state.env["holder"], *part)
    report(state.env, Code.LINK, f"no definition for the {what} `{label}`", span, help_)


def _report_unused(state: StateCore) -> None:
    """Run before the plugin drops unused footnotes."""
    document: Document = state.env["document"]
    known = state.env.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    for token in state.tokens:
        if token.type != "footnote_reference_open" or not token.map:
            continue
        label = token.meta["label"]
        number = document.first_line + token.map[0]
        column = max(0, document.source.lines[number - 1].find(f"[^{label}]"))
        span = document.source.span(number, column + 1, REST_OF_LINE)
        if label in seen:
            message = f"the footnote `{label}` is defined twice"
            report(state.env, Code.LINK, message, span, "give each footnote a label of its own")
        elif known.get(f":{label}", -1) < 0:
            message = f"nothing refers to the footnote `{label}`, so that no page would show it"
            help_ = f"write `[^{label}]` where it belongs, or remove the footnote"
            report(state.env, Code.LINK, message, span, help_)
        seen.add(label)
