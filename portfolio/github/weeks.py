"""The contribution calendar: 53 weeks as columns, months as the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.github.streak import DAY, WEEK, sunday_of
from portfolio.model.stats import Month, Week

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

WEEKS = 53
"""The weeks of the profile page: a year, and the week in which it begins."""

LEVELS = 4
"""Shades of days with contributions."""


def list_weeks(days: Mapping[dt.date, int], last: dt.date, since: dt.date) -> tuple[Week, ...]:
    """Return the 53 weeks up to a day.

    Args:
        days: contributions by day; one that is not there had none.
        last: the last listed day; those after it in its week are None.
        since: days before it, when there was no account or nothing is known, are None.
    """
    first = sunday_of(last) - WEEK * (WEEKS - 1)
    sundays = [first + WEEK * number for number in range(WEEKS)]
    return tuple(
        Week(
            sunday,
            tuple(
                days.get(day, 0) if since <= day <= last else None
                for day in (sunday + DAY * number for number in range(7))
            ),
        )
        for sunday in sundays
    )


def list_days(weeks: tuple[Week, ...]) -> dict[dt.date, int]:
    """Return the days of the calendar, in order."""
    return {
        week.first + DAY * number: count
        for week in weeks
        for number, count in enumerate(week.counts)
        if count is not None
    }


def list_months(days: Mapping[dt.date, int]) -> tuple[Month, ...]:
    """Sum up the calendar's days by month, in order; the first and the last may be parts of a month."""
    by_month: dict[dt.date, list[int]] = {}
    for day, count in days.items():
        by_month.setdefault(day.replace(day=1), []).append(count)
    return tuple(
        Month(first, sum(counts), sum(count > 0 for count in counts), len(counts))
        for first, counts in sorted(by_month.items())
    )


def find_busiest(days: Mapping[dt.date, int]) -> tuple[dt.date, int] | None:
    """Return the day with most contributions, the earliest of equals; None if no day has any."""
    busiest = max(days.items(), key=lambda item: (item[1], -item[0].toordinal()), default=None)
    return busiest if busiest and busiest[1] else None


def level_of(count: int, most: int) -> int:
    """Return a day's shade: 0 for nothing, else 1 to 4 by quarters of the busiest day.

    >>> [level_of(count, 8) for count in (0, 1, 2, 3, 8)]
    [0, 1, 1, 2, 4]
    """
    return -(-LEVELS * count // most) if count and most else 0
