"""Times are whole milliseconds, so that equal moments are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.languages.words import ENGLISH

if TYPE_CHECKING:
    from portfolio.languages.words import Words

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000


def milliseconds(seconds: float) -> int:
    """Return seconds as milliseconds."""
    return round(seconds * 1000)


def name_time(time_ms: int, words: Words = ENGLISH) -> str:
    """Return a time in words.

    >>> name_time(2200), name_time(604_800_000), name_time(90_000)
    ('2.2 s', '7 d', '90 s')
    """
    for size, key in ((DAY_MS, "time_days"), (HOUR_MS, "time_hours")):
        if time_ms >= size and time_ms % size == 0:
            return words.say(key, number=time_ms // size)
    if time_ms >= DAY_MS:
        return f"{name_time(time_ms // DAY_MS * DAY_MS, words)} {name_time(time_ms % DAY_MS, words)}"
    return name_seconds(f"{time_ms / 1000:.3f}".rstrip("0").rstrip("."), words)


def name_seconds(number: str, words: Words = ENGLISH) -> str:
    """Return a number of seconds, which has a point, in words."""
    return words.say("time_seconds", number=number.replace(".", words["number_decimal"]))
