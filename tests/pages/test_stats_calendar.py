"""The calendar as outlines: every day at its position, in the shade of its number."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from portfolio.github.weeks import WEEKS, find_busiest, level_of, list_days, list_months, list_weeks
from portfolio.languages.words import ENGLISH
from portfolio.model.stats import Calendar
from portfolio.pages.stats_calendar import draw_levels, name_months

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = dt.timedelta(days=1)


def make_calendar(
    days: Mapping[dt.date, int], last: dt.date, since: dt.date = dt.date(2000, 1, 1)
) -> Calendar:
    weeks = list_weeks(days, last, since)
    shown = list_days(weeks)
    return Calendar(
        weeks=weeks,
        months=list_months(shown),
        first=min(shown),
        last=last,
        contributions=sum(shown.values()),
        active_days=sum(count > 0 for count in shown.values()),
        busiest=find_busiest(shown),
        as_of=last,
        basis="contributions by day",
        proof="https://github.com/ada",
    )


def squares(calendar: Calendar) -> dict[tuple[int, int], int]:
    """Return the shade of each square that is drawn, by its column and its row."""
    shown = {}
    for shade, outline in enumerate(draw_levels(calendar)):
        column, row = 0.0, 0
        for move, right, down in re.findall(r"([Mm])(\d*\.?\d+) (\d)h\.8", outline):
            column, row = (float(right), int(down)) if move == "M" else (column + float(right), row)
            assert column == pytest.approx(round(column))
            shown[round(column), row] = shade
            column += 0.8
    return shown


def test_every_day_is_in_the_column_of_its_week_and_the_row_of_its_weekday() -> None:
    # 2026-11-22 is a Sunday, so it stands alone in the last column
    last = dt.date(2026, 11, 22)
    calendar = make_calendar({last: 4, last - DAY: 1, last - 7 * DAY: 2, last - 8 * DAY: 3}, last)
    shown = squares(calendar)
    assert len(shown) == 52 * 7 + 1
    end = WEEKS - 1
    assert {place: shade for place, shade in shown.items() if shade} == {
        (end, 0): 4,
        (end - 1, 0): 2,
        (end - 1, 6): 1,
        (end - 2, 6): 3,
    }


@pytest.mark.parametrize(
    ("last", "leap"), [(dt.date(2024, 3, 2), 1), (dt.date(2025, 2, 28), 1), (dt.date(2026, 11, 22), 0)]
)
def test_a_leap_day_is_a_day_like_any_other(last: dt.date, leap: int) -> None:
    days = {
        day: 1 for day in (last - DAY * number for number in range(800)) if (day.month, day.day) == (2, 29)
    }
    calendar = make_calendar(days, last)
    assert list(squares(calendar).values()).count(4) == leap
    assert calendar.contributions == leap


def test_days_before_the_account_are_not_drawn_as_idle() -> None:
    last = dt.date(2026, 11, 21)
    calendar = make_calendar({}, last, since=last - 9 * DAY)
    assert list(squares(calendar).values()) == [0] * 10


def test_every_square_has_the_shade_of_its_number() -> None:
    last = dt.date(2026, 11, 22)
    days = {last - DAY * number: number for number in range(30)}
    calendar = make_calendar(days, last)
    shown = squares(calendar)
    for column, week in enumerate(calendar.weeks):
        for row, count in enumerate(week.counts):
            wanted = None if count is None else level_of(count, calendar.most)
            assert shown.get((column, row)) == wanted


@pytest.mark.parametrize("last", [dt.date(2026, 1, 1) + DAY * number for number in range(0, 365, 31)])
def test_the_months_below_are_those_of_their_weeks(last: dt.date) -> None:
    calendar = make_calendar({}, last)
    weeks = [calendar.weeks[column] for column in (0, 13, 26, 39, 52)]
    assert list(name_months(calendar, ENGLISH)) == [f"{week.first:%b}" for week in weeks]
