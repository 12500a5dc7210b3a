"""Unbroken stretches of days and weeks with contributions.

A day without any ends a run, except the last listed one, which is not over yet. GitHub decides which day a
contribution belongs to; its days cannot be moved to another time zone afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.stats import Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In Python's order."""

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)


class Runs(NamedTuple):
    """The current run, and the longest one."""

    current: Run | None
    longest: Run | None


def sunday_of(day: dt.date) -> dt.date:
    """Return the first day of a day's week.

    >>> sunday_of(dt.date(2026, 11, 22)), sunday_of(dt.date(2026, 11, 28))
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22))
    """
    return day - DAY * (day.isoweekday() % 7)


def find_daily_runs(days: Mapping[dt.date, int], days_off: Collection[str] = ()) -> Runs:
    """Find runs of days.

    Args:
        days: contributions by day, up to the last listed one; a day between two others that is not there had none.
        days_off: weekdays without contributions that lengthen a run instead of ending it; they begin none.
    """
    if not days:
        return Runs(None, None)
    last = max(days)
    current = longest = None
    for day in _each(min(days), last, DAY):
        is_off = current is not None and WEEKDAYS[day.weekday()] in days_off
        if days.get(day, 0) or is_off:
            current = _lengthen(current, day, day)
            longest = _longer(longest, current)
        elif day != last:
            current = None
    return Runs(current, longest)


def find_weekly_runs(days: Mapping[dt.date, int]) -> Runs:
    """Find runs of weeks, from Sunday to Saturday, that have at least one contribution each.

    The week of the last listed day may be empty without ending a run; its run ends on that day.
    """
    if not days:
        return Runs(None, None)
    last = max(days)
    busy = {sunday_of(day) for day, count in days.items() if count}
    current = longest = None
    for sunday in _each(sunday_of(min(days)), sunday_of(last), WEEK):
        if sunday in busy:
            current = _lengthen(current, sunday, min(sunday + WEEK - DAY, last))
            longest = _longer(longest, current)
        elif sunday != sunday_of(last):
            current = None
    return Runs(current, longest)


def _each(first: dt.date, last: dt.date, step: dt.timedelta) -> Iterator[dt.date]:
    """Yield the days from one to another, both included."""
    day = first
    while day <= last:
        yield day
        day += step


def _lengthen(run: Run | None, first: dt.date, last: dt.date) -> Run:
    return Run(run.length + 1, run.first, last) if run else Run(1, first, last)


def _longer(longest: Run | None, run: Run) -> Run:
    """Return the longer run; of equals the earlier."""
    return run if longest is None or run.length > longest.length else longest
