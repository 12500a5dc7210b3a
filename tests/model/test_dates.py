"""Dates of which parts may be missing: what they can mean, and the time between two."""

from __future__ import annotations

import datetime as dt

import pytest

from portfolio.model.dates import count_months, first_day, last_day, parse_date


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023-02", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("2024-02-29", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        ("9999-12", dt.date(9999, 12, 1), dt.date(9999, 12, 31)),
    ],
)
def test_a_date_means_the_days_of_what_is_given(date: str, first: dt.date, last: dt.date) -> None:
    assert (parse_date(date), first_day(date), last_day(date)) == (date, first, last)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("2023-02-29", "2023-02 has the days `01` to `28`"),
        ("1900-02-29", "1900-02 has the days `01` to `28`"),
        ("2023-04-31", "2023-04 has the days `01` to `30`"),
        ("2023-04-00", "2023-04 has the days `01` to `30`"),
        ("2023-00", "a year has the months `01` to `12`"),
        ("2023-13-01", "a year has the months `01` to `12`"),
        *(
            (text, "write it as `2026`, `2026-11` or `2026-11-22`")
            for text in (
                "0000",
                "23",
                "2023-1",
                "2023-11-1",
                "11/2023",
                "May 2023",
                "२०२३",
                "2023-11-22T00:00",
            )
        ),
    ],
)
def test_a_date_that_does_not_exist_is_refused(text: str, help_: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_date(text)
    assert str(caught.value) == help_


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2021-03", "2021-03", 1),
        ("2021-03", "2022-02", 12),
        ("2021-03-31", "2022-03-01", 13),
        ("2021", "2022-03", None),
        ("2021-03", "2022", None),
        ("2021-03", None, None),
        (None, "2021-03", None),
    ],
)
def test_a_length_is_known_with_the_months_of_both_ends(
    start: str | None, end: str | None, months: int | None
) -> None:
    assert count_months(start, end) == months
