"""Fetches contributions year by year.

A year that is over does not change any more: it is fetched once, and taken from the last snapshot afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from portfolio.github import answers, queries
from portfolio.github.account import is_recent
from portfolio.github.convert import DAY, DateRange, clean_line, convert_range, join_parts, split_range
from portfolio.github.request_error import OUT_OF_TIME, SOFT, ErrorKind, RequestError, explain_gap
from portfolio.github.wording import name_part
from portfolio.model.snapshot import ContributionsGroup, PendingYear, Year
from portfolio.plural import name_count

if TYPE_CHECKING:
    from portfolio.github.account import Account
    from portfolio.github.graphql import GraphQL
    from portfolio.model.snapshot import Status

T = TypeVar("T")

SETTLED_AFTER = dt.timedelta(days=7)
"""How long after its end a year may change: GitHub counts late, and time zones differ."""

FIRST_YEAR = 2005
"""Git's first; an earlier one is a mistake in the date of a commit."""


def read_years(
    github: GraphQL, account: Account, before: ContributionsGroup, created_on: dt.date
) -> ContributionsGroup:
    """Read every year that is not final yet, the unknown ones first; failed ones are those of the last snapshot, or missing.

    Raises:
        RequestError: the years could not be listed, or after this kind there is no point in asking more.
    """
    reader = _YearReader(github, account, created_on)
    wanted = reader.list_years()
    found = {str(year): before.years[str(year)] for year in wanted if str(year) in before.years}
    reasons: list[str] = []
    is_cut, pending = False, None
    for year in sorted(wanted, key=lambda year: (str(year) in found, -year)):
        if str(year) in found and is_settled(year, found[str(year)]):
            continue
        try:
            found[str(year)] = reader.read(year, before.pending)
        except RequestError as error:
            if error.kind is ErrorKind.TIMEOUT:
                is_cut = True
                pending = reader.pending
                break
            if error.kind not in SOFT:
                raise
            reasons.append(f"{year}: {error.message}")
            if error.kind is ErrorKind.FORBIDDEN:
                break
    group = ContributionsGroup(
        status="ok",
        as_of=found[max(found)].as_of if found else None,
        years=found,
        missing=tuple(year for year in wanted if str(year) not in found),
        pending=pending,
    )
    return _settle(group, reasons, account.today, is_cut=is_cut)


def _settle(
    group: ContributionsGroup, reasons: list[str], today: dt.date, *, is_cut: bool
) -> ContributionsGroup:
    """Return the group with the status of its years."""
    current = [
        name for name, year in group.years.items() if year.as_of == today or is_settled(int(name), year)
    ]
    total = len(group.years) + len(group.missing)
    progress = None
    if is_cut and len(current) < total:
        progress = name_part(len(current), total, "year")
        if part := group.pending:
            progress += f" and {name_count(len(part.part.months), 'month')} of {part.number}"
    reasons = [*reasons, *([f"{OUT_OF_TIME}: {progress}"] if progress else [])]
    if not reasons:
        return replace(group, pending=None)  # a year of today that was read again in part is complete already
    status: Status = "unavailable" if group.missing else "kept"
    return replace(group, status=status, reason=clean_line("; ".join(reasons)), progress=progress)


def is_settled(number: int, year: Year) -> bool:
    """Whether a year was fetched long enough after its end."""
    return year.as_of >= dt.date(number, 12, 31) + SETTLED_AFTER


def _go_on(begun: PendingYear | None, number: int, today: dt.date) -> Year | None:
    """Return the part of a year of an earlier fetch; None if it is of another year, too old, or ends within a month."""
    if begun is None or begun.number != number or not is_recent(begun.as_of, today):
        return None
    following = begun.until + DAY
    return begun.part if following.day == 1 and following.year == number and following <= today else None


class _YearReader:
    """Reads years, in parts that are as large as GitHub has allowed so far."""

    def __init__(self, github: GraphQL, account: Account, created_on: dt.date) -> None:
        self.github = github
        self.account = account
        self.created_on = created_on
        self.months = 12
        self.pending: PendingYear | None = None

    def list_years(self) -> list[int]:
        """Return the years with contributions and this one, in order."""
        this_year = self.account.today.year
        date_range = DateRange(dt.date(this_year, 1, 1), dt.date(this_year, 12, 31))
        while True:
            try:
                collection = self.ask(date_range, queries.YEARS, answers.Years).contributions_collection
            except RequestError as error:
                if error.kind is not ErrorKind.TOO_MUCH or date_range.months == 1:
                    raise
                date_range = split_range(date_range)[0]
                self.months = date_range.months
                continue
            listed = collection.contribution_years
            if missing := listed.count(None):
                raise explain_gap(missing, len(listed), "year")
            return sorted({year for year in listed if year and FIRST_YEAR <= year <= this_year} | {this_year})

    def read(self, number: int, begun: PendingYear | None) -> Year:
        """Return a year, or its part up to today; the part that was read before time ran out is `pending`.

        Args:
            number: which year.
            begun: a year that an earlier fetch did not finish, perhaps this one.
        """
        today = self.account.today
        year = _go_on(begun, number, today)
        self.pending = begun if year else None
        first = begun.until + DAY if begun and year else dt.date(number, 1, 1)
        date_ranges = [DateRange(first, dt.date(number, 12, 31))]
        while date_ranges:
            date_range = date_ranges.pop(0)
            if date_range.first > today:
                break  # in the future
            if date_range.months > self.months:
                date_ranges = [*split_range(date_range), *date_ranges]
                continue
            try:
                answer = self.ask(date_range, queries.CONTRIBUTIONS, answers.Contributions)
            except RequestError as error:
                if error.kind is not ErrorKind.TOO_MUCH or date_range.months == 1:
                    raise
                self.months = split_range(date_range)[0].months
                date_ranges.insert(0, date_range)
                continue
            part = convert_range(answer.contributions_collection, date_range, today, self.created_on)
            year = join_parts(year, part) if year else part
            self.pending = PendingYear(number=number, as_of=today, part=year)
        assert year is not None  # noqa: S101 (the first date range began today at the latest)
        return year

    def ask(self, date_range: DateRange, query: str, form: type[T]) -> T:
        """Return an answer about a date range, both ends included."""
        return self.github.ask(
            query,
            form,
            login=self.account.login,
            **{"from": f"{date_range.first}T00:00:00Z", "to": f"{date_range.last}T23:59:59Z"},
        )
