"""Fetches contributions year by year.

A year that is over does not change any more: it is asked for once, and taken from the last snapshot afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from portfolio.github import answers, queries
from portfolio.github.account import is_recent
from portfolio.github.convert import DAY, Window, clean_line, convert_window, join_parts, split_window
from portfolio.github.trouble import OUT_OF_TIME, SOFT, RequestError, Trouble, explain_gap
from portfolio.github.wording import name_part
from portfolio.model.snapshot import ContributionsGroup, PendingYear, Year
from portfolio.plural import name_count

if TYPE_CHECKING:
    from portfolio.github.account import Account
    from portfolio.github.graphql import GraphQL
    from portfolio.model.snapshot import Status

T = TypeVar("T")

SETTLED_AFTER = dt.timedelta(days=7)
"""How long after its end a year may still change: GitHub counts late, and days end at other times elsewhere."""

FIRST_YEAR = 2005
"""Git's own; an earlier one is a mistake in the date of a commit."""


def read_years(
    github: GraphQL, account: Account, before: ContributionsGroup, created_on: dt.date
) -> ContributionsGroup:
    """Read every year that is not final yet, the unknown ones first; what fails is taken from before, or missing.

    Raises:
        RequestError: the years could not be listed, or after this trouble there is no point in asking more.
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
            if error.trouble is Trouble.TIMEOUT:
                is_cut = True
                pending = reader.pending
                break
            if error.trouble not in SOFT:
                raise
            reasons.append(f"{year}: {error.message}")
            if error.trouble is Trouble.FORBIDDEN:
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
    """Return the group with the status that its years leave it."""
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
        return replace(group, pending=None)  # a year of today that was read again, in part, is whole already
    status: Status = "unavailable" if group.missing else "kept"
    return replace(group, status=status, reason=clean_line("; ".join(reasons)), progress=progress)


def is_settled(number: int, year: Year) -> bool:
    """Whether a year was fetched long enough after its end."""
    return year.as_of >= dt.date(number, 12, 31) + SETTLED_AFTER


def _go_on(begun: PendingYear | None, number: int, today: dt.date) -> Year | None:
    """Return what an earlier fetch read of a year; None if it is another one's, too old, or ends within a month."""
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
        window = Window(dt.date(this_year, 1, 1), dt.date(this_year, 12, 31))
        while True:
            try:
                collection = self.ask(window, queries.YEARS, answers.Years).contributions_collection
            except RequestError as error:
                if error.trouble is not Trouble.TOO_MUCH or window.months == 1:
                    raise
                window = split_window(window)[0]
                self.months = window.months
                continue
            listed = collection.contribution_years
            if missing := listed.count(None):
                raise explain_gap(missing, len(listed), "year")
            return sorted({year for year in listed if year and FIRST_YEAR <= year <= this_year} | {this_year})

    def read(self, number: int, begun: PendingYear | None) -> Year:
        """Return a year, or what there is of it up to today; what is read of it until time runs out is `pending`.

        Args:
            number: which year.
            begun: a year that an earlier fetch did not finish, perhaps this one.
        """
        today = self.account.today
        year = _go_on(begun, number, today)
        self.pending = begun if year else None
        first = begun.until + DAY if begun and year else dt.date(number, 1, 1)
        windows = [Window(first, dt.date(number, 12, 31))]
        while windows:
            window = windows.pop(0)
            if window.first > today:
                break  # nothing has happened yet
            if window.months > self.months:
                windows = [*split_window(window), *windows]
                continue
            try:
                answer = self.ask(window, queries.CONTRIBUTIONS, answers.Contributions)
            except RequestError as error:
                if error.trouble is not Trouble.TOO_MUCH or window.months == 1:
                    raise
                self.months = split_window(window)[0].months
                windows.insert(0, window)
                continue
            part = convert_window(answer.contributions_collection, window, today, self.created_on)
            year = join_parts(year, part) if year else part
            self.pending = PendingYear(number=number, as_of=today, part=year)
        assert year is not None  # noqa: S101 (the first window began today at the latest)
        return year

    def ask(self, window: Window, query: str, form: type[T]) -> T:
        """Return an answer about some days; both ends count."""
        return self.github.ask(
            query,
            form,
            login=self.account.login,
            **{"from": f"{window.first}T00:00:00Z", "to": f"{window.last}T23:59:59Z"},
        )
