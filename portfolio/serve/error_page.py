"""Diagnostics in the browser: the overlay, with the text of the terminal, and the page before any build succeeded."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from portfolio.report import count_problems, render_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.errors import Diagnostic, Span

_OPEN, _MIDDLE, _CLOSE = "\x01", "\x02", "\x03"
_MARKED = re.compile(f"{_OPEN}(.*?){_MIDDLE}(.*?){_CLOSE}", re.DOTALL)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<noscript><h1>{title}</h1><pre>{text}</pre></noscript>
</body>
</html>
"""

Overlay = dict[str, Any]
"""`title`, and `items`: a list of diagnostics, each a list of pieces `[style, text]` or `[style, text, address]`."""


def compose_overlay(diagnostics: Sequence[Diagnostic], root: Path, editor: str | None) -> Overlay:
    """Return the data of the overlay; joined, its pieces are the text that the terminal shows.

    Args:
        diagnostics: in their order.
        root: the site's folder.
        editor: the address that opens a file in the owner's editor, with `{path}`, `{line}`, `{column}`.
    """
    return {
        "title": count_problems(diagnostics) if diagnostics else "",
        "items": [_split(item, root, editor) for item in diagnostics],
    }


def _split(item: Diagnostic, root: Path, editor: str | None) -> list[list[str]]:
    text = render_text([item], _mark).rstrip("\n")
    pieces: list[list[str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            pieces.append(["", text[end : match.start()]])
        pieces.append([match[1], match[2]])
        if match[1] == "location" and item.span and editor:
            pieces[-1].append(_link(item.span, root, editor))
        end = match.end()
    if end < len(text):
        pieces.append(["", text[end:]])
    return pieces


def _mark(text: str, style: str) -> str:
    """Mark a text's style with control characters; in diagnostics they are escaped, so they cannot occur."""
    return f"{_OPEN}{style}{_MIDDLE}{text}{_CLOSE}"


def _link(span: Span, root: Path, editor: str) -> str:
    values = {"path": quote(str(root / span.path)), "line": str(span.line), "column": str(span.column)}
    return re.sub(r"\{(path|line|column)\}", lambda match: values[match[1]], editor)


def compose_error_page(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the page that is shown until a build succeeds; its script shows the same in the overlay."""
    title = f"The site does not build: {count_problems(diagnostics)}"
    return _PAGE.format(title=html.escape(title), text=html.escape(render_text(diagnostics)))
