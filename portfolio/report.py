"""Diagnostics as text with a caret, as JSON, and as annotations for GitHub Actions; pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from portfolio.errors import Severity
from portfolio.width import escape_controls, measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.errors import Diagnostic, Span

TAB_STOP = 4
"""The width of a tab in a quoted source line."""

MAX_LINE_CELLS = 160
"""A longer source line is shown as the part around the caret."""
_PIECE = re.compile(r"(?:`[^`]*`|\S)+")
"""What a terminal keeps in one line: a word, an address, a path, code with its blanks."""


def plain(text: str, _style: str) -> str:
    """Return text unchanged: the paint for files and pipes."""
    return text


def render_text(
    diagnostics: Iterable[Diagnostic], paint: Callable[[str, str], str] = plain, columns: int = 0
) -> str:
    """Return diagnostics as paragraphs, each with its source line and a caret under the word.

    Args:
        diagnostics: in the order they are to appear.
        paint: gives a text one of the styles `error`, `warning`, `location`, `caret`, `help`.
        columns: the width of the terminal; 0 for a file or a pipe, where nothing is wrapped.
    """
    return "".join(f"{_render_one(item, paint, columns)}\n" for item in diagnostics)


def wrap_message(text: str, columns: int, start: int = 0, indent: str = "  ") -> str:
    """Break a message at blanks, but for those in code, so that it fits a terminal.

    Args:
        text: without line breaks.
        columns: of the terminal; with 0 nothing is broken.
        start: the columns that are filled before it; if not even its first word fits behind them, it begins with a line break.
        indent: what its further lines begin with.
    """
    if not columns or start + measure_text(text) <= columns:
        return text
    lines, width = [""], start
    for piece in _PIECE.findall(text):
        cells = measure_text(piece)
        blank = " " if lines[-1] else ""
        if width + len(blank) + cells > columns and (blank or width > len(indent)):
            lines.append(indent + piece)
            width = len(indent) + cells
        else:
            lines[-1] += blank + piece
            width += len(blank) + cells
    return "\n".join(lines)


def _render_one(item: Diagnostic, paint: Callable[[str, str], str], columns: int) -> str:
    kind = f"{item.severity}[{item.code}]"
    before = len(kind) + 2
    if item.span:
        before += measure_text(f"{escape_controls(item.span.path)}:{item.span.line}:{item.span.column}: ")
    message = wrap_message(escape_controls(item.message), columns, before)
    blank = "" if message.startswith("\n") else " "
    head = f"{paint(kind, item.severity)}:{blank}{message}"
    if item.span is None:
        lines = [head]
        gutter = " "
    else:
        location = f"{escape_controls(item.span.path)}:{item.span.line}:{item.span.column}"
        number = str(item.span.line)
        gutter = " " * (len(number) + 1)
        lines = [f"{paint(location, 'location')}: {head}"]
        if item.span.text.strip():
            source, caret = quote_line(item.span)
            lines += [f"{gutter}|", f"{number} | {source}", f"{gutter}| {paint(caret, 'caret')}"]
    if item.help:
        indent = f"{gutter}        "
        help_ = wrap_message(escape_controls(item.help), columns, len(indent), indent)
        lines.append(f"{gutter}= {paint('help', 'help')}: {help_}")
    return "\n".join(lines) + "\n"


def quote_line(span: Span) -> tuple[str, str]:
    """Return a span's source line and the carets below it, both by display width.

    Tabs become spaces up to the next stop; control characters are shown by number, so that no
    escape sequence from content reaches a terminal.
    """
    start = span.column - 1 - span.skipped
    end = start + span.length
    text = span.text
    cut_before = cut_after = ""
    if len(text) > MAX_LINE_CELLS:
        left = max(0, min(start - MAX_LINE_CELLS // 3, len(text) - MAX_LINE_CELLS))
        right = left + MAX_LINE_CELLS
        cut_before, cut_after = "…" if left or span.skipped else "", "…" if right < len(text) else ""
        text, start, end = text[left:right], start - left, min(end, right) - left
    shown_before = _show(text[:start])
    marked = _show(text[start:end], measure_text(shown_before))
    rest = _show(text[end:], measure_text(shown_before) + measure_text(marked))
    indent = " " * (measure_text(shown_before) + len(cut_before))
    return f"{cut_before}{shown_before}{marked}{rest}{cut_after}".rstrip(), indent + "^" * max(
        1, measure_text(marked)
    )


def _show(text: str, column: int = 0) -> str:
    """Return text as a terminal can show it; `column` is where it begins, in cells."""
    if "\t" not in text:
        return escape_controls(text)
    shown = ""
    for character in text:
        if character == "\t":
            shown += " " * (TAB_STOP - (column + measure_text(shown)) % TAB_STOP)
        else:
            shown += escape_controls(character)
    return shown


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a JSON list of objects; locations are null for problems outside of files.

    It is ASCII only, so that it cannot control a terminal.
    """
    rows = [
        {
            "severity": str(item.severity),
            "code": str(item.code),
            "message": item.message,
            "help": item.help,
            **_locate(item.span),
            "edits": [{**_locate(edit.span), "replacement": edit.replacement} for edit in item.edits],
        }
        for item in diagnostics
    ]
    return json.dumps(rows, indent=2) + "\n"


def _locate(span: Span | None) -> dict[str, str | int | None]:
    """Return a span as the keys of an object."""
    return dict(zip(("file", "line", "column", "length"), span or [None] * 4, strict=False))


def render_github(diagnostics: Iterable[Diagnostic], prefix: str = "") -> str:
    """Return diagnostics as workflow commands, which GitHub Actions shows beside the lines.

    Args:
        diagnostics: in the order they are to appear.
        prefix: the site's folder within the repository, with a closing slash, or nothing.

    Source: GitHub's docs, "Workflow commands for GitHub Actions"; `%`, CR and LF are escaped in the
    message, `:` and `,` in the properties too.
    """
    lines = []
    for item in diagnostics:
        message = f"{item.message} ({item.help})" if item.help else item.message
        properties = f"title={_property(item.code)}"
        if item.span:
            end = item.span.column + item.span.length - 1
            properties = f"file={_property(prefix + item.span.path)},line={item.span.line},col={item.span.column},endColumn={end},{properties}"
        lines.append(f"::{item.severity} {properties}::{_data(message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    text = "".join(c if c in "\r\n" else escape_controls(c) for c in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def count_problems(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the closing line's words: `2 errors, 1 warning`, or `no problems`."""
    counts = Counter(item.severity for item in diagnostics)
    words = [f"{counts[word]} {word}{'s' * (counts[word] != 1)}" for word in Severity if counts[word]]
    return ", ".join(words) or "no problems"
