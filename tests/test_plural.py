"""Counted nouns."""

from __future__ import annotations

import pytest

from portfolio.plural import name_count


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "page", "1 page"),
        (0, "page", "0 pages"),
        (2, "page", "2 pages"),
        (21, "day", "21 days"),
        (1, "case study", "1 case study"),
        (3, "case study", "3 case studies"),
        (1_000, "repository", "1,000 repositories"),
    ],
)
def test_a_noun_is_plural_unless_there_is_one(number: int, noun: str, words: str) -> None:
    assert name_count(number, noun) == words
