"""Raw HTML: recognised so that it can be refused, and shown as text should it reach a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import rules_block, rules_inline

from portfolio.errors import Code, Diagnostic
from portfolio.markdown.plugins.links import observe_inline
from portfolio.markdown.plugins.positions import Mark, cut_span, find_column, marks_of, observe_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from portfolio.model.document import Document


def install_raw_html(md: MarkdownIt) -> None:
    """Note all HTML, and turn it into text; its tokens keep no type that a renderer writes unescaped."""
    md.inline.ruler.at("html_inline", observe_inline(rules_inline.html_inline, "html_inline", "html"))
    observe_block(md, "html_block", rules_block.html_block, _note_block)
    md.core.ruler.before("text_join", "refuse_html", _refuse)


def check_raw_html(marks: Iterable[Mark], document: Document) -> Iterator[Diagnostic]:
    """Yield an error for each tag and each comment."""
    for mark in marks:
        if mark.kind == "html":
            comment = mark.text.startswith("<!--") or bool(
                mark.subject and mark.subject.content.startswith("<!--")
            )
            yield Diagnostic(
                Code.RAW_HTML,
                "an HTML comment is not hidden: it would stand on the page as text"
                if comment
                else "raw HTML is not allowed",
                cut_span(document, mark.holder, mark.start, mark.end),
                "remove it" if comment else "write Markdown, or a code span to show the tag",
            )


def _note_block(state: StateBlock, before: int, line: int) -> None:
    token = state.tokens[before]
    token.meta["column"] = find_column(state, line)
    marks_of(state.env).append(Mark("html", token, text=token.content.lstrip()))


def _refuse(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "html_block":
            token.type = "refused_html"
        _refuse_inline(token.children or [])


def _refuse_inline(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "html_inline":
            token.type = "text"
        _refuse_inline(token.children or [])
