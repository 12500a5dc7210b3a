"""Words of the starter that its owner has not replaced: they speak of a person who does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.load.scalars import shorten
from portfolio.model.case_study import CaseStudy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Span
    from portfolio.load.schema import Read

PLACEHOLDERS = frozenset(
    {
        "Ada Example",
        "ada@example.org",
        "octocat",
        "https://github.com/octocat",
        "Example Bank",
        "I build payment systems that settle once, and say so when they do not.",
        "I look after ledgers, queues and the people who are called when either of them stops.",
        "Money moves once.",
        "It is written down twice.",
        "Ledgers, and the queues between them.",
        "A retry after a time-out paid some invoices twice.",
        "A request that can be sent twice will be, so it must be safe twice.",
    }
)
"""Values of the starter that hold for nobody else; a role or a stack may be the owner's by chance."""


def find_placeholders(data: Iterable[Read[Any]], articles: Iterable[Read[Any]]) -> Iterator[Diagnostic]:
    """Yield a warning for each placeholder.

    Args:
        data: the profile, the employers, the principles.
        articles: of which only the problem of a case study is looked at: a site can have a thousand.
    """
    for read in data:
        for path, value in read.values.items():
            if isinstance(value, str) and value in PLACEHOLDERS:
                yield _warn(value, read.spans[path])
    for read in articles:
        if isinstance(read.value, CaseStudy) and read.value.problem in PLACEHOLDERS:
            yield _warn(read.value.problem, read.spans["problem",])


def _warn(value: str, span: Span) -> Diagnostic:
    message = f"`{shorten(value)}` is a placeholder of the starter"
    return Diagnostic(Code.PLACEHOLDER, message, span, "write your own, or drop it", Severity.WARNING)
