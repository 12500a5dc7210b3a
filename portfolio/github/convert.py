"""GitHub's answers to the parts of a snapshot; pure. Private data is left out here."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.github.request_error import ErrorKind, RequestError, explain_gap
from portfolio.github.wording import name_part
from portfolio.model.snapshot import FULL_NAME, MAX_LINE, UNSEEN, GitHubRepository, Year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.github.answers import Collection, Facts

DAY = dt.timedelta(days=1)

_UNSEEN = re.compile(f"[{UNSEEN}]")

_FULL_NAME = re.compile(FULL_NAME)


def clean_line(text: str | None) -> str | None:
    """Return a text as one printable line; None if it is empty. Markup in it stays, as text.

    >>> clean_line("  one   <b>two</b> "), clean_line(chr(27))
    ('one <b>two</b>', None)
    """
    words = _UNSEEN.sub(" ", text or "").split()
    return " ".join(words)[:MAX_LINE].strip() or None


def convert_repositories(items: Iterable[Facts | None]) -> tuple[GitHubRepository, ...]:
    """Return the public ones among repositories, in their order.

    Raises:
        RequestError: one is not there, or has a name that GitHub does not give.
    """
    items = list(items)
    if missing := items.count(None):
        raise explain_gap(missing, len(items), "repository")
    return tuple(_convert(item) for item in items if item is not None and not item.is_private)


def check_languages(items: Iterable[Facts | None], limit: int) -> None:
    """Check that the languages of repositories are complete, up to a number of them.

    Raises:
        RequestError: some are not there.
    """
    lists = [item.languages for item in items if item is not None and item.languages is not None]
    short = [item for item in lists if len(item.given) < min(limit, item.total_count)]
    if short:
        message = f"the answer leaves out languages of {name_part(len(short), len(lists), 'repository')}"
        raise RequestError(ErrorKind.INCOMPLETE, message)


def _convert(item: Facts) -> GitHubRepository:
    parent = item.parent if item.parent and not item.parent.is_private else None
    return GitHubRepository(
        name=check_name(item.name_with_owner),
        description=clean_line(item.description),
        stars=item.stargazer_count,
        forks=item.fork_count,
        fork_of=check_name(parent.name_with_owner) if parent else None,
        is_fork=item.is_fork,
        is_archived=item.is_archived,
        language=clean_line(item.primary_language.name) if item.primary_language else None,
        languages={name: edge.size for edge in item.languages.given if (name := clean_line(edge.node.name))}
        if item.languages
        else None,
    )


def check_name(name: str) -> str:
    """Return a repository's full name, as in links.

    Raises:
        RequestError: it is none.
    """
    if not _FULL_NAME.fullmatch(name):
        raise RequestError(ErrorKind.REPLY, "a repository in the answer has a name that cannot be one")
    return name


def find_web(url: str, login: str) -> str:
    """Return the address of GitHub's pages, from that of an account's page.

    Raises:
        RequestError: it is no such address.

    >>> find_web("https://github.com/ada", "ada")
    'https://github.com'
    """
    if not re.fullmatch(rf"https://[A-Za-z0-9.-]+(:[0-9]+)?/{re.escape(login)}", url):
        raise RequestError(ErrorKind.REPLY, "the address of the account's page cannot be one")
    return url.removesuffix(f"/{login}")


class DateRange(NamedTuple):
    """Whole days of one query, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> int:
        """The number of months that it touches."""
        return self.last.month - self.first.month + 1


SIZES = (6, 3, 1)
"""The numbers of months of one query if a year is too large."""


def split_range(date_range: DateRange) -> tuple[DateRange, ...]:
    """Return the parts of a date range that is too large: halves of whole months, at last single months.

    >>> [part.months for part in split_range(DateRange(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))]
    [6, 6]
    >>> [part.months for part in split_range(DateRange(dt.date(2024, 4, 1), dt.date(2024, 12, 31)))]
    [6, 3]
    >>> [part.months for part in split_range(DateRange(dt.date(2024, 1, 1), dt.date(2024, 3, 31)))]
    [1, 1, 1]
    """
    size = next(size for size in SIZES if size < date_range.months)
    starts = [
        date_range.first.replace(month=month)
        for month in range(date_range.first.month, date_range.last.month + 1, size)
    ]
    return tuple(
        DateRange(start, following - DAY)
        for start, following in zip(starts, [*starts[1:], date_range.last + DAY], strict=True)
    )


def convert_range(answer: Collection, date_range: DateRange, today: dt.date, created_on: dt.date) -> Year:
    """Return a part of a year from the answer for its date range, which begins today at the latest.

    Days that lie ahead are left out, but for tomorrow's if something happened on it: somewhere it has begun.

    Args:
        answer: GitHub's.
        date_range: whole months.
        today: in UTC.
        created_on: when the account began; days before it had nothing, whether or not the answers list them.

    Raises:
        RequestError: a day is missing, so that a streak would be cut short.
    """
    listed = {
        day.date: day.contribution_count
        for week in answer.contribution_calendar.weeks
        if week is not None
        for day in week.contribution_days
        if day is not None
        and date_range.first <= day.date <= date_range.last
        and (day.date <= today or (day.date == today + DAY and day.contribution_count))
    }
    return Year(
        as_of=today,
        commits=answer.total_commit_contributions,
        pull_requests=answer.total_pull_request_contributions,
        issues=answer.total_issue_contributions,
        reviews=answer.total_pull_request_review_contributions,
        restricted=answer.restricted_contributions_count,
        months=_list_months(date_range, listed, today, created_on),
    )


def join_parts(first: Year, second: Year) -> Year:
    """Return the year of two parts, of which the second begins where the first ends."""
    return Year(
        as_of=second.as_of,
        commits=first.commits + second.commits,
        pull_requests=first.pull_requests + second.pull_requests,
        issues=first.issues + second.issues,
        reviews=first.reviews + second.reviews,
        restricted=first.restricted + second.restricted,
        months=first.months + second.months,
    )


def _list_months(
    date_range: DateRange, listed: Mapping[dt.date, int], today: dt.date, created_on: dt.date
) -> tuple[str, ...]:
    """Return the counts of a date range's days by month, without a gap."""
    end = min(date_range.last, today - DAY)  # today may not have begun in the owner's time zone
    last = max([end, date_range.first, *listed])
    days = [date_range.first + DAY * step for step in range((last - date_range.first).days + 1)]
    due = {day for day in days if created_on <= day <= end}
    if missing := due - listed.keys():
        raise explain_gap(len(missing), len(due), "day")
    months: dict[int, list[str]] = {}
    for day in days:
        months.setdefault(day.month, []).append(str(listed.get(day, 0)))
    return tuple(" ".join(counts) for counts in months.values())
