"""Raw HTML: comments are left out, `<br>` breaks a line in a table cell, and everything else is refused.

What is refused is recognised first, and shown as text should it reach a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block, rules_inline

from portfolio.errors import Code, Diagnostic
from portfolio.markdown.plugins.links import observe_inline
from portfolio.markdown.plugins.positions import (
    Cell,
    Mark,
    cut_span,
    find_column,
    find_start,
    make_line_token,
    marks_of,
    observe_block,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.model.document import Document

COMMENT = "<!--"
END = "-->"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def install_raw_html(md: MarkdownIt) -> None:
    """Record all HTML, and turn it into text; no token keeps a type that a renderer writes unescaped."""
    md.inline.ruler.at("html_inline", observe_inline(_html_inline, "html_inline", "html"))
    observe_block(md, "html_block", _html_block, _note_block)
    md.core.ruler.before("text_join", "refuse_html", _refuse)


def check_raw_html(marks: Iterable[Mark], document: Document) -> Iterator[Diagnostic]:
    """Yield an error for each refused tag, and for each comment that does not end."""
    for mark in marks:
        if mark.kind not in {"html", "open-comment"}:
            continue
        span = cut_span(document, mark.holder, mark.start, mark.end)
        if mark.kind == "open-comment":
            message = "the HTML comment is never closed"
            yield Diagnostic(Code.RAW_HTML, message, span, f"end it with `{END}`")
        elif not (html := _html_of(mark)).startswith(COMMENT):
            if not _BREAK.fullmatch(html):
                help_ = "write Markdown, or a code span to show the tag"
                yield Diagnostic(Code.RAW_HTML, "raw HTML is not allowed", span, help_)
            elif not _is_cell(mark.holder):
                message = f"`{html}` is allowed in table cells only"
                yield Diagnostic(Code.RAW_HTML, message, span, "end the line with a backslash")


def _html_of(mark: Mark) -> str:
    return mark.subject.content if mark.subject else mark.holder.content.strip()


def _is_cell(holder: Token) -> bool:
    return isinstance(holder.meta.get("layout"), Cell)


def _html_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    matched = rules_inline.html_inline(state, silent)
    if not matched and not silent and state.src.startswith(COMMENT, state.pos) and "holder" in state.env:
        end = state.pos + len(COMMENT)
        marks_of(state.env).append(Mark("open-comment", state.env["holder"], state.pos, end))
    return matched


def _html_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Take a comment alone: markdown-it would include the text after it on its last line."""
    is_comment = state.src.startswith(COMMENT, find_start(state, line))
    if not is_comment or state.is_code_block(line):
        return rules_block.html_block(state, line, end, silent)
    return _skip_comment(state, line, end, silent=silent)


def _skip_comment(state: StateBlock, first: int, end: int, *, silent: bool) -> bool:
    """Skip comments; a line with text after a comment is an ordinary one."""
    line, position = first, find_start(state, first)
    while state.src.startswith(COMMENT, position):
        begin = position + len("<!")  # `<!-->` is whole
        while (found := state.src.find(END, begin, state.eMarks[line])) < 0:
            line += 1
            if line >= end or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
                if not silent:
                    marks_of(state.env).append(Mark("open-comment", make_line_token(state, first)))
                    state.line = line
                return True
            begin = find_start(state, line)
        position = state.skipSpaces(found + len(END))
    goes_on = position < state.eMarks[line]
    if goes_on and line == first:
        return False
    if not silent:
        state.line = line if goes_on else line + 1
        if goes_on:
            state.bMarks[line], state.tShift[line] = position, 0
            state.sCount[line], state.bsCount[line] = state.blkIndent, 0
    return True


def _note_block(state: StateBlock, before: int, line: int) -> None:
    if len(state.tokens) == before:
        return  # a comment
    token = state.tokens[before]
    token.meta["column"] = find_column(state, line)
    marks_of(state.env).append(Mark("html", token))


def _refuse(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "html_block":
            token.type = "refused_html"
        _refuse_inline(token.children or [], is_cell=_is_cell(token))


def _refuse_inline(tokens: list[Token], *, is_cell: bool) -> None:
    for token in tokens:
        if token.type == "html_inline":
            is_break = is_cell and _BREAK.fullmatch(token.content)
            is_comment = token.content.startswith(COMMENT)
            token.type = "comment" if is_comment else "hardbreak" if is_break else "text"
        _refuse_inline(token.children or [], is_cell=is_cell)
