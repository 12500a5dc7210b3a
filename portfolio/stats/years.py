"""Fetches contributions year by year.

A year that is over does not change any more: it is asked for once, and taken from the last snapshot afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.model.snapshot import ContributionsGroup, Year
from portfolio.stats import answers, queries
from portfolio.stats.account import keep_group
from portfolio.stats.convert import DAY, Window, convert_year, split_window
from portfolio.stats.trouble import SOFT, RequestError, Trouble

if TYPE_CHECKING:
    from portfolio.stats.account import Account
    from portfolio.stats.graphql import GraphQL

SETTLED_AFTER = dt.timedelta(days=7)
"""How long after its end a year may still change: GitHub counts late, and days end at other times elsewhere."""

FIRST_YEAR = 2005
"""Git's own; an earlier one is a mistake in the date of a commit."""

OUT_OF_TIME = "there was no time left for every year; fetch again to go on"


def read_years(
    github: GraphQL, account: Account, before: ContributionsGroup, created_on: dt.date
) -> ContributionsGroup:
    """Read every year that is not final yet, the latest first; what fails is taken from before, or missing.

    Raises:
        RequestError: after this trouble there is no point in asking more.
    """
    try:
        years = github.ask(queries.YEARS, answers.Years, login=account.login).contributions_collection
    except RequestError as error:
        if error.trouble not in SOFT:
            raise
        return keep_group(before, error.message)
    this_year = account.today.year
    wanted = {year for year in years.contribution_years if FIRST_YEAR <= year <= this_year} | {this_year}
    found = {str(year): before.years[str(year)] for year in sorted(wanted) if str(year) in before.years}
    reader = _YearReader(github, account, created_on)
    reason = None
    for year in sorted(wanted, reverse=True):
        if str(year) in found and is_settled(year, found[str(year)]):
            continue
        if not github.client.has_time:
            reason = OUT_OF_TIME
            break
        try:
            found[str(year)] = reader.read(year)
        except RequestError as error:
            if error.trouble not in SOFT:
                raise
            reason = f"{year}: {error.message}"
            if error.trouble is Trouble.FORBIDDEN:
                break
    missing = tuple(year for year in sorted(wanted) if str(year) not in found)
    group = ContributionsGroup(
        as_of=found[max(found)].as_of if found else None, reason=reason, years=found, missing=missing
    )
    return group if missing else replace(group, status="kept" if reason else "ok")


def is_settled(number: int, year: Year) -> bool:
    """Whether a year was fetched long enough after its end."""
    return year.as_of >= dt.date(number, 12, 31) + SETTLED_AFTER


class _YearReader:
    """Reads years, in parts that are as large as GitHub has allowed so far."""

    def __init__(self, github: GraphQL, account: Account, created_on: dt.date) -> None:
        self.github = github
        self.account = account
        self.created_on = created_on
        self.months = 12

    def read(self, number: int) -> Year:
        """Return a year, or what there is of it up to today."""
        parts = []
        pending = [Window(dt.date(number, 1, 1), dt.date(number, 12, 31))]
        while pending:
            window = pending.pop(0)
            if window.first > self.account.today + DAY:
                continue  # nothing has happened yet
            if window.months > self.months:
                pending = [*split_window(window), *pending]
                continue
            try:
                parts.append(self.ask(window))
            except RequestError as error:
                if error.trouble is not Trouble.TOO_MUCH or window.months == 1:
                    raise
                self.months = split_window(window)[0].months
                pending.insert(0, window)
        return convert_year(number, parts, self.account.today, self.created_on)

    def ask(self, window: Window) -> answers.Collection:
        """Return the contributions of some days; both ends count."""
        answer = self.github.ask(
            queries.CONTRIBUTIONS,
            answers.Contributions,
            login=self.account.login,
            **{"from": f"{window.first}T00:00:00Z", "to": f"{window.last}T23:59:59Z"},
        )
        return answer.contributions_collection
