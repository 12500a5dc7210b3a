"""Date ranges in words: the same on pages, on cards and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.languages.words import ENGLISH
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.languages.words import Words
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


def name_length(run: Run | None, streak: Streak, words: Words = ENGLISH) -> str:
    """Return the length of a run: `12 days`, `1 week`; `0 days` without a run."""
    return words.count(streak.unit, run.length if run else 0)
