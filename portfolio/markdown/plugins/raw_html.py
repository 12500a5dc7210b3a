"""Raw HTML: comments are left out, `<br>` breaks a line in a table cell, and everything else is refused.

What is refused is recognised first, and shown as text should it reach a page. So are entities of characters
that are not allowed, such as `&#12;`; the file's own characters are checked before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block, rules_inline
from markdown_it.common.utils import unescapeAll

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code
from portfolio.markdown.plugins.positions import (
    Mark,
    cut_span,
    find_start,
    lay_out_block,
    observe,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    from portfolio.errors import Span
    from portfolio.markdown.plugins.positions import Env, Layout
    from portfolio.markdown.plugins.shown import Shown
    from portfolio.model.document import Document

COMMENT = "<!--"
END = "-->"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});")
"""By number: none that has a name is such a character. Source: markdown_it/rules_inline/entity.py."""


def install_raw_html(md: MarkdownIt) -> None:
    """Report all HTML, and turn it into text; no token keeps a type that a renderer writes unescaped."""
    observe(md.inline.ruler, "html_inline", _refuse_inline, _html_inline)
    observe(md.block.ruler, "html_block", _refuse_block, _html_block)


def _refuse_tag(env: Env, html: str, span: Span, *, is_cell: bool = False) -> str:
    """Report a tag that is not allowed; return the type of a token that shows what is left of it."""
    if html.startswith(COMMENT):
        return "comment"
    if not _BREAK.fullmatch(html):
        help_ = "write Markdown, or a code span to show the tag"
        report(env, Code.RAW_HTML, "raw HTML is not allowed", span, help_)
    elif is_cell:
        return "hardbreak"
    else:
        message = f"`{html}` is allowed in table cells only"
        report(env, Code.RAW_HTML, message, span, "end the line with a backslash")
    return "text"


def _report_open_comment(env: Env, span: Span) -> None:
    report(env, Code.RAW_HTML, "the HTML comment is never closed", span, f"end it with `{END}`")


def _html_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    matched = rules_inline.html_inline(state, silent)
    if not matched and not silent and state.src.startswith(COMMENT, state.pos):
        span = cut_span(state.env["holder"], state.pos, state.pos + len(COMMENT))
        _report_open_comment(state.env, span)
    return matched


def _refuse_inline(state: StateInline, before: int, start: int) -> None:
    mark = Mark("html", state.env["holder"], start, state.pos)
    state.env["marks"].append(mark)
    layout: Layout = mark.holder.meta["layout"]
    token = next(token for token in state.tokens[before:] if token.type == "html_inline")
    span = layout.cut(start, state.pos)
    token.type = _refuse_tag(state.env, token.content, span, is_cell=layout.kind == "cell")


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


def _refuse_block(state: StateBlock, before: int, line: int) -> None:
    if len(state.tokens) > before:  # it is no comment
        token = state.tokens[before]
        token.type = "refused_html"
        _refuse_tag(state.env, token.content.strip(), lay_out_block(state, line).cut())


def check_entities(texts: Iterable[Shown], env: Env) -> None:
    """Report each entity of a character that is not allowed: in text, titles, alternative texts, and the words of definitions and fences."""
    document: Document = env["document"]
    if not any(_find_entities(document.text)):
        return
    for shown in texts:
        literal = [mark for mark in shown.marks if mark.kind in {"understood", "html"}]
        inside = {at for mark in literal for at in range(mark.start + 1, mark.end)}
        for match in _find_entities(shown.holder.content):
            if match.start() not in inside:
                _report_entity(env, match, cut_span(shown.holder, *match.span()))
    references = env.get("references", {}).values()
    lines = [document.first_line + line for item in references for line in range(*item["map"])]
    for number in (*lines, *(block.span.line for block in env["code_blocks"])):
        for match in _find_entities(document.source.lines[number - 1]):
            _report_entity(env, match, document.source.span(number, match.start() + 1, len(match[0])))


def _find_entities(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _ENTITY.finditer(text) if FORBIDDEN.search(unescapeAll(match[0])))


def _report_entity(env: Env, match: re.Match[str], span: Span) -> None:
    message = f"the character U+{ord(unescapeAll(match[0])):04X} is not allowed"
    report(env, Code.CONTROL_CHARACTER, message, span, "delete it")
