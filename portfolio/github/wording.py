"""Date ranges in words: the same on pages, on cards and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.plural import name_count

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portfolio.model.stats import Run, Streak


def name_part(number: int, total: int, noun: str) -> str:
    """Return a number of a total, with a noun.

    >>> name_part(0, 1, "year"), name_part(1200, 3000, "repository")
    ('0 of 1 year', '1,200 of 3,000 repositories')
    """
    return f"{number:,} of {name_count(total, noun)}"


def join_words(words: Iterable[object]) -> str:
    """Return words as a list in a sentence.

    >>> join_words([2019, 2020, 2021])
    '2019, 2020 and 2021'
    """
    *first, last = map(str, words)
    return f"{', '.join(first)} and {last}" if first else last


def name_length(run: Run | None, streak: Streak) -> str:
    """Return the length of a run: `12 days`, `1 week`; `0 days` without a run."""
    return name_count(run.length if run else 0, streak.unit.removesuffix("s"))


def name_range(first: dt.date | None, last: dt.date) -> str:
    """Return a date range in words, or the one day if there is no first.

    >>> from datetime import date
    >>> name_range(date(2026, 1, 1), date(2026, 1, 31)), name_range(None, date(2026, 1, 31))
    ('2026-01-01 to 2026-01-31', 'on 2026-01-31')
    """
    return f"{first} to {last}" if first else f"on {last}"
