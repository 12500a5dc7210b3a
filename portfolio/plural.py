"""Counted nouns in messages and on pages: `1 page`, `2 pages`."""

from __future__ import annotations

VOWELS = "aeiou"


def name_count(number: int, noun: str) -> str:
    """Return a number with its noun, which is given in the singular.

    >>> name_count(1, "case study"), name_count(1200, "repository"), name_count(0, "day")
    ('1 case study', '1,200 repositories', '0 days')
    """
    return f"{number:,} {noun if number == 1 else _pluralise(noun)}"


def _pluralise(noun: str) -> str:
    """Return the plural of a regular noun."""
    is_consonant_y = noun.endswith("y") and noun[-2] not in VOWELS
    return f"{noun[:-1]}ies" if is_consonant_y else f"{noun}s"
