"""The calendar's columns and rows. 22 November 2026 is a Sunday."""

from __future__ import annotations

import datetime as dt

import pytest

from portfolio.github.weeks import find_busiest, level_of, list_days, list_months, list_weeks
from portfolio.model.stats import Month

LAST = dt.date(2026, 11, 25)
FIRST = dt.date(2025, 11, 23)
"""The Sunday 52 weeks before that of the last day's week."""


def test_there_are_53_weeks_and_the_last_ends_with_the_last_day() -> None:
    weeks = list_weeks({LAST: 3}, LAST, dt.date(2000, 1, 1))
    assert len(weeks) == 53
    assert weeks[0].first == FIRST
    assert weeks[-1].first == dt.date(2026, 11, 22)
    assert weeks[-1].counts == (0, 0, 0, 3, None, None, None)
    assert (min(list_days(weeks)), max(list_days(weeks))) == (FIRST, LAST)
    assert len(list_days(weeks)) == 52 * 7 + 4


def test_days_before_the_account_are_not_empty_but_none() -> None:
    weeks = list_weeks({}, LAST, dt.date(2026, 11, 17))
    assert weeks[-2].counts == (None, None, 0, 0, 0, 0, 0)
    assert weeks[-3].counts == (None,) * 7


def test_a_leap_year_has_its_day() -> None:
    weeks = list_weeks({dt.date(2024, 2, 29): 7}, dt.date(2024, 3, 2), dt.date(2020, 1, 1))
    assert weeks[-1].counts == (0, 0, 0, 0, 7, 0, 0)


def test_months_are_summed_up_in_order() -> None:
    days = {dt.date(2026, 1, 31): 2, dt.date(2026, 2, 1): 0, dt.date(2026, 2, 2): 5, dt.date(2025, 12, 31): 1}
    assert list_months(days) == (
        Month(dt.date(2025, 12, 1), 1, 1, 1),
        Month(dt.date(2026, 1, 1), 2, 1, 1),
        Month(dt.date(2026, 2, 1), 5, 1, 2),
    )


def test_the_busiest_day_is_the_earliest_of_equals() -> None:
    days = {dt.date(2026, 1, 2): 5, dt.date(2026, 1, 1): 5, dt.date(2026, 1, 3): 4}
    assert find_busiest(days) == (dt.date(2026, 1, 1), 5)
    assert find_busiest({dt.date(2026, 1, 1): 0}) is None
    assert find_busiest({}) is None


@pytest.mark.parametrize(
    ("count", "most", "level"), [(0, 9, 0), (0, 0, 0), (1, 1, 4), (1, 100, 1), (25, 100, 1), (26, 100, 2), (76, 100, 4)]
)  # fmt: skip
def test_shades_are_quarters_of_the_busiest_day(count: int, most: int, level: int) -> None:
    assert level_of(count, most) == level
