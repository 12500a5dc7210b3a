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
"""Values of the starter that fit no other owner; a role may be the owner's by chance."""
FIELDS = ("Distributed Systems", "Payments", "PostgreSQL")
STACK = (("Go", "Python"), ("PostgreSQL", "Redis"))
"""Words that may be anyone's, and are the starter's if all of them are there, and no others."""


def find_placeholders(
    data: Iterable[Read[Any]], stack: Read[Any], articles: Iterable[Read[Any]]
) -> Iterator[Diagnostic]:
    """Yield a warning for each placeholder.

    Args:
        data: the profile, the employers, the principles.
        stack: likewise, of which only the whole is looked at.
        articles: of which only the problem of a case study is looked at: a site can have a thousand.
    """
    for read in data:
        for path, value in read.values.items():
            if isinstance(value, str) and value in PLACEHOLDERS:
                yield _warn(value, read.spans[path])
            elif path == ("fields",) and value == FIELDS:
                yield _warn(", ".join(FIELDS), read.spans["fields", 0])
    if stack.value and tuple(group.entries for group in stack.value) == STACK:
        yield _warn(", ".join(STACK[0]), stack.spans[0, "entries", 0])
    for read in articles:
        if isinstance(read.value, CaseStudy) and read.value.problem in PLACEHOLDERS:
            yield _warn(read.value.problem, read.spans["problem",])


def _warn(value: str, span: Span) -> Diagnostic:
    message = f"`{shorten(value)}` is a placeholder of the starter"
    return Diagnostic(Code.PLACEHOLDER, message, span, "write your own, or drop it", Severity.WARNING)
