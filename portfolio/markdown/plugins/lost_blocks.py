"""Blocks with a mistake in their notation: alerts, tables, and marks without a blank, or with one that is not a plain space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.characters import ODD_BLANK, name_blank
from portfolio.errors import Code, did_you_mean
from portfolio.markdown.plugins.shown import Lost
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Diagnostics, Span
    from portfolio.markdown.plugins.positions import Layout
    from portfolio.markdown.plugins.shown import Shown

KINDS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
"""Source: GitHub's docs, "Alerts"; markdown_it/rules_block/blockquote.py."""

_ALERT = re.compile(r"(?P<alert>\[!\s*(?P<kind>[A-Za-z][\w -]*?)\s*\])(?!\()[ \t]*(?P<rest>[^\n]*)")
_KINDS_HELP = f"the kinds are {', '.join(KINDS[:-1])} and {KINDS[-1]}"

_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[:|\s]*[-\u2010-\u2015\u2212][-:|\s\u2010-\u2015\u2212]*")

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


def find_alerts(shown: Shown) -> Iterator[Lost]:
    """Yield the invalid part of an alert, which readers would see as a plain quote, its kind in brackets."""
    match = _ALERT.match(shown.holder.content)
    if match is None or not (shown.begins_quote or match["kind"].upper() in KINDS):
        return
    alert, kind = match["alert"], match["kind"].upper()
    part, message, help_ = "alert", f"unknown alert `{alert}`", f"write `[!{kind}]`"
    if kind not in KINDS:
        help_ = did_you_mean(kind, KINDS) or _KINDS_HELP
    elif not shown.begins_quote:
        message = f"`{alert}` is not the first line of a quote, so it is no alert"
        help_ = f"begin a quote with it: `> [!{kind}]`"
    elif match["rest"]:
        part, message = "rest", f"no text is allowed after `{alert}`"
        help_ = "begin the text on the next line"
    yield Lost(*match.span(part), message, help_)


def find_tables(shown: Shown) -> Iterator[Lost]:
    """Yield the second row of a paragraph that looks like a table: its lines begin with a bar."""
    layout: Layout = shown.holder.meta["layout"]
    lines = [line.strip() for line in shown.holder.content.split("\n")]
    first = next((i for i in range(len(lines) - 1) if lines[i][:1] == lines[i + 1][:1] == "|"), None)
    if layout.kind == "cell" or first is None:
        return
    columns, below = _count_columns(lines[first]), lines[first + 1]
    dashes = _count_columns(below)
    if _DASHES.fullmatch(below) and dashes != columns:
        message = f"the row of dashes has {name_count(dashes, 'column')} and the first row {columns}"
    else:
        message = "the second row is no row of dashes"
    start = shown.holder.content.index(below, layout.starts[first + 1])
    help_ = f"write `{'|---' * columns}|` below the first row"
    yield Lost(start, start + len(below), f"{message}, so this is no table", help_)


def _count_columns(row: str) -> int:
    return len(_BAR.findall(row)) - bool(re.search(r"(?<!\\)\|$", row))


def check_blanks(texts: Iterable[Shown], diagnostics: Diagnostics) -> None:
    """Warn of each mark of a block that is invalid because of a blank."""
    found: list[tuple[str, Span, str]] = []
    for shown in texts:
        layout: Layout = shown.holder.meta["layout"]
        if layout.kind != "cell":
            found += _find_odd(shown, layout)
    numbers = {int(mark[:-1]) for mark, _, _ in found if mark[0].isdigit()}
    for mark, span, message in found:
        # `1.` before a no-break space is a date or an abbreviation, unless there is a `2.` too
        if not mark[0].isdigit() or numbers & {int(mark[:-1]) - 1, int(mark[:-1]) + 1}:
            diagnostics.warning(Code.RAW_MARKUP, message, span, _PLAIN)


def _find_odd(shown: Shown, layout: Layout) -> Iterator[tuple[str, Span, str]]:
    """Yield each mark with an odd blank before or after it, the blank's span, and the message."""
    for match in _BEHIND.finditer(shown.text):
        mark, name = match["mark"], name_blank(match["at"])
        message = f"`{mark}` is followed by {name}, so it is no {_name_block(mark)}"
        yield mark, layout.cut(*match.span("at")), message
    for match in _BEFORE.finditer(shown.text):
        mark = match["mark"] or match["sign"]
        yield mark, layout.cut(*match.span("at")), _explain_before(match["at"], mark)
    # they are trimmed from the first line
    leading = _LEADING.search(layout.before)
    first = _FIRST.match(shown.holder.content)
    if leading and first:
        mark = first["mark"] or first["sign"]
        span = layout.source.span_at(layout.begins[0] - len(leading[0]))
        yield mark, span, _explain_before(leading[0][0], mark)


def _explain_before(blank: str, mark: str) -> str:
    quoted = "the fence" if "`" in mark else f"`{mark}`"
    return f"{name_blank(blank)} is before {quoted}, so it is no {_name_block(mark)}"


def _name_block(mark: str) -> str:
    return _NAMES.get(mark[0], "list")


def find_missing_blanks(shown: Shown) -> Iterator[Lost]:
    """Yield the mark of each heading and each task that lacks a blank."""
    layout: Layout = shown.holder.meta["layout"]
    if layout.kind == "cell":
        return
    for match in _MISSING.finditer(shown.text):
        mark, what = (match["mark"], "heading") if match["mark"] else (match["task"], "task")
        message = f"a blank is missing after `{mark}`, so it is no {what}"
        yield Lost(match.end() - len(mark), match.end(), message, f"write `{mark} `")
    if _EMPTY_TASK.match(shown.text) and layout.before.rstrip()[-1:] in {"-", "*", "+"}:
        yield Lost(0, len("[]"), "`[]` is no task", "write `[ ]`")
