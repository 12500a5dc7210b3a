"""The calendar in characters: every day at its position, shades by quarters, names where they fit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portfolio.github.weeks import WEEKS, find_busiest, list_days, list_months, list_weeks
from portfolio.model.stats import Calendar
from portfolio.pages.stats_calendar import FIRST_HALF, SHADES, draw_calendar, draw_legend

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


def cells(calendar: Calendar) -> list[str]:
    """Return the rows of days with the halves joined, Sunday first."""
    first, second = draw_calendar(calendar)
    return [left.cells + right.cells for left, right in zip(first[1:], second[1:], strict=True)]


def test_every_day_is_in_the_column_of_its_week_and_the_row_of_its_weekday() -> None:
    # 2026-11-22 is a Sunday, so it stands alone in the last column
    last = dt.date(2026, 11, 22)
    calendar = make_calendar({last: 4, last - DAY: 1, last - 7 * DAY: 2, last - 8 * DAY: 3}, last)
    rows = cells(calendar)
    assert {len(row) for row in rows} == {WEEKS}
    assert rows[0][-2:] == "▒█"
    assert rows[6][-3:] == "▓░ "
    assert [row[-1] for row in rows[1:]] == [" "] * 6
    assert "".join(rows).count("·") == 52 * 7 + 1 - 4


@pytest.mark.parametrize(
    ("last", "leap"), [(dt.date(2024, 3, 2), 1), (dt.date(2025, 2, 28), 1), (dt.date(2026, 11, 22), 0)]
)
def test_a_leap_day_is_a_day_like_any_other(last: dt.date, leap: int) -> None:
    days = {
        day: 1 for day in (last - DAY * number for number in range(800)) if (day.month, day.day) == (2, 29)
    }
    calendar = make_calendar(days, last)
    assert "".join(cells(calendar)).count("█") == leap
    assert calendar.contributions == leap


def test_days_before_the_account_are_blank_and_not_idle() -> None:
    last = dt.date(2026, 11, 21)
    calendar = make_calendar({}, last, since=last - 9 * DAY)
    assert "".join(cells(calendar)).replace(" ", "") == "·" * 10


def test_the_halves_and_their_labels_have_one_width() -> None:
    first, second = draw_calendar(make_calendar({}, dt.date(2026, 11, 22)))
    assert {len(line.cells) for line in first} == {FIRST_HALF}
    assert {len(line.cells) for line in second} == {WEEKS - FIRST_HALF}
    assert [line.label.strip() for line in first] == ["", "", "Mon", "", "Wed", "", "Fri", ""]
    assert {len(line.label) for line in (*first, *second)} == {4}
    # 320 px less the margins hold 34 characters of 14 px
    assert len(first[0].label) + FIRST_HALF <= 34


@pytest.mark.parametrize("last", [dt.date(2026, 1, 1) + DAY * number for number in range(0, 365, 11)])
def test_a_months_name_is_above_its_first_week_and_none_runs_into_another(last: dt.date) -> None:
    calendar = make_calendar({}, last)
    start = 0
    for half in draw_calendar(calendar):
        line = half[0].cells
        for name in line.split():
            column = line.index(name) + start
            week = calendar.weeks[column]
            months = {f"{week.first + DAY * number:%b}" for number in range(7)}
            assert name in months, (name, week)
        assert all(len(name) == 3 for name in line.split())
        start += len(line)


def firsts_of(calendar: Calendar) -> dict[int, int]:
    """Return the month that begins in a column, by the column."""
    return {
        column: day.month
        for column, week in enumerate(calendar.weeks)
        for day in (week.first + DAY * number for number in range(7))
        if day.day == 1
    }


@pytest.mark.parametrize("last", [dt.date(2026, 1, 1) + DAY * number for number in range(0, 365, 11)])
def test_every_month_is_named_that_has_three_columns_for_its_name(last: dt.date) -> None:
    calendar = make_calendar({}, last)
    first, second = draw_calendar(calendar)
    named = {
        start + line.index(name): name
        for start, line in ((0, first[0].cells), (FIRST_HALF, second[0].cells))
        for name in line.split()
    }
    for column, month in firsts_of(calendar).items():
        end = FIRST_HALF if column < FIRST_HALF else WEEKS
        name = f"{dt.date(2026, month, 1):%b}"
        assert named.get(column) == (name if end - column >= 3 else None), (last, column)


@pytest.mark.parametrize(
    ("last", "first", "second"),
    [
        # November begins in the last column but two, where its name just fits; in the last but one it would not
        (dt.date(2026, 11, 21), "  Dec Jan  Feb Mar Apr May ", " Jun Jul Aug  Sep Oct  Nov"),
        (dt.date(2026, 11, 14), "   Dec Jan  Feb Mar Apr May", "  Jun Jul Aug  Sep Oct    "),
        # the month that the first column lies in is named if the next begins in the fifth, not in the fourth
        (dt.date(2026, 11, 7), "Nov Dec Jan  Feb Mar Apr   ", "   Jun Jul Aug  Sep Oct   "),
    ],
)
def test_the_first_and_the_last_name_are_shown_if_they_just_fit(
    last: dt.date, first: str, second: str
) -> None:
    halves = draw_calendar(make_calendar({}, last))
    assert [half[0].cells for half in halves] == [first, second]


def test_a_name_is_left_out_where_there_is_no_room_for_it() -> None:
    # the calendar begins with the last week of November; December's name needs the place
    (first, *_), _ = draw_calendar(make_calendar({}, dt.date(2026, 11, 22)))
    assert first.cells.startswith(" Dec Jan")


LEGENDS = [
    (0, ""),
    (1, "· 0  █ 1"),
    (2, "· 0  ▒ 1  █ 2"),
    (3, "· 0  ▒ 1  ▓ 2  █ 3"),
    (4, "· 0  ░ 1  ▒ 2  ▓ 3  █ 4"),
    (5, "· 0  ░ 1  ▒ 2  ▓ 3  █ 4–5"),  # noqa: RUF001 (a range)
    (12, "· 0  ░ 1–3  ▒ 4–6  ▓ 7–9  █ 10–12"),  # noqa: RUF001 (a range)
]


@pytest.mark.parametrize(("most", "legend"), LEGENDS)
def test_the_legend_has_the_numbers_of_each_shade(most: int, legend: str) -> None:
    assert draw_legend(make_calendar({dt.date(2026, 11, 1): most}, dt.date(2026, 11, 22))) == legend


@pytest.mark.parametrize("most", range(1, 30))
def test_the_legend_and_the_calendar_agree(most: int) -> None:
    last = dt.date(2026, 11, 22)
    days = {last - DAY * number: number for number in range(most + 1)}
    calendar = make_calendar(days, last)
    told: dict[int, str] = {}
    for part in draw_legend(calendar).split("  "):
        shade, _, numbers = part.partition(" ")
        low, _, high = numbers.partition("–")  # noqa: RUF001 (a range)
        told |= dict.fromkeys(range(int(low), int(high or low) + 1), shade)
    rows = cells(calendar)
    for week_number, week in enumerate(calendar.weeks):
        for row, count in enumerate(week.counts):
            shown = rows[row][week_number]
            assert shown == (" " if count is None else told[count])
    assert set(told.values()) <= set(SHADES)
