"""Invalid tables: the row of dashes below their first line is missing or has other columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.plugins.positions import Lines, cut_span
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.plugins.shown import Shown
    from portfolio.model.document import Document

_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[:|\s]*[-\u2010-\u2015\u2212][-:|\s\u2010-\u2015\u2212]*")


def check_tables(texts: Iterable[Shown], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each paragraph that looks like a table: its lines begin with a bar."""
    for shown in texts:
        layout = shown.holder.meta["layout"]
        if not isinstance(layout, Lines):
            continue
        lines = [line.strip() for line in shown.holder.content.split("\n")]
        first = next((i for i in range(len(lines) - 1) if lines[i][:1] == lines[i + 1][:1] == "|"), None)
        if first is None:
            continue
        columns, below = _count_columns(lines[first]), lines[first + 1]
        dashes = _count_columns(below)
        if _DASHES.fullmatch(below) and dashes != columns:
            message = f"the row of dashes has {name_count(dashes, 'column')} and the first row {columns}"
        else:
            message = "the second row is no row of dashes"
        start = layout.starts[first + 1]
        span = cut_span(document, shown.holder, start, start + len(below))
        help_ = f"write `{'|---' * columns}|` below the first row"
        yield Diagnostic(Code.RAW_MARKUP, f"{message}, so this is no table", span, help_, Severity.WARNING)


def _count_columns(row: str) -> int:
    return len(_BAR.findall(row)) - bool(re.search(r"(?<!\\)\|$", row))
