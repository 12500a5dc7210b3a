"""Streaks worked by hand. 2 November 2026 is a Monday, and 1, 8, 15 and 22 November are Sundays."""

from __future__ import annotations

import datetime as dt

import pytest

from portfolio.github.streak import WEEKDAYS, find_daily_runs, find_weekly_runs
from portfolio.model.stats import Run

DAY = dt.timedelta(days=1)
WEEKEND = ("saturday", "sunday")


def days_from(first: str, counts: str) -> dict[dt.date, int]:
    start = dt.date.fromisoformat(first)
    return {start + DAY * number: int(count) for number, count in enumerate(counts.split())}


def run(text: str) -> Run | None:
    """`3: 2026-11-02 2026-11-04` to a run; nothing to none."""
    if not text:
        return None
    length, first, last = text.replace(":", "").split()
    return Run(int(length), dt.date.fromisoformat(first), dt.date.fromisoformat(last))


DAILY = [
    # what it is, first day, counts, days off, current, longest
    ("no day", "2026-11-02", "", (), "", ""),
    ("one empty day", "2026-11-02", "0", (), "", ""),
    ("one day", "2026-11-02", "1", (), "1: 2026-11-02 2026-11-02", "1: 2026-11-02 2026-11-02"),
    ("three days", "2026-11-02", "1 1 1", (), "3: 2026-11-02 2026-11-04", "3: 2026-11-02 2026-11-04"),
    ("numbers do not matter", "2026-11-02", "99 1 5", (), "3: 2026-11-02 2026-11-04", "3: 2026-11-02 2026-11-04"),
    ("today is still open", "2026-11-02", "1 1 0", (), "2: 2026-11-02 2026-11-03", "2: 2026-11-02 2026-11-03"),
    ("yesterday is not", "2026-11-02", "1 1 0 0", (), "", "2: 2026-11-02 2026-11-03"),
    ("today begins anew", "2026-11-02", "1 1 0 1", (), "1: 2026-11-05 2026-11-05", "2: 2026-11-02 2026-11-03"),
    ("the earliest of equals", "2026-11-02", "1 1 0 1 1", (), "2: 2026-11-05 2026-11-06", "2: 2026-11-02 2026-11-03"),
    ("the longer one wins", "2026-11-02", "1 1 0 1 1 1", (), "3: 2026-11-05 2026-11-07", "3: 2026-11-05 2026-11-07"),
    ("the older one was longer", "2026-11-02", "1 1 1 0 1 0", (), "1: 2026-11-06 2026-11-06", "3: 2026-11-02 2026-11-04"),
    ("nothing before the first", "2026-11-02", "0 0 1 1", (), "2: 2026-11-04 2026-11-05", "2: 2026-11-04 2026-11-05"),
    ("a weekend off lengthens", "2026-11-02", "1 1 1 1 1 0 0 1", WEEKEND, "8: 2026-11-02 2026-11-09", "8: 2026-11-02 2026-11-09"),
    ("a weekend on does not", "2026-11-02", "1 1 1 1 1 0 0 1", (), "1: 2026-11-09 2026-11-09", "5: 2026-11-02 2026-11-06"),
    ("a weekend off at the end", "2026-11-02", "1 1 1 1 1 0 0", WEEKEND, "7: 2026-11-02 2026-11-08", "7: 2026-11-02 2026-11-08"),
    ("a day off begins nothing", "2026-11-07", "0 0 1 1", WEEKEND, "2: 2026-11-09 2026-11-10", "2: 2026-11-09 2026-11-10"),
    ("unless something happens", "2026-11-07", "1 0 1", WEEKEND, "3: 2026-11-07 2026-11-09", "3: 2026-11-07 2026-11-09"),
    ("Monday is open after days off", "2026-11-06", "1 0 0 0", WEEKEND, "3: 2026-11-06 2026-11-08", "3: 2026-11-06 2026-11-08"),
    ("Monday ends it after days off", "2026-11-06", "1 0 0 0 0", WEEKEND, "", "3: 2026-11-06 2026-11-08"),
    ("only Wednesday off", "2026-11-02", "1 1 0 1 0", ("wednesday",), "4: 2026-11-02 2026-11-05", "4: 2026-11-02 2026-11-05"),
    ("every day off", "2026-11-02", "1 0 0 0", WEEKDAYS, "4: 2026-11-02 2026-11-05", "4: 2026-11-02 2026-11-05"),
    ("over a leap day", "2024-02-28", "1 1 1", (), "3: 2024-02-28 2024-03-01", "3: 2024-02-28 2024-03-01"),
    ("where there is no leap day", "2023-02-28", "1 1", (), "2: 2023-02-28 2023-03-01", "2: 2023-02-28 2023-03-01"),
    ("a leap day ends it", "2024-02-28", "1 0 1", (), "1: 2024-03-01 2024-03-01", "1: 2024-02-28 2024-02-28"),
    ("over New Year", "2025-12-30", "1 1 1 1", (), "4: 2025-12-30 2026-01-02", "4: 2025-12-30 2026-01-02"),
    ("New Year ends it", "2025-12-30", "1 1 0 1", (), "1: 2026-01-02 2026-01-02", "2: 2025-12-30 2025-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "counts", "days_off", "current", "longest"),
    [case[1:] for case in DAILY],
    ids=[case[0] for case in DAILY],
)
def test_days(first: str, counts: str, days_off: tuple[str, ...], current: str, longest: str) -> None:
    assert find_daily_runs(days_from(first, counts), days_off) == (run(current), run(longest))


def test_a_day_that_is_not_listed_had_nothing() -> None:
    days = days_from("2026-11-02", "1 1") | days_from("2026-11-05", "1")
    assert find_daily_runs(days) == (run("1: 2026-11-05 2026-11-05"), run("2: 2026-11-02 2026-11-03"))


WEEKLY = [
    # what it is, days with contributions, the last listed day, current, longest
    ("nothing", "", "2026-11-21", "", ""),
    ("a day in each of three weeks", "2026-11-03 2026-11-11 2026-11-21", "2026-11-21", "3: 2026-11-01 2026-11-21", "3: 2026-11-01 2026-11-21"),
    ("this week is still open", "2026-11-03 2026-11-11 2026-11-21", "2026-11-24", "3: 2026-11-01 2026-11-21", "3: 2026-11-01 2026-11-21"),
    ("last week is not", "2026-11-03", "2026-11-17", "", "1: 2026-11-01 2026-11-07"),
    ("this week so far", "2026-11-11 2026-11-17", "2026-11-17", "2: 2026-11-08 2026-11-17", "2: 2026-11-08 2026-11-17"),
    ("the earliest of equals", "2026-11-03 2026-11-17", "2026-11-21", "1: 2026-11-15 2026-11-21", "1: 2026-11-01 2026-11-07"),
    ("Saturday and Sunday are two weeks", "2026-11-07 2026-11-08", "2026-11-08", "2: 2026-11-01 2026-11-08", "2: 2026-11-01 2026-11-08"),
    ("over New Year", "2025-12-30 2026-01-06", "2026-01-10", "2: 2025-12-28 2026-01-10", "2: 2025-12-28 2026-01-10"),
    ("over a leap day", "2024-02-29 2024-03-03", "2024-03-03", "2: 2024-02-25 2024-03-03", "2: 2024-02-25 2024-03-03"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("busy", "last", "current", "longest"), [case[1:] for case in WEEKLY], ids=[case[0] for case in WEEKLY]
)
def test_weeks(busy: str, last: str, current: str, longest: str) -> None:
    days = {dt.date.fromisoformat(last): 0} | {dt.date.fromisoformat(day): 1 for day in busy.split()}
    assert find_weekly_runs(days) == (run(current), run(longest))


def test_without_a_day_there_is_no_week() -> None:
    assert find_weekly_runs({}) == (None, None)
