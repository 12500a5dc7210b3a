"""Raw HTML: comments are left out, `<br>` breaks a line in a table cell, and everything else is refused.

What is refused is recognised first, and shown as text should it reach a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block, rules_inline

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import (
    Mark,
    cut_span,
    find_start,
    lay_out_block,
    observe_block,
    observe_inline,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from portfolio.errors import Diagnostics, Span
    from portfolio.markdown.plugins.positions import Env

COMMENT = "<!--"
END = "-->"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def install_raw_html(md: MarkdownIt) -> None:
    """Report all HTML, and turn it into text; no token keeps a type that a renderer writes unescaped."""
    observe_inline(md, "html_inline", _html_inline, _record_inline)
    observe_block(md, "html_block", _html_block, _report_block)
    md.core.ruler.before("text_join", "refuse_html", _refuse)


def _report_tag(env: Env, holder: Token, html: str, span: Span) -> None:
    diagnostics: Diagnostics = env["diagnostics"]
    if html.startswith(COMMENT):
        return
    if not _BREAK.fullmatch(html):
        help_ = "write Markdown, or a code span to show the tag"
        diagnostics.error(Code.RAW_HTML, "raw HTML is not allowed", span, help_)
    elif not _is_cell(holder):
        message = f"`{html}` is allowed in table cells only"
        diagnostics.error(Code.RAW_HTML, message, span, "end the line with a backslash")


def _report_open_comment(env: Env, span: Span) -> None:
    diagnostics: Diagnostics = env["diagnostics"]
    diagnostics.error(Code.RAW_HTML, "the HTML comment is never closed", span, f"end it with `{END}`")


def _is_cell(token: Token) -> bool:
    return "layout" in token.meta and token.meta["layout"].kind == "cell"


def _html_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    matched = rules_inline.html_inline(state, silent)
    if not matched and not silent and state.src.startswith(COMMENT, state.pos):
        span = cut_span(state.env["holder"], state.pos, state.pos + len(COMMENT))
        _report_open_comment(state.env, span)
    return matched


def _record_inline(state: StateInline, _before: int, start: int) -> None:
    mark = Mark("html", state.env["holder"], start, state.pos)
    state.env["marks"].append(mark)
    _report_tag(state.env, mark.holder, mark.words, cut_span(mark.holder, start, state.pos))


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
                    _report_open_comment(state.env, lay_out_block(state, first).cut())
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


def _report_block(state: StateBlock, before: int, line: int) -> None:
    if len(state.tokens) > before:  # it is no comment
        token = state.tokens[before]
        token.meta["layout"] = lay_out_block(state, line)
        _report_tag(state.env, token, token.content.strip(), cut_span(token))


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
