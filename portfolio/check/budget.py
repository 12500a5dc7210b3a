"""The size of a page as it is sent: within the first packets of a server or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BUDGET_BYTES = 14_000
"""Ten packets of 1,460 bytes, less the headers: what a server sends before the browser answers.

Source: RFC 6928, initial window of ten segments.
"""


def check_budget(first_flights: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Warn of pages over the budget.

    Args:
        first_flights: the size of each page as it is sent, by path.
    """
    for path, size_bytes in first_flights.items():
        if size_bytes > BUDGET_BYTES:
            yield Diagnostic(
                Code.BUDGET,
                f"the page {path} needs {size_bytes:,} bytes before it shows, over the budget of {BUDGET_BYTES:,}",
                Span(path, 1, 1),
                "shorten it, or move a part to a page of its own",
                Severity.WARNING,
            )
