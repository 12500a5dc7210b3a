"""References without a definition: markdown-it prints them literally; here they are recorded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference

from portfolio.errors import Code, Diagnostic
from portfolio.markdown.plugins.positions import Mark, cut_span, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

    from portfolio.model.document import Document

_FOOTNOTE = re.compile(r"\[\^([^\s\]]+)\]")
_LABEL = re.compile(r"\[((?:[^\[\]\\`]|\\.)+)\]")


def install_references(md: MarkdownIt) -> None:
    """Record undefined links and footnotes, and unused footnotes; after the footnote plugin."""
    md.inline.ruler.after("footnote_ref", "missing_reference", _note_missing)
    md.core.ruler.after("inline", "unused_footnotes", _note_unused)


def check_references(marks: Iterable[Mark], document: Document) -> Iterator[Diagnostic]:
    """Yield an error for each undefined reference, and for each footnote that would be dropped."""
    for mark in marks:
        if mark.kind == "missing-link":
            yield Diagnostic(
                Code.LINK,
                f"no definition for the link label `{mark.text}`",
                cut_span(document, mark.holder, mark.start, mark.end),
                f"add a line `[{mark.text}]: address`, or write `\\[` for a bracket",
            )
        elif mark.kind == "missing-footnote":
            yield Diagnostic(
                Code.LINK,
                f"no definition for the footnote `{mark.text}`",
                cut_span(document, mark.holder, mark.start, mark.end),
                f"add a line `[^{mark.text}]: text`, or write `\\[` for a bracket",
            )
        elif mark.kind == "unused-footnote":
            yield Diagnostic(
                Code.LINK,
                f"nothing refers to the footnote `{mark.text}`, so that no page would show it",
                cut_span(document, mark.holder),
                f"write `[^{mark.text}]` where it belongs, or remove the footnote",
            )
        elif mark.kind == "repeated-footnote":
            yield Diagnostic(
                Code.LINK,
                f"the footnote `{mark.text}` is defined twice",
                cut_span(document, mark.holder),
                "give each footnote a label of its own",
            )


def _note_missing(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Run after the rules for references, so that it finds only undefined ones."""
    if silent or state.src[state.pos] != "[" or "holder" not in state.env:
        return False
    if match := _FOOTNOTE.match(state.src, state.pos, state.posMax):
        mark = Mark("missing-footnote", state.env["holder"], state.pos, match.end(), text=match[1])
        marks_of(state.env).append(mark)
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
        mark = Mark("missing-link", state.env["holder"], *match.span(1), text=match[1].replace("\n", " "))
        marks_of(state.env).append(mark)
    return False


def _note_unused(state: StateCore) -> None:
    """Run before the plugin drops unused footnotes."""
    known = state.env.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    lines = state.src.split("\n")
    for token in state.tokens:
        if token.type != "footnote_reference_open":
            continue
        label = token.meta["label"]
        line = lines[token.map[0]] if token.map else ""
        token.meta["column"] = max(0, line.find(f"[^{label}]"))
        if label in seen:
            marks_of(state.env).append(Mark("repeated-footnote", token, text=label))
        elif known.get(f":{label}", -1) < 0:
            marks_of(state.env).append(Mark("unused-footnote", token, text=label))
        seen.add(label)
