"""Marks of blocks that are invalid because of a missing blank, or of one that is not a plain space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.characters import ODD_BLANK, name_blank
from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.plugins.positions import Lines, cut_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Span
    from portfolio.markdown.plugins.shown import Shown
    from portfolio.model.document import Document

_MARK = r"(?P<mark>#{1,6}|[-*+]|\d{1,9}[.)])"
_BLOCK = rf"(?:{_MARK}[ \t]|(?P<sign>>|`{{3,}}|~{{3,}}|\||\[!))"
_BEHIND = re.compile(rf"^[ \t]*{_MARK}(?P<at>{ODD_BLANK})", re.MULTILINE)
_BEFORE = re.compile(rf"^[ \t]*(?P<at>{ODD_BLANK})(?:{ODD_BLANK}|[ \t])*{_BLOCK}", re.MULTILINE)
_FIRST = re.compile(_BLOCK)
_LEADING = re.compile(rf"{ODD_BLANK}(?:{ODD_BLANK}|[ \t])*$")
_MISSING = re.compile(
    rf"^[ \t]*(?:(?P<mark>#{{2,6}})(?!#|\s|$|{ODD_BLANK})|(?P<task>[-*+])(?=\[[ xX]?\][ \t]))", re.MULTILINE
)
_EMPTY_TASK = re.compile(r"\[\](?=[ \t])")
_NAMES = {"#": "heading", ">": "quote", "`": "code block", "~": "code block", "|": "table", "[": "alert"}
_PLAIN = "replace it with a plain space"


class _Finding(NamedTuple):
    """A mark that is invalid because of a blank."""

    mark: str
    span: Span
    message: str


def check_blanks(texts: Iterable[Shown], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each mark of a block that is invalid because of a blank."""
    found: list[_Finding] = []
    for shown in texts:
        layout = shown.holder.meta["layout"]
        if isinstance(layout, Lines):
            found += _find_odd(shown, document, layout)
            yield from _find_missing(shown, document, layout)
    numbers = {int(item.mark[:-1]) for item in found if item.mark[0].isdigit()}
    for item in found:
        # `1.` before a no-break space is a date or an abbreviation, unless there is a `2.` too
        if not item.mark[0].isdigit() or numbers & {int(item.mark[:-1]) - 1, int(item.mark[:-1]) + 1}:
            yield Diagnostic(Code.RAW_MARKUP, item.message, item.span, _PLAIN, Severity.WARNING)


def _find_odd(shown: Shown, document: Document, layout: Lines) -> Iterator[_Finding]:
    """Yield each mark with an odd blank before or after it."""
    for match in _BEHIND.finditer(shown.text):
        name = name_blank(match["at"])
        message = f"`{match['mark']}` is followed by {name}, so it is no {_name_block(match['mark'])}"
        yield _Finding(match["mark"], cut_span(document, shown.holder, *match.span("at")), message)
    for match in _BEFORE.finditer(shown.text):
        mark = match["mark"] or match["sign"]
        message = _explain_before(match["at"], mark)
        yield _Finding(mark, cut_span(document, shown.holder, *match.span("at")), message)
    # they are trimmed from the first line
    number = document.first_line + layout.first_line
    leading = _LEADING.search(document.source.lines[number - 1][: layout.columns[0]])
    first = _FIRST.match(shown.holder.content)
    if leading and first:
        mark = first["mark"] or first["sign"]
        message = _explain_before(leading[0][0], mark)
        yield _Finding(mark, document.source.span(number, leading.start() + 1), message)


def _explain_before(blank: str, mark: str) -> str:
    quoted = "the fence" if "`" in mark else f"`{mark}`"
    return f"{name_blank(blank)} is before {quoted}, so it is no {_name_block(mark)}"


def _name_block(mark: str) -> str:
    return _NAMES.get(mark[0], "list")


def _find_missing(shown: Shown, document: Document, layout: Lines) -> Iterator[Diagnostic]:
    """Yield a warning for each heading and each task that lacks a blank."""
    for match in _MISSING.finditer(shown.text):
        mark, what = (match["mark"], "heading") if match["mark"] else (match["task"], "task")
        message = f"a blank is missing after `{mark}`, so it is no {what}"
        begin = match.end() - len(mark)
        span = cut_span(document, shown.holder, begin, match.end())
        yield Diagnostic(Code.RAW_MARKUP, message, span, f"write `{mark} `", Severity.WARNING)
    number = document.first_line + layout.first_line
    before = document.source.lines[number - 1][: layout.columns[0]].rstrip()
    if _EMPTY_TASK.match(shown.text) and before[-1:] in {"-", "*", "+"}:
        span = cut_span(document, shown.holder, 0, len("[]"))
        yield Diagnostic(Code.RAW_MARKUP, "`[]` is no task", span, "write `[ ]`", Severity.WARNING)
