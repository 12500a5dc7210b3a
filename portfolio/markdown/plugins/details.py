"""Folded parts: `::: details` and a title, then Markdown, up to a line `:::`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdit_py_plugins.container import container_plugin

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import lay_out_block, observe, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

NAME = "details"


def install_details(md: MarkdownIt) -> None:
    """Read folded parts; the opening token gets `meta["title"]`."""
    container_plugin(md, NAME)
    observe(md.block.ruler, f"container_{NAME}", _record_details)


def _record_details(state: StateBlock, before: int, line: int) -> None:
    token = state.tokens[before]
    title = token.meta["title"] = token.info.strip().removeprefix(NAME).strip()
    span = lay_out_block(state, line).cut()
    if not title:
        help_ = "write what it holds behind `details`: `::: details How it was measured`"
        report(state.env, Code.FENCE, "the folded part has no title", span, help_)
    if token.map and state.line == token.map[1]:  # no line of colons was skipped
        help_ = f"close it with a line `{token.markup}`; of two, the outer one takes more colons"
        report(state.env, Code.FENCE, "the folded part is never closed", span, help_)
    elif len(state.tokens) == before + len(("open", "close")):
        report(state.env, Code.FENCE, "the folded part is empty", span, "write something in it, or remove it")
