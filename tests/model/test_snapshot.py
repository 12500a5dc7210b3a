from __future__ import annotations

import datetime as dt

import pytest

from portfolio.model.snapshot import Year

FULL = ("1" + " 1" * 30,)


@pytest.mark.parametrize(
    ("months", "is_over"),
    [
        (FULL * 12, True),
        (FULL * 11 + ("1" + " 1" * 29,), False),
        (FULL * 11, False),
        (FULL, False),
        (("1",) * 12, False),
    ],
)
def test_a_year_is_over_with_the_last_day_of_december(months: tuple[str, ...], *, is_over: bool) -> None:
    assert Year(as_of=dt.date(2026, 1, 3), months=months).is_over == is_over
